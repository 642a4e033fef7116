"""The types of a brief. A line without evidence cannot be built; silence says what was searched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from detente.briefs.pictures import Picture
from detente.kernel.errors import EvidenceMismatch
from detente.kernel.ids import digest
from detente.kernel.problems import Problem


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words a line rests on, who said them, through whom, and when.

    `start`, `end` are code points in the document, `words` the text there; `context` is the sentence around
    them and `context_start` its place. `via` runs from the page inward. `quotable`: the words may stand in
    quotation marks. `sure`: it may stand unmarked.
    """

    statement: str
    doc: str
    doc_name: str
    publisher: str
    start: int
    end: int
    words: str
    context: str
    context_start: int
    holder: str | None
    speaker: str | None
    via: tuple[str, ...]
    said: str | None
    published: str | None
    how_dated: str
    basis: str
    certainty: str | None
    standing: str
    kind: str
    document_kind: str
    quotable: bool
    sure: bool
    read_by: str

    def __post_init__(self) -> None:
        """Words that do not fill their span, or stand outside their sentence, are no evidence."""
        at = self.start - self.context_start
        if len(self.words) != self.end - self.start or self.context[at : at + len(self.words)] != self.words:
            raise EvidenceMismatch(
                f"words of {self.statement} do not stand at {self.start}-{self.end} of {self.doc_name}: "
                "copy them unaltered"
            )

    @property
    def seen(self) -> bool:
        """Whether a person accepted it, or read it in the first place."""
        return self.standing == "accepted" or self.read_by == "person"

    @property
    def before(self) -> str:
        """The sentence up to the words."""
        return self.context[: self.start - self.context_start]

    @property
    def after(self) -> str:
        """The sentence after the words."""
        return self.context[self.end - self.context_start :]


@dataclass(frozen=True, slots=True)
class PackSource:
    """What the pack's own page carries: a rule, a proposal, a need."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One thing a brief says: on sentences, on the pack's source, or on a search that found nothing.

    `voice` is what it rests on, the weakest member's. In cells `word` is the party's word on `option`, and
    `period` when it said so.
    """

    id: str
    text: str
    evidence: tuple[Evidence, ...] = ()
    voice: str | None = None
    firm: bool = False
    marks: tuple[str, ...] = ()
    pack_source: PackSource | None = None
    about_absence: bool = False
    word: str | None = None
    period: str | None = None
    option: str | None = None

    def __post_init__(self) -> None:
        """A line without evidence is impossible."""
        if not (self.evidence or self.pack_source or self.about_absence):
            raise EvidenceMismatch(
                f"the line '{self.text}' rests on nothing: give its sentences, its pack source, or say what "
                "was searched in vain"
            )

    @property
    def reviewed(self) -> bool:
        """Whether a person has looked at every sentence it rests on."""
        return bool(self.evidence) and all(e.seen for e in self.evidence)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: a party, or several folded into one; `role` says why it is there."""

    id: str
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column says on one row: lines, at least one; silence is a line that says so."""

    column: str
    lines: tuple[BriefLine, ...]

    @property
    def silent(self) -> bool:
        """Whether nobody of the column was heard."""
        return all(line.about_absence for line in self.lines)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: an issue (or a term) under the name of its domain; `locks` are the deadlocks it is part of."""

    id: str
    group: str
    title: str
    cells: tuple[Cell, ...]
    note: str = ""
    locks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by columns; `picture`: worth a small picture at the top of a page."""

    id: str
    caption: str
    head: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One report as a reader must know it first; `shares` and `room` name others of its story or newsroom."""

    doc: str
    name: str
    publisher: str
    title: str
    kind: str
    language: str
    published: str | None
    how_dated: str
    url: str | None
    shares: tuple[str, ...]
    room: tuple[str, ...]
    statements: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a brief. `lead` and `notes` speak of the brief and its making, never of a party.

    `numbered`: its lines are counted on the page. `folded`: detail that a page may keep closed at first. `pictures` show
    what its lines say and nothing else.
    """

    id: str
    title: str
    lead: str = ""
    lines: tuple[BriefLine, ...] = ()
    tables: tuple[Table, ...] = ()
    papers: tuple[Paper, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    subsections: tuple[Section, ...] = ()
    numbered: bool = False
    folded: bool = False
    pictures: tuple[Picture, ...] = ()

    @property
    def all_lines(self) -> tuple[BriefLine, ...]:
        """Every line in it, in reading order."""
        cells = (
            line for table in self.tables for row in table.rows for cell in row.cells for line in cell.lines
        )
        return (*self.lines, *cells, *(line for s in self.subsections for line in s.all_lines))


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief: one view of one project under one pack. `made_at` is passed in."""

    title: str
    made_at: datetime
    pack_id: str
    pack_title: str
    pack_version: int
    pack_digest: str
    moment: Mapping[str, str]
    counts: Mapping[str, int]
    sections: tuple[Section, ...]
    papers: tuple[Paper, ...]
    problems: tuple[Problem, ...] = field(default_factory=tuple)

    @property
    def lines(self) -> tuple[BriefLine, ...]:
        """Every line, in reading order."""
        return tuple(line for section in self.sections for line in section.all_lines)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every sentence that a line rests on, once, in the order in which a reader meets it."""
        return tuple({(e.statement, e.start): e for line in self.lines for e in line.evidence}.values())


def line_id(section: str, text: str, statements: tuple[str, ...]) -> str:
    """The id of a line: `l` and 12 hexadecimal digits of the hash of its section, text and statements."""
    return "l" + digest([section, text, list(statements)])[:12]
