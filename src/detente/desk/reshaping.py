"""Lines split, merged and given back: what a person asks for by ids and fields, carried out on a project."""

from __future__ import annotations

from collections.abc import Sequence

from detente.desk.corrections import changes_of, line_of
from detente.desk.project import Project
from detente.desk.reviewing import Reviewer, act
from detente.kernel.errors import BadInput
from detente.ledger.entries import Review
from detente.ledger.reviewing import revised, standing
from detente.ledger.splitting import Act, merge, spanning, split
from detente.ledger.undoing import undo, undo_last


def split_line(
    project: Project, statement_id: str, parts: Sequence[Sequence[str]], *, by: tuple[Reviewer, str | None]
) -> tuple[Review, ...]:
    """Put parts in the place of a line. Each part is `field=value` pairs: its words, and what differs from the line.

    Raises BadInput or UnknownName.
    """
    line = line_of(project, statement_id)
    for pairs in parts:
        if not any(pair.partition("=")[0].strip() == "evidence" for pair in pairs):
            raise BadInput(f"a part without its words ({' '.join(pairs)}); give evidence='…' for each part")
    made = [revised(line.statement, changes_of(project, statement_id, pairs)) for pairs in parts]
    reviews = split(line, made, _act(project, line.statement.doc, by))
    act(project, *reviews)
    return reviews


def merge_lines(
    project: Project, ids: Sequence[str], pairs: Sequence[str], *, by: tuple[Reviewer, str | None]
) -> tuple[Review, ...]:
    """Put one line in the place of several: the first with the words of all of them, and what `field=value` pairs change.

    Raises BadInput or UnknownName.
    """
    lines = [line_of(project, name) for name in ids]
    first, statements = lines[0].statement, [line.statement for line in lines]
    changes = changes_of(project, ids[0], pairs)
    same_text = all(s.doc == first.doc for s in statements)
    whole = first
    if same_text and "evidence" not in changes:
        whole = spanning(statements, project.file.document(first.doc).text)
    into = revised(whole, changes) if changes else whole
    reviews = merge(lines, into, _act(project, first.doc, by))
    act(project, *reviews)
    return reviews


def take_back(project: Project, statement_id: str, reviewer: Reviewer) -> tuple[Review, ...]:
    """Undo the newest action on a line, with all that was done at once with it; raises BadInput or UnknownName."""
    reviewed = standing(project.file.entries(), project.file.reviews())
    name = line_of(project, statement_id).original_id
    reviews = undo(name, reviewed, (reviewer.name, reviewer.clock()))
    act(project, *reviews)
    return reviews


def take_back_last(project: Project, count: int, reviewer: Reviewer) -> tuple[Review, ...]:
    """Undo a reviewer's own last actions that stand, newest first, all or none; raises BadInput."""
    if count < 1:
        raise BadInput(f"{count} actions cannot be undone; give 1 or more")
    entries, reviews = project.file.entries(), project.file.reviews()
    made = undo_last(count, entries, reviews=reviews, by=(reviewer.name, reviewer.clock()))
    act(project, *made)
    return made


def _act(project: Project, doc: str, by: tuple[Reviewer, str | None]) -> Act:
    reviewer, reason = by
    report = project.file.report(doc)
    return Act(reviewer.name, reviewer.clock(), reason, report.name if report else doc)
