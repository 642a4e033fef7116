from __future__ import annotations

from dataclasses import replace

import pytest

from briefs.small_brief import BLOG, NEWS, OFFICIAL, small_inputs
from detente.bargaining.constraints.model import Role, Strength
from detente.briefs.compose import compose
from detente.briefs.deadlocks import STRENGTH_TITLES, title_of
from detente.briefs.evidence import apparatus, speaker_of
from detente.briefs.inputs import Change
from detente.briefs.model import Brief, BriefLine, Section
from detente.ledger.agenda import Key
from detente.ledger.view import Moment


@pytest.fixture(scope="module")
def brief() -> Brief:
    return compose(small_inputs())


def section(brief: Brief, name: str) -> Section:
    return next(s for s in brief.sections if s.id == name)


def texts(part: Section) -> list[str]:
    return [line.text for line in part.all_lines]


def cells(brief: Brief, row: str) -> dict[str, tuple[BriefLine, ...]]:
    found = [r for t in section(brief, "positions").tables for r in t.rows if r.id == row]
    return {c.column: c.lines for c in found[0].cells}


def test_sections_stand_in_the_order_of_the_hand_made_brief(brief: Brief) -> None:
    assert [s.id for s in brief.sections] == [
        "papers",
        "ten-lines",
        "positions",
        "deadlocks",
        "moves",
        "proposals",
        "questions",
        "expectations",
        "differing",
        "making",
    ]


def test_the_same_inputs_give_the_same_brief() -> None:
    assert compose(small_inputs()) == compose(small_inputs())


def test_every_line_rests_on_something(brief: Brief) -> None:
    assert all(line.evidence or line.pack_source or line.about_absence for line in brief.lines)


def test_at_most_ten_lines_for_an_ambassador_each_with_evidence(brief: Brief) -> None:
    lines = section(brief, "ten-lines").lines
    assert 1 <= len(lines) <= 10
    assert all(line.evidence or line.about_absence for line in lines)
    assert any(
        line.text.startswith("Ground (S1), on line when fighting stops: North asks for: along the river")
        for line in lines
    )


def test_words_are_quotable_from_an_official_text_and_from_two_independent_stories_only(brief: Brief) -> None:
    quotable = {(e.doc_name, e.words): e.quotable for e in brief.evidence}
    assert quotable["1-north.txt", "keep every village up to the river"]
    assert quotable["2-news.txt", "The South refused any line at the river"]
    assert not quotable["4-blog.txt", "the North may want all sanctions gone"]


def test_two_reports_of_one_story_do_not_make_words_quotable() -> None:
    inputs = small_inputs()
    reports = {h: replace(r, story="one") for h, r in inputs.view.reports.items()}
    lines = tuple(replace(x, report=reports[x.statement.doc]) for x in inputs.view.lines)
    shared = apparatus(replace(inputs, view=replace(inputs.view, reports=reports, lines=lines)))
    news = next(x for x in lines if x.statement.doc == NEWS.hash)
    official = next(x for x in lines if x.statement.doc == OFFICIAL.hash)
    assert not shared.quotable(news)
    assert shared.quotable(official)


def test_silence_is_a_cell_that_says_what_was_searched(brief: Brief) -> None:
    (silent,) = cells(brief, "truce.cf.class")["south"]
    assert (silent.word, silent.about_absence) == ("not heard", True)
    assert silent.text == "Not heard: no statement of South on kind of truce (truce) in 4 reports."


def test_what_others_say_is_never_shown_as_a_partys_words(brief: Brief) -> None:
    (line,) = cells(brief, "settlement.econ.relief")["north"]
    assert line.voice == "attributed"
    assert "by what others say" in line.text


def test_a_line_that_waits_for_review_is_shown_marked_and_enters_no_summary(brief: Brief) -> None:
    (line,) = cells(brief, "settlement.econ.relief")["south"]
    assert "unreviewed" in line.marks
    assert not line.reviewed
    waiting = {e.statement for e in line.evidence}
    assert not waiting & {e.statement for x in section(brief, "ten-lines").lines for e in x.evidence}


def test_a_sponsor_is_shown_by_the_packs_source_never_by_a_statement(brief: Brief) -> None:
    (line,) = cells(brief, "settlement.terr.line")["host"]
    assert line.text == "tabled: along the mill stream (Paper of the host)"
    assert line.pack_source is not None
    assert line.pack_source.url == "https://example.org/paper"
    assert not line.evidence


def test_who_was_heard_and_who_was_not_stands_at_the_top(brief: Brief) -> None:
    heard = texts(section(brief, "papers"))
    assert "North, in its own words: ceasefire and territory." in heard
    assert "North, only by what others say of it: economy." in heard
    assert "South, not heard in 4 reports: ceasefire." in heard
    assert any(t.startswith("Not heard at all in 4 reports") and t.endswith("Host.") for t in heard)


def test_undated_papers_are_said_to_be_undated(brief: Brief) -> None:
    papers = section(brief, "papers")
    assert any("4-blog.txt" in note and "never the latest word" in note for note in papers.notes)
    assert papers.papers[-1].name == BLOG.name


def test_a_deadlock_shows_its_members_its_rule_and_what_nobody_named(brief: Brief) -> None:
    said = texts(section(brief, "deadlocks"))
    assert (
        "North asks for: along the river, on line when fighting stops; said by the North, on or before 2 April 2030."
        in said
    )
    assert (
        "South refuses: along the river, on line when fighting stops; said by its envoy, as told by a second paper, "
        "on or before 5 April 2030, and in one more statement." in said
    )
    assert any(t.startswith("The rule that makes them exclusive: line when fighting stops is") for t in said)
    assert "On line when fighting stops, nobody in 4 reports has named: along the mill stream." in said


def test_moves_are_by_who_could_make_them_and_may_not_exist(brief: Brief) -> None:
    moves = section(brief, "moves")
    assert "not ranked" in moves.lead
    assert texts(moves) == [
        "North alone: would also take: along the mill stream.",
        "South alone: no step of its own opens this.",
    ]


def test_a_proposal_is_never_said_to_be_blocked(brief: Brief) -> None:
    proposals = section(brief, "proposals")
    said = texts(proposals)
    assert (
        "Paper of the host, tabled by Host on 1 April 2030: agreement missing: North; not known: South."
        in said
    )
    assert any(t.startswith("Not known: South was not heard") for t in said)
    assert "block" not in " ".join(said).lower()


def test_questions_say_what_hangs_on_them_and_what_is_ours_to_find(brief: Brief) -> None:
    questions = section(brief, "questions")
    assert texts(questions)[0].endswith("Which line would you take? Hangs on it: S1 and Paper of the host.")
    ours = next(s for s in questions.subsections if s.id == "questions-ourselves")
    assert any("4-blog.txt" in note for note in ours.notes)
    assert any("Ukrainian" in note for note in ours.notes)


def test_expectations_carry_the_words_of_likelihood_and_their_range(brief: Brief) -> None:
    (line,) = section(brief, "expectations").all_lines
    assert "unlikely: 20 to 45 in 100" in line.text
    assert line.text.endswith("one source.")


def test_given_changes_are_told(brief: Brief) -> None:
    inputs = small_inputs()
    change = Change(
        "north", Key("terr.line"), "settlement", "North now names the river", inputs.view.lines[:1]
    )
    changed = compose(replace(inputs, changes=(change,)))
    assert "North now names the river." in texts(section(changed, "differing"))
    assert any(
        t.startswith("What has moved: North now names the river")
        for t in texts(section(changed, "ten-lines"))
    )


def test_swapped_parties_give_swapped_deadlocks_and_moves() -> None:
    inputs = small_inputs()
    parties = inputs.pack.parties
    swapped = {
        "north": replace(parties["north"], name="South"),
        "south": replace(parties["south"], name="North"),
        "host": parties["host"],
    }
    mirror = compose(replace(inputs, pack=replace(inputs.pack, parties=swapped)))
    here, there = compose(inputs), mirror
    for name in ("deadlocks", "moves"):
        ours = {
            t.replace("North", "@").replace("South", "North").replace("@", "South")
            for t in _unsaid(section(here, name))
        }
        assert ours == _unsaid(section(there, name))


def _unsaid(part: Section) -> set[str]:
    """The lines without the names of speakers, which stand as the papers write them."""
    return {t.partition("; said by ")[0].rstrip(".") for t in texts(part)}


def test_counting_unreviewed_lines_is_said() -> None:
    brief = compose(small_inputs(moment=Moment(include_unreviewed=True)))
    assert brief.moment["unreviewed lines"] == "counted, and marked"


def test_an_empty_view_still_makes_a_brief() -> None:
    inputs = small_inputs()
    empty = compose(replace(inputs, view=replace(inputs.view, lines=()), positions=(), shown=(), results={}))
    assert section(empty, "positions").tables == ()
    assert "North is not heard at all in 4 reports." in texts(section(empty, "papers"))


@pytest.mark.parametrize(
    ("basis", "speaker", "told"),
    [
        ("own", "He", "North"),
        ("own", "The North", "the North"),
        ("analyst", "She", "“she” in North Press Office"),
        ("own", None, None),
    ],
)
def test_a_pronoun_is_nobodys_name(basis: str, speaker: str | None, told: str | None) -> None:
    found = apparatus(small_inputs())
    line = next(x for x in found.inputs.view.counted if x.statement.holder == "north")
    assert line.report.publisher == "North Press Office"
    said = replace(line, statement=replace(line.statement, basis=basis, speaker=speaker))
    assert speaker_of(said, found) == told


def test_a_lock_by_conduct_alone_does_not_speak_of_a_question() -> None:
    lock = small_inputs().results["settlement"].deadlocks[0]
    does = replace(lock.members[0], strength=Strength.ASKED, role=Role.CONDUCT)
    asks = replace(lock.members[0], strength=Strength.ASKED)
    acting = replace(lock, strength=Strength.ASKED, members=(does, lock.members[1]))
    assert title_of(acting) == "Would lock if what is done now is meant to go on"
    both = replace(acting, members=(does, asks))
    assert title_of(both) == STRENGTH_TITLES[Strength.ASKED]
    assert title_of(lock) == STRENGTH_TITLES[lock.strength]
