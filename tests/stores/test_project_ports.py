"""The project file keeps to the ports of the ledger, method by method."""

from __future__ import annotations

import inspect

import pytest

from detente.ledger.port import LedgerReader, LedgerWriter
from detente.stores.sqlite import ProjectFile


@pytest.mark.parametrize("port", [LedgerReader, LedgerWriter])
def test_the_project_file_has_every_method_of_the_port_with_its_arguments(port: type) -> None:
    methods = [n for n, m in vars(port).items() if inspect.isfunction(m) and not n.startswith("_")]
    assert methods
    for name in methods:
        wanted = list(inspect.signature(getattr(port, name)).parameters)
        assert list(inspect.signature(getattr(ProjectFile, name)).parameters)[: len(wanted)] == wanted
