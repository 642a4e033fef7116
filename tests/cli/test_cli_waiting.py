"""While an answer is searched for, a terminal says so; a pipe, and --quiet, say nothing."""

from __future__ import annotations

import pytest

from detente.cli.progress import waiting


@pytest.mark.parametrize(
    ("terminal", "quiet", "told"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_a_terminal_is_told_what_is_waited_for_and_the_line_goes(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    terminal: bool,
    quiet: bool,
    told: bool,
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal, raising=False)
    with waiting("searching, at most 20 s", quiet=quiet):
        during = capsys.readouterr().err
    after = capsys.readouterr().err
    assert ("searching, at most 20 s …" in during) is told
    assert after.endswith("\x1b[K") is told


def test_the_line_goes_where_the_search_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with pytest.raises(ValueError, match="no"), waiting("searching", quiet=False):
        raise ValueError("no")
    assert capsys.readouterr().err.endswith("\x1b[K")
