"""A small invented conflict, built by hand: two sides, a host, four papers, one deadlock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from detente.bargaining.constraints.model import (
    Clause,
    Group,
    Hard,
    Level,
    Literal,
    Role,
    StageProblem,
    Strength,
)
from detente.bargaining.results import (
    Change,
    Deadlock,
    Difference,
    LeastChange,
    Move,
    ProposalScore,
    Question,
    QuestionKind,
    StageResults,
    Step,
    TermScore,
)
from detente.briefs.inputs import BriefInputs
from detente.corpus.document import Document, Furniture, Metadata
from detente.kernel.dates import parse_when
from detente.kernel.problems import Problem
from detente.kernel.spans import Span
from detente.ledger.agenda import Key
from detente.ledger.entries import Entry, Line, Report
from detente.ledger.positions import positions
from detente.ledger.view import History, Moment, view
from detente.packs.model import Leaf, Option, Pack, Party, Proposal
from detente.statements.record import Statement

AT = datetime(2030, 5, 1, 12, 0, tzinfo=UTC)
LINE, FORM, RELIEF = Key("terr.line"), Key("cf.class"), Key("econ.relief")

OFFICIAL = Document(
    "1-north.txt",
    "Menu | Subscribe\nThe North will keep every village up to the river. It takes an agreed truce of "
    "thirty days.",
    Metadata(
        "North Press Office",
        "Statement of the North",
        None,
        "en",
        "official",
        parse_when("2030-04-02"),
        "page",
    ),
    (Furniture(Span(0, 16), "menu"),),
)
NEWS = Document(
    "2-news.txt",
    "The South refused any line at the river, its envoy said. Sanctions must fall in steps, the envoy said "
    "on Monday.",
    Metadata("Daily Ferry", "South says no", None, "en", "news", parse_when("2030-04-03"), "page"),
)
SECOND = Document(
    "3-second.txt",
    "Far from the talks, a second paper heard the same: The South refused any line at the river, its envoy "
    "said.",
    Metadata("Hill Gazette", "A second report", None, "en", "news", parse_when("2030-04-05"), "page"),
)
BLOG = Document(
    "4-blog.txt",
    "An analyst thinks that the North may want all sanctions gone. The truce is unlikely to hold, she wrote.",
    Metadata(None, "<script>alert(1)</script> a view \u202efrom the bank", None, "en", "opinion"),
)
PAPERS = (OFFICIAL, NEWS, SECOND, BLOG)


def small_pack() -> Pack:
    """Two sides that sign, a host that tables a paper, three issues."""
    parties = {
        p: Party(p, name, "invented")
        for p, name in (("north", "North"), ("south", "South"), ("host", "Host"))
    }
    line = Leaf(
        "terr.line",
        "Line when fighting stops",
        type="ordinal",
        options=(
            Option("ridge", "Along the ridge"),
            Option("mill", "Along the mill stream"),
            Option("river", "Along the river"),
        ),
    )
    form = Leaf(
        "cf.class",
        "Kind of truce",
        options=(Option("interim", "Agreed for a time"), Option("final", "Final")),
    )
    relief = Leaf(
        "econ.relief",
        "Sanctions relief",
        options=(Option("keep", "Kept"), Option("phased", "In steps"), Option("full", "Full lifting")),
    )
    paper = Proposal(
        "p1",
        "Paper of the host",
        "2030-04-01",
        ("host",),
        "text",
        {"terr.line": "mill", "cf.class": "interim"},
        url="https://example.org/paper",
        stage="settlement",
    )
    return Pack(
        "small",
        "Invented river",
        1,
        "d" * 64,
        ("en", "uk"),
        ("north", "south"),
        {"truce": ("north", "south"), "settlement": ("north", "south")},
        180.0,
        {leaf.id: leaf for leaf in (line, form, relief)},
        parties,
        proposals={"p1": paper},
        group_labels={"terr": "Territory", "cf": "Ceasefire", "econ": "Economy"},
    )


def said(document: Document, words: str, **fields: object) -> Statement:
    """A statement on the first place of these words."""
    at = document.text.index(words)
    given: dict[str, object] = {
        "kind": "position",
        "holder": None,
        "stance": None,
        "issue": "terr.line",
        "stage": "settlement",
        **fields,
    }
    return Statement(document.hash, Span(at, at + len(words)), words, **given)  # type: ignore[arg-type]


def statements() -> tuple[Statement, ...]:
    """What was read in the four papers."""
    return (
        said(
            OFFICIAL,
            "keep every village up to the river",
            holder="north",
            stance="demand",
            option="river",
            speaker="The North",
            basis="own",
        ),
        said(
            OFFICIAL,
            "takes an agreed truce of thirty days",
            holder="north",
            stance="accept",
            issue="cf.class",
            option="interim",
            stage="truce",
            basis="own",
        ),
        said(
            NEWS,
            "The South refused any line at the river",
            holder="south",
            stance="reject",
            option="river",
            speaker="its envoy",
            basis="own",
        ),
        said(
            NEWS,
            "must fall in steps",
            holder="south",
            stance="demand",
            issue="econ.relief",
            option="phased",
            speaker="the envoy",
            basis="own",
            confidence=0.4,
            origin="rules",
        ),
        said(
            SECOND,
            "The South refused any line at the river",
            holder="south",
            stance="reject",
            option="river",
            speaker="its envoy",
            via=("a second paper",),
            basis="own",
        ),
        said(
            BLOG,
            "the North may want all sanctions gone",
            holder="north",
            stance="demand",
            issue="econ.relief",
            option="full",
            speaker="An analyst",
            basis="analyst",
            certainty="may",
        ),
        said(
            BLOG,
            "The truce is unlikely to hold",
            kind="forecast",
            issue="cf.class",
            speaker="An analyst",
            basis="analyst",
            certainty="unlikely",
            stage="truce",
        ),
    )


def small_inputs(*, moment: Moment | None = None) -> BriefInputs:
    """The inputs of a brief on the small conflict."""
    pack = small_pack()
    reports = {
        d.hash: Report(
            d.hash,
            d.name,
            d.metadata.publisher,
            d.metadata.kind,
            d.metadata.published,
            d.metadata.how_dated,
            title=d.metadata.title,
        )
        for d in PAPERS
    }
    history = History([Entry(s, AT) for s in statements()], [], reports)
    seen = view(history, moment or Moment())
    found, problems = positions(seen, pack)
    everything, _ = positions(replace(seen, moment=Moment(include_unreviewed=True)), pack)
    results = {"settlement": small_results(pack, seen.counted)}
    return BriefInputs(
        "River talks",
        AT,
        pack,
        seen,
        found,
        results,
        {d.hash: d for d in PAPERS},
        problems=(
            *problems,
            Problem("undated", "4-blog.txt", "no date was found", "give it in metadata.csv", "note"),
        ),
        shown=everything,
    )


def small_results(pack: Pack, lines: tuple[Line, ...]) -> StageResults:
    """One deadlock on the line, with its moves, the paper of the host, a question and a difference."""
    keep, no, second = (
        next(x for x in lines if x.statement.evidence.startswith(w) and x.report.name == r)
        for w, r in (
            ("keep every", "1-north.txt"),
            ("The South", "2-news.txt"),
            ("The South", "3-second.txt"),
        )
    )
    river = Clause((Literal("terr.line", frozenset({"river"})),))
    other = Clause((Literal("terr.line", frozenset({"ridge", "mill", "open"})),))
    mill = Clause((Literal("terr.line", frozenset({"river", "mill"})),))
    north = Group(
        "north:terr.line:own",
        "north",
        (LINE,),
        (
            Level((river,), "asks for “Along the river”"),
            Level((mill,), "would also take “Along the mill stream”", 1),
        ),
        Strength.OWN,
        Role.SIGNATORY,
        (keep,),
    )
    south = Group(
        "south:terr.line:own",
        "south",
        (LINE,),
        (Level((other,), "refuses “Along the river”"), Level((), "would drop it", 3)),
        Strength.OWN,
        Role.SIGNATORY,
        (no, second),
    )
    rule = Hard("r1", "terr.line=river contradicts econ.relief=keep", "invented rule book", ())
    lock = Deadlock(
        "S1", "settlement", (north, south), (rule,), Strength.OWN, False, True, unoffered=((LINE, "mill"),)
    )
    move = Move("S1", (Step("north", north, 1),), ("S1",), (), True)
    scored = ProposalScore(
        pack.proposals["p1"],
        None,
        "settlement",
        {
            "north": (TermScore(LINE, "mill", "excluded", (keep,)),),
            "south": (TermScore(LINE, "mill", "not heard", ()),),
        },
        ("north",),
        ("south",),
        (RELIEF,),
        (LeastChange(("north",), ((Change(LINE, None, ("mill",), ("river",), (north,)),),), complete=True),),
    )
    asked = Question(
        "south",
        LINE,
        "settlement",
        QuestionKind.UNNAMED,
        "You refuse “Along the river”. Which line would you take?",
        ("S1", "p1"),
        (no,),
    )
    unheard = Question(
        "south",
        FORM,
        "settlement",
        QuestionKind.NOT_HEARD,
        "What is your position on “Kind of truce”?",
        (),
        (),
    )
    alike = Difference(
        "settlement", RELIEF, ("north", "south"), "nobody firmly excludes what another names", (no,)
    )
    return StageResults(
        "settlement",
        StageProblem("settlement", {}, (), (), (north, south)),
        (lock,),
        {"S1": (move,)},
        (("S1",),),
        (scored,),
        (asked, unheard),
        (alike,),
        (),
        True,
        0.1,
    )
