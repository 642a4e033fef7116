"""Pictures are well-formed, carry their words, show every part that is given and hide nothing silently."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from detente.briefs.pictures import Axes, Axis, Bar, Links, Node, Point, Reach, Scatter, Step, Tornado
from detente.exporters.drawing.axes import axes
from detente.exporters.drawing.bars import tornado
from detente.exporters.drawing.draw import draw
from detente.exporters.drawing.links import links
from detente.exporters.drawing.scatter import scatter
from detente.exporters.drawing.shapes import Drawing, Line, Shape, Text, svg

SVG = "{http://www.w3.org/2000/svg}"
PLOTS = [
    scatter(
        Scatter(
            "Packages",
            "Two parties, three packages on the frontier.",
            ("Veldora", "Sarnic Movement"),
            (Point(0, 9, full="p1"), Point(5, 6, full="p2"), Point(8, 1, full="p3")),
            (Point(1, 1, full="p4"),),
            (Point(5, 6, "Nash"), Point(5, 6, "egalitarian"), Point(8, 1, "k best")),
            (2, 1),
        ),
        "packages",
    ),
    tornado(
        Tornado(
            "What p1 hangs on",
            "Two positions.",
            "share of worlds",
            0.4,
            0,
            1,
            (Bar("Veldora: line", 0.1, 0.9, "no", "yes"), Bar("Sarnic Movement: force limits", 0.5, 0.4)),
        ),
        "tornado",
    ),
    links(
        Links(
            "Deadlocks and demands",
            "Two deadlocks share one demand.",
            ("deadlocks", "demands"),
            (Node("S1", "S1"), Node("S2", "S2")),
            (Node("a", "Veldora: all of it"), Node("b", "Host: none"), Node("c", "in none")),
            (("S1", "a"), ("S2", "a"), ("S2", "b")),
        ),
        "links",
    ),
    axes(
        Axes(
            "Moves",
            "One issue.",
            (
                Axis(
                    "Line",
                    ("old border", "present line", "new border"),
                    (Reach("Veldora", (0,)), Reach("Sarnic Movement", (1, 2))),
                    (Step("Veldora", 0, 1, "would also take the present line"),),
                ),
            ),
        ),
        "axes",
    ),
]


@pytest.mark.parametrize("drawing", PLOTS, ids=lambda d: d.id)
def test_a_picture_is_well_formed_and_stays_inside_its_frame(drawing: Drawing) -> None:
    root = ElementTree.fromstring(svg(drawing))
    assert root.find(f"{SVG}title") is not None
    assert root.findtext(f"{SVG}desc") == drawing.words
    for part in drawing.parts:
        places = part.points if isinstance(part, Line) else ((part.x, part.y),)
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in places)


def test_text_from_outside_is_never_markup() -> None:
    drawing = Drawing(
        "x", "<script>alert(1)</script>", "a & b", 10, 10, (Text(1, 1, "</svg><b>", full="\x1b[2J"),)
    )
    told = svg(drawing, alone=False)
    assert "<script>" not in told
    assert "\x1b" not in told
    assert ElementTree.fromstring(told).findtext(f"{SVG}title") == "<script>alert(1)</script>"


def test_solutions_at_one_place_are_one_mark_with_all_their_names() -> None:
    told = svg(PLOTS[0])
    assert "Nash, egalitarian (5, 6)" in told
    assert told.count('class="shape filled"') == 4  # two places, each with its mark in the key


def test_the_widest_bar_comes_first_and_hidden_ones_are_counted() -> None:
    many = Tornado("t", "w", "u", 0.5, 0, 1, tuple(Bar(f"b{i:02}", 0.5, 0.5 + i / 100) for i in range(25)))
    words = [p.words for p in tornado(many, "t").parts if isinstance(p, Text)]
    assert "5 more with narrower bars" in words
    assert words.index("b24") < words.index("b23")
    assert "b00" not in words


def test_a_demand_in_several_deadlocks_says_in_how_many() -> None:
    words = [p.words for p in PLOTS[2].parts if isinstance(p, Text)]
    assert "Veldora: all of it ×2" in words
    assert "in none" not in words


def test_more_than_fits_is_said() -> None:
    nodes = tuple(Node(f"d{i}", f"d{i}") for i in range(45))
    many = links(
        Links("t", "w", ("l", "r"), nodes, (Node("x", "x"),), tuple((n.id, "x") for n in nodes)), "m"
    )
    assert "5 more are not drawn" in [p.words for p in many.parts if isinstance(p, Text)]
    rows = tuple(Axis(f"issue {i}", ("a", "b"), (Reach("p", (0,)),)) for i in range(18))
    tall = axes(Axes("t", "w", rows), "m")
    assert "2 more are not drawn" in [p.words for p in tall.parts if isinstance(p, Text)]


def test_empty_pictures_can_be_drawn() -> None:
    empty = (
        Scatter("t", "w", ("a", "b"), ()),
        Tornado("t", "w", "u", 0, 0, 0, ()),
        Links("t", "w", ("a", "b"), (), (), ()),
        Axes("t", "w", ()),
    )
    for picture in empty:
        assert ElementTree.fromstring(draw(picture, "e")).findtext(f"{SVG}desc") == "w"


def test_every_party_keeps_one_shape() -> None:
    shapes = [p for p in PLOTS[3].parts if isinstance(p, Shape)]
    assert {s.kind for s in shapes} == {"dot", "diamond"}
