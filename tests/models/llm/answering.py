"""A model that answers what it is told, a server that does, and a report to ask about."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from detente.corpus.document import Document, Metadata
from detente.kernel.dates import parse_when
from detente.models.llm.reader import Surroundings, llm_reader
from detente.models.llm.settings import LlmSettings
from detente.packs.load import load_pack
from detente.packs.model import Pack
from detente.statements.port import Reader

REPORT = """\
Veldora demands the withdrawal of the Sarnic Guard from Port Ilvane. The talks in Aru went on for two days.

“We will never accept foreign observers,” said the chair of the Northern Council, according to Harbour Wire.

Lunessa may propose a truce of thirty days, an envoy said. Rain fell on the quay all day.
"""
LEAVE = "Veldora demands the withdrawal of the Sarnic Guard from Port Ilvane."
RAIN = "Rain fell on the quay all day."


@cache
def veldora() -> Pack:
    return load_pack("veldora")


def report(text: str = REPORT, name: str = "report.txt") -> Document:
    return Document(name, text, Metadata(kind="news", published=parse_when("2024-03-20")))


def entry(quote: str = LEAVE, **other: Any) -> dict[str, Any]:
    """An entry of an answer: Veldora demands a withdrawal, unless told otherwise."""
    plain = {
        "quote": quote, "kind": "position", "holder": "veldora", "stance": "demand", "issue": "terr.withdrawal",
        "option": None, "instance": None, "target": None, "condition": None, "speaker": None, "via": [],
        "basis": "own", "certainty": None, "date": None, "stage": None,
    }  # fmt: skip
    return {**plain, **other}


def written(*entries: Any) -> str:
    return json.dumps({"statements": list(entries)}, ensure_ascii=False)


def settings(**other: Any) -> LlmSettings:
    return LlmSettings(**{"model": "stub", "base_url": "http://127.0.0.1:9/v1", **other})


@dataclass
class Told:
    """What a function model was sent, and what it answers: one text after the other, the last one again and again."""

    answers: Sequence[str]
    questions: list[str] = field(default_factory=list)
    tools: list[Any] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def model(self, _: LlmSettings) -> Any:
        from pydantic_ai.messages import ModelResponse, TextPart
        from pydantic_ai.models.function import FunctionModel

        def answer(messages: list[Any], info: Any) -> Any:
            said = self.answers[min(len(self.questions), len(self.answers) - 1)]
            self.questions.append(
                "\n".join(str(getattr(p, "content", "")) for m in messages for p in m.parts)
            )
            self.tools += [*info.function_tools, *info.output_tools]
            return ModelResponse(parts=[TextPart(said)])

        return FunctionModel(answer)

    def reader(self, given: LlmSettings | None = None, clock: Callable[[], float] = lambda: 0.0) -> Reader:
        return llm_reader(
            veldora(),
            given or settings(),
            around=Surroundings(open_model=self.model, clock=clock, wait=self.waits.append),
        )


def codes(problems: Sequence[Any]) -> list[str]:
    return [p.code for p in problems]


@dataclass
class Stub:
    """A server on this machine; each request is answered by the next of `turns`, the last one for good."""

    turns: Sequence[Callable[[BaseHTTPRequestHandler], None]]
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    over: threading.Event = field(default_factory=threading.Event)


def says(text: str, tokens: tuple[int, int] = (900, 100)) -> Callable[[BaseHTTPRequestHandler], None]:
    """A turn: an answer as an OpenAI-compatible server gives it."""
    body = {
        "id": "1", "object": "chat.completion", "created": 1, "model": "stub",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}],
        "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)},
    }  # fmt: skip
    return lambda handler: _send(handler, 200, json.dumps(body))


def fails(status: int, body: str = '{"error": {"message": "no"}}', **headers: str) -> Callable[..., None]:
    return lambda handler: _send(handler, status, body, headers)


def _send(
    handler: BaseHTTPRequestHandler, status: int, body: str, headers: dict[str, str] | None = None
) -> None:
    handler.send_response(status)
    for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body.encode())))
    handler.end_headers()
    handler.wfile.write(body.encode())


@contextmanager
def serving(*turns: Callable[..., None]) -> Iterator[Stub]:
    stub = Stub(turns)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            turn = stub.turns[min(len(stub.requests), len(stub.turns) - 1)]
            stub.requests.append(json.loads(sent))
            stub.headers.append(dict(self.headers))
            turn(self)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
