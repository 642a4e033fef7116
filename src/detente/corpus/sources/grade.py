"""Grades on the Admiralty scale: how far a source is to be relied on (A–F), how credible what it says is (1–6).

The two are judged apart, as the scale asks (NATO AJP-2.1, source and information evaluation). A program grades with
care: it never gives A or E, it cannot know a source's history; every step is a reason that is shown, and a
person's grade stands above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from detente.corpus.sources.profile import Profile
from detente.kernel.errors import BadInput
from detente.packs.model import Publisher

Letter = Literal["A", "B", "C", "D", "E", "F"]
Digit = Literal[1, 2, 3, 4, 5, 6]
LETTERS: Mapping[Letter, str] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
DIGITS: Mapping[Digit, str] = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}
ENOUGH = 5  # reports, or shared stories, before a share is a habit
_BY_KIND: Mapping[str, tuple[Letter, str]] = {
    "agency": ("B", "an agency: it reports at first hand and others build on it"),
    "newspaper": ("C", "a newspaper"),
    "magazine": ("C", "a magazine"),
    "broadcaster": ("C", "a broadcaster"),
    "think_tank": ("C", "a think tank: analysis, to be told from reporting"),
    "university": ("C", "a university: analysis, to be told from reporting"),
    "official": (
        "C",
        "an official voice: sure for what its own side says, a party to the matter in all else",
    ),
    "party_media": ("D", "the medium of a party to the matter"),
    "aggregator": ("D", "an aggregator: it carries others' texts"),
    "blog": ("D", "a blog: no editor stands behind it"),
}
_STEPS: tuple[Letter, ...] = ("B", "C", "D")  # what a program may give


@dataclass(frozen=True, slots=True)
class Grade:
    """The reliability of a source, with the reasons in the order in which they were weighed.

    `given_by` names the person who set it; None where the program did.
    """

    letter: Letter
    reasons: tuple[str, ...]
    given_by: str | None = None

    @property
    def words(self) -> str:
        """What the letter means."""
        return LETTERS[self.letter]


@dataclass(frozen=True, slots=True)
class Credibility:
    """How credible one piece of information is, by what other sources say of it."""

    digit: Digit
    reason: str

    @property
    def words(self) -> str:
        """What the digit means."""
        return DIGITS[self.digit]


def grade(profile: Profile, publisher: Publisher | None, *, given: Grade | None = None) -> Grade:
    """The grade of a publisher: from a person, else from its kind in the pack and its ways in the corpus."""
    reasons = list(_behaviour(profile))
    if given is not None:
        return Grade(
            given.letter, (*given.reasons, *(f"seen: {words}" for _, words in reasons)), given.given_by
        )
    start = _BY_KIND.get(publisher.kind) if publisher else None
    if start is None and profile.reports < ENOUGH:
        here = f"{profile.reports} of its reports {'is' if profile.reports == 1 else 'are'} here"
        why = f"{_unknown(publisher)}, and only {here}"
        return Grade("F", (why, *(words for _, words in reasons), *_interests(publisher)))
    letter, first = start or ("D", _unknown(publisher))
    place = _STEPS.index(letter) + sum(step for step, _ in reasons)
    told = (first, *(words for _, words in reasons), *_interests(publisher))
    return Grade(_STEPS[max(0, min(len(_STEPS) - 1, place))], told)


def given_grade(letter: str, *, reason: str, by: str) -> Grade:
    """A grade that a person sets; raises BadInput for a letter that the scale lacks, or without a reason."""
    chosen = next((known for known in get_args(Letter) if known == letter.strip().upper()), None)
    if chosen is None:
        scale = ", ".join(f"{name} {words}" for name, words in LETTERS.items())
        raise BadInput(f"'{letter}' is no grade of the Admiralty scale; grades are {scale}")
    if not reason.strip() or not by.strip():
        raise BadInput("a grade needs a reason and the name of who gives it")
    return Grade(chosen, (reason.strip(),), by.strip())


def credibility(*, confirming: int, contradicting: int, own_word: bool) -> Credibility:
    """How credible information is: by independent sources (rooms) that say the same, and that say the opposite.

    `own_word`: the holder's own words from an official text or a transcript.
    """
    others = f"{confirming} other independent source{'s' * (confirming != 1)} say the same"
    against = f"{contradicting} say the opposite" if contradicting else "none says the opposite"
    told = f"{others}, {against}"
    if contradicting > confirming:
        return Credibility(5 if contradicting > 1 and not own_word else 4, told)
    if contradicting:
        return Credibility(3, told)
    if confirming > 1:
        return Credibility(1, told)
    if confirming or own_word:
        return Credibility(2, f"in the holder's own official words; {told}" if own_word else told)
    return Credibility(6, "no other source speaks of it")


def _behaviour(profile: Profile) -> list[tuple[int, str]]:
    """What a publisher's ways tell: a step down (1), up (-1) or none, and the count that says so."""
    found: list[tuple[int, str]] = []
    if profile.reports >= ENOUGH and profile.copies * 2 >= profile.reports:
        silent = profile.copies - profile.told
        found.append(
            (
                1,
                f"{profile.copies} of {profile.reports} reports carry others' texts, {silent} without saying so",
            )
        )
    if profile.altered >= 2:
        found.append((1, f"{profile.altered} copies say something else than their origin"))
    if profile.shared >= ENOUGH and profile.firsts * 2 >= profile.shared:
        found.append((-1, f"first with {profile.firsts} of {profile.shared} stories that others carry too"))
    if profile.corrected:
        found.append((0, f"{profile.corrected} open correction{'s' * (profile.corrected > 1)}"))
    if profile.reports >= ENOUGH and profile.unnamed * 2 >= profile.reports:
        found.append((0, f"{profile.unnamed} of {profile.reports} reports rest on unnamed sources"))
    return found


def _unknown(publisher: Publisher | None) -> str:
    """Why a publisher has no grade to start from."""
    if publisher is None:
        return "not known to the pack"
    return f"of a kind ({publisher.kind.replace('_', ' ')}) that tells nothing of its reports"


def _interests(publisher: Publisher | None) -> tuple[str, ...]:
    """An interest that is to be known of, without a step: ownership is no proof of a fault."""
    if publisher is not None and publisher.ownership == "state" and publisher.kind != "official":
        return ("owned by a state: an interest to know of where that state is concerned",)
    return ()
