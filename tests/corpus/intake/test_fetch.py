"""Fetching: from the checked address only, within limits, politely; every fault is a problem."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.intake.served_pages import PAGE, Served, serving
from detente.corpus.intake.addresses import refusal
from detente.corpus.intake.fetch import Web, fetch
from detente.corpus.intake.parts import Embedded, Limits
from detente.kernel.problems import Problem

pytestmark = pytest.mark.enable_socket
LIMITS = Limits(seconds=20, size=100_000)


@pytest.fixture
def served() -> Iterator[Served]:
    with serving() as one:
        yield one


def loopback(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def open_web(resolver: Callable[[str, int], Sequence[str]] = loopback) -> Web:
    """A web of which the loopback is a part, and in which nobody waits."""
    ticks = iter(range(0, 10_000, 10))
    return Web(
        resolver=resolver,
        refused=lambda address: None if address == "127.0.0.1" else refusal(address),
        clock=lambda: float(next(ticks)),
        sleep=lambda _: None,
    )


def get(served: Served, path: str, web: Web | None = None, limits: Limits = LIMITS) -> Embedded | Problem:
    return fetch(f"http://wire.example:{served.port}{path}", limits=limits, web=web or open_web())


def problem(found: Embedded | Problem) -> tuple[str, str]:
    assert isinstance(found, Problem)
    return found.code, found.message


def test_a_page_is_fetched_with_its_address_and_type(served: Served) -> None:
    found = get(served, "/news/1?a=1&utm_source=x#part")
    assert isinstance(found, Embedded)
    assert (found.content, found.media_type) == (PAGE, "text/html; charset=utf-8")
    assert found.name == "wire.example/news/1"
    assert found.stated.url == f"http://wire.example:{served.port}/news/1?a=1&utm_source=x"
    (path, headers), *others = served.asked
    assert (path, others) == ("/news/1?a=1&utm_source=x", [])
    assert headers["host"] == f"wire.example:{served.port}"
    assert "detente" in headers["user-agent"]
    assert not {"cookie", "referer", "authorization"} & set(headers)


def test_redirects_are_followed_and_checked_one_by_one(served: Served) -> None:
    found = get(served, "/to/http://other.example:PORT/to//news")
    assert isinstance(found, Embedded)
    assert found.stated.url == f"http://other.example:{served.port}/news"
    assert [headers["host"].split(":")[0] for _, headers in served.asked] == [
        "wire.example",
        *["other.example"] * 2,
    ]
    assert all("cookie" not in headers and "referer" not in headers for _, headers in served.asked)


def test_a_loop_ends(served: Served) -> None:
    code, message = problem(get(served, "/loop"))
    assert (code, len(served.asked)) == ("not-fetched", 6)
    assert "5 redirects" in message


def test_a_redirect_into_a_closed_network_is_refused(served: Served) -> None:
    def resolver(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"] if host == "wire.example" else ["169.254.169.254"]

    for to in ("http://metadata.example/latest", "ftp://wire.example/a", "file:///etc/passwd"):
        assert problem(get(served, f"/to/{to}", open_web(resolver)))[0] == "address-refused"
    assert len(served.asked) == 3


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://2130706433/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://localhost/",
     "http://0x7f.1/", "ftp://wire.example/a", "file:///etc/passwd", "http://ada:secret@wire.example/", "https://",
     "http://wire.example:22/", "javascript:alert(1)", "no address", "http://wire.example:99999/", "http://\u202e/"],
)  # fmt: skip
def test_what_is_not_public_is_refused_and_nobody_asked(url: str) -> None:
    def resolver(host: str, port: int) -> Sequence[str]:
        return [one[4][0] for one in socket.getaddrinfo(host, port) if isinstance(one[4][0], str)]

    found = fetch(url, limits=LIMITS, web=Web(resolver=loopback if "wire" in url else resolver))
    assert problem(found)[0] in {"address-refused", "not-fetched"}
    assert "secret" not in str(found)


def test_one_closed_address_among_open_ones_is_enough() -> None:
    web = Web(resolver=lambda host, port: ["8.8.8.8", "10.0.0.1"])
    assert problem(fetch("http://wire.example/", limits=LIMITS, web=web))[0] == "address-refused"


def test_the_name_is_resolved_once_and_the_connection_goes_to_that_address(served: Served) -> None:
    asked: list[str] = []

    def resolver(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    assert isinstance(get(served, "/", open_web(resolver)), Embedded)
    assert asked == ["wire.example"]


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [("/large", "too-large", "100,000"), ("/bomb", "too-large", "100,000"), ("/picture", "unread-format", "image/png"),
     ("/gone", "not-fetched", "410"), ("/busy", "not-fetched", "after 120"), ("/broken", "not-fetched", "broke off"),
     ("/cut", "not-fetched", "broke off")],
)  # fmt: skip
def test_faults_are_told(served: Served, path: str, code: str, words: str) -> None:
    found = problem(get(served, path))
    assert found[0] == code
    assert words in found[1]


def test_packed_content_is_unpacked(served: Served) -> None:
    found = get(served, "/packed")
    assert isinstance(found, Embedded) and found.content == PAGE


@pytest.mark.parametrize("path", ["/slow", "/slow-head"])
def test_who_drips_is_cut_off(served: Served, path: str) -> None:
    code, message = problem(get(served, path, limits=replace(LIMITS, seconds=0.3)))
    assert code == "not-fetched"
    assert "0.3 seconds" in message


def test_nobody_there(served: Served) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://wire.example:{free.getsockname()[1]}/"
        assert problem(fetch(url, limits=LIMITS, web=open_web()))[0] == "not-fetched"

    def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name")

    assert "not known" in problem(get(served, "/", open_web(unknown)))[1]
    assert "no address" in problem(get(served, "/", open_web(lambda host, port: [])))[1]


def test_a_second_lies_between_two_requests_to_a_host(served: Served) -> None:
    now, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    web = replace(open_web(), clock=lambda: now[0], sleep=sleep)
    get(served, "/1", web)
    now[0] += 0.25
    get(served, "/2", web)
    fetch(f"http://other.example:{served.port}/", limits=LIMITS, web=web)
    now[0] += 5
    get(served, "/3", web)
    assert slept == [0.75]


def test_the_environment_gives_no_proxy_but_the_caller_may(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert isinstance(get(served, "/"), Embedded)
    web = replace(open_web(lambda host, port: ["8.8.8.8"]), proxy=("127.0.0.1", served.port))
    assert isinstance(fetch("http://wire.example/a", limits=LIMITS, web=web), Embedded)
    path, headers = served.asked[-1]
    assert (path, headers["host"]) == ("http://8.8.8.8:80/a", "wire.example")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of our own for wire.example, with its key, good for a day."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate")
    path = tmp_path / "wire.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
         "-keyout", path.with_suffix(".key"), "-out", path, "-subj", "/CN=wire.example",
         "-addext", "subjectAltName=DNS:wire.example"],
        check=True, capture_output=True,
    )  # fmt: skip
    return path


def test_the_certificate_must_be_for_the_name_that_was_asked(certificate: Path) -> None:
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate, certificate.with_suffix(".key"))
    names: list[str | None] = []
    theirs.sni_callback = lambda _socket, name, _context: names.append(name)
    web = replace(open_web(), trust=ssl.create_default_context(cafile=str(certificate)))
    with serving(theirs) as served:
        found = fetch(f"https://wire.example:{served.port}/", limits=LIMITS, web=web)
        assert isinstance(found, Embedded) and found.content == PAGE
        assert names == ["wire.example"]
        other = problem(fetch(f"https://other.example:{served.port}/", limits=LIMITS, web=web))
        assert other[0] == "not-fetched" and "other.example" in other[1]
        stranger = problem(fetch(f"https://wire.example:{served.port}/", limits=LIMITS, web=open_web()))
        assert stranger[0] == "not-fetched" and "certificate" in stranger[1]
