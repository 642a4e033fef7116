"""The option --picture: where the pictures of an answer were written."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from detente.cli.show import tell

if TYPE_CHECKING:
    from detente.desk.pictures import Drawn


def drawn(pictures: Callable[[], Drawn], args: Namespace) -> None:
    """Write the pictures that --picture asks for, and say on standard error where they are; raises BadInput."""
    from detente.desk.pictures import save_pictures

    for path in save_pictures(pictures(), args.picture):
        tell(f"drawn: {path}")
