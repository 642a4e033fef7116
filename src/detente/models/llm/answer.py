"""The form of a model's answer: closed lists made from the pack, and the words it must copy from the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.kernel.errors import MissingExtra
from detente.packs.model import Pack
from detente.statements.record import BASES, KINDS, PSEUDO_OPTIONS, STANCES

if TYPE_CHECKING:
    from pydantic import BaseModel

MAX_CLAIMS = 400
MAX_WORDS = 2_000
REMEDY = "pip install 'detente[llm]'"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a model says a text says: nothing of it is believed before `checks` has looked at it."""

    quote: str
    kind: str
    issue: str
    holder: str | None = None
    stance: str | None = None
    option: str | None = None
    instance: str | None = None
    target: str | None = None
    condition: str | None = None
    speaker: str | None = None
    via: tuple[str, ...] = ()
    basis: str = "reported"
    certainty: str | None = None
    date: str | None = None
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The claims of an answer in its order, and how many entries were none (outside the closed lists, of a wrong form)."""

    claims: tuple[Claim, ...] = ()
    formless: int = 0


def options_of(pack: Pack) -> tuple[str, ...]:
    """Every option of every issue of a pack, once; which belongs to which issue is checked afterwards."""
    found = (option.id for leaf in pack.leaves.values() for option in leaf.options)
    return tuple(dict.fromkeys((*found, *PSEUDO_OPTIONS)))


def answer_type(pack: Pack) -> type[BaseModel]:
    """The form as a pydantic model: its schema goes to the server, its check stands at our door.

    An entry that does not fit is left out and counted; one bad entry does not cost the others.
    """
    from typing import Annotated, Literal

    from pydantic import ConfigDict, Field, ValidationError, WrapValidator, create_model

    def words(limit: int = MAX_WORDS) -> Any:
        return Annotated[str, Field(max_length=limit)]

    def closed(values: tuple[str, ...]) -> Any:
        return Literal[values] if values else words(80)

    def or_nothing(value: Any, fits: Any) -> Any:
        try:
            return fits(value)
        except ValidationError:
            return None

    party, many = closed(tuple(pack.parties)), Field(max_length=5)
    fields: dict[str, Any] = {
        "quote": (words(), ...),
        "kind": (closed(KINDS), ...),
        "holder": (party | None, ...),
        "stance": (closed(STANCES) | None, ...),
        "issue": (closed(tuple(pack.leaves)), ...),
        "option": (closed(options_of(pack)) | None, ...),
        "instance": (words(200) | None, None),
        "target": (party | None, None),
        "condition": (words() | None, None),
        "speaker": (words(300) | None, None),
        "via": (Annotated[list[words(300)], many], []),  # type: ignore[misc]
        "basis": (closed(BASES), ...),
        "certainty": (words(200) | None, None),
        "date": (words(40) | None, None),
        "stage": (closed(("truce", "settlement")) | None, None),
    }
    entry: Any = create_model("Entry", __config__=ConfigDict(extra="forbid"), **fields)
    lenient = Annotated[entry, WrapValidator(or_nothing)]
    listed: dict[str, Any] = {"statements": (Annotated[list[lenient], Field(max_length=MAX_CLAIMS)], ...)}
    form: type[BaseModel] = create_model("Statements", __config__=ConfigDict(extra="forbid"), **listed)
    return form


def answer_of(output: BaseModel) -> Answer:
    """An answer in our own types."""
    entries = [e for e in output.statements if e is not None]  # type: ignore[attr-defined]
    claims = []
    for entry in entries:
        fields = entry.model_dump()
        claims.append(Claim(**{**fields, "via": tuple(fields["via"])}))
    return Answer(tuple(claims), len(output.statements) - len(claims))  # type: ignore[attr-defined]


def need_extra() -> None:
    """Raise MissingExtra where the libraries of the extra are not installed."""
    from importlib.util import find_spec

    if any(find_spec(name) is None for name in ("pydantic_ai", "openai", "httpx2")):
        raise MissingExtra(f"the reader 'llm' needs the extra 'llm'; {REMEDY}")
