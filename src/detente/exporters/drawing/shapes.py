"""What a picture is made of, and how it is written as SVG."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from detente.briefs.pictures import Look
from detente.exporters.shown import shown

FONT = 12
_WIDTH_OF_A_LETTER = 0.56

_STYLE = (
    "svg{background:#fff;color:#1d2430;font-family:system-ui,sans-serif}"
    "text{font-size:12px;fill:currentColor}text.strong{font-weight:650}text.faint{fill:#5a6372}"
    ".line{stroke:currentColor;stroke-width:1.4;fill:none}.line.faint{stroke:#aab2bf;stroke-width:1}"
    ".line.dashed{stroke-dasharray:5 4}.line.strong{stroke-width:2.4}"
    ".shape{stroke:currentColor;stroke-width:1.4}.shape.hollow,.shape.plain{fill:#fff}.shape.filled,.shape.strong{fill:#3b5b7a}"
    ".shape.faint{fill:#d8dde4;stroke:#aab2bf}.shape.dashed{fill:#fff;stroke-dasharray:4 3}"
    "@media (prefers-color-scheme:dark){svg{background:#14181f;color:#e6e9ee}text.faint{fill:#a5aebb}"
    ".shape.hollow,.shape.plain,.shape.dashed{fill:#14181f}.shape.filled,.shape.strong{fill:#8fb4d9}.shape.faint{fill:#333b47}}"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A stroke through points; `arrow`: it has a head at its end. `full` is what a pointer on it reads."""

    points: tuple[tuple[float, float], ...]
    look: Look = "plain"
    arrow: bool = False
    full: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A box, a dot, a diamond or a triangle around its middle, `width` by `height`."""

    kind: Literal["box", "dot", "diamond", "triangle"]
    x: float
    y: float
    width: float = 10
    height: float = 10
    look: Look = "plain"
    full: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Words at a place: they start, end or have their middle there."""

    x: float
    y: float
    words: str
    look: Look = "plain"
    anchor: Literal["start", "middle", "end"] = "start"
    full: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: its title, in words what it shows, its size, its parts from the back to the front."""

    id: str
    title: str
    words: str
    width: float
    height: float
    parts: tuple[Line | Shape | Text, ...] = field(default=())


def cut(text: str, room: float) -> str:
    """A text that fits into so many units, with an ellipsis where something is left out."""
    most = max(1, int(room / (FONT * _WIDTH_OF_A_LETTER)))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def svg(drawing: Drawing, *, alone: bool = True) -> str:
    """The drawing as an SVG element; `alone`: as a file of its own, with its style."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}" '
        f'width="{_n(drawing.width)}" height="{_n(drawing.height)}" role="img" '
        f'aria-labelledby="{_attribute(drawing.id)}-title {_attribute(drawing.id)}-words">'
    )
    inner = [
        f'<title id="{_attribute(drawing.id)}-title">{_text(drawing.title)}</title>',
        f'<desc id="{_attribute(drawing.id)}-words">{_text(drawing.words)}</desc>',
        *([f"<style>{_STYLE}</style>"] if alone else []),
        f'<defs><marker id="{_attribute(drawing.id)}-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="currentColor"/></marker></defs>',
        *_written(drawing.parts, drawing.id),
    ]
    return "\n".join([head, *inner, "</svg>"]) + ("\n" if alone else "")


def _written(parts: Iterable[Line | Shape | Text], name: str) -> Iterable[str]:
    for part in parts:
        told = f"<title>{_text(part.full)}</title>" if part.full else ""
        if isinstance(part, Text):
            yield (
                f'<text class="{part.look}" x="{_n(part.x)}" y="{_n(part.y)}" text-anchor="{part.anchor}">'
                f"{_text(part.words)}{told}</text>"
            )
        elif isinstance(part, Line):
            places = " ".join(f"{_n(x)},{_n(y)}" for x, y in part.points)
            head = f' marker-end="url(#{_attribute(name)}-head)"' if part.arrow else ""
            yield f'<polyline class="line {part.look}" points="{places}"{head}>{told}</polyline>'
        else:
            yield _shape(part, told)


def _shape(part: Shape, told: str) -> str:
    left, top = part.x - part.width / 2, part.y - part.height / 2
    look = f'class="shape {part.look}"'
    if part.kind == "box":
        return (
            f'<rect {look} x="{_n(left)}" y="{_n(top)}" width="{_n(part.width)}" height="{_n(part.height)}" rx="2">'
            f"{told}</rect>"
        )
    if part.kind == "dot":
        return f'<circle {look} cx="{_n(part.x)}" cy="{_n(part.y)}" r="{_n(part.width / 2)}">{told}</circle>'
    right, bottom = left + part.width, top + part.height
    corners = (
        [(part.x, top), (right, part.y), (part.x, bottom), (left, part.y)]
        if part.kind == "diamond"
        else [(part.x, top), (right, bottom), (left, bottom)]
    )
    return f'<polygon {look} points="{" ".join(f"{_n(x)},{_n(y)}" for x, y in corners)}">{told}</polygon>'


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    return escape(shown(text), quote=False)


def _attribute(text: str) -> str:
    return escape(shown(text), quote=True).replace(" ", "-")
