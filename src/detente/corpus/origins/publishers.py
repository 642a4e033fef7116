"""Publishers: the names and addresses under which a pack's publishers are met in reports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from detente.packs.model import Publisher

_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}")
_SHORTEST = 2
_AMBIGUOUS = 4  # letters; a shorter name counts only as it is written


@dataclass(frozen=True)
class Directory:
    """The publishers that a pack knows, to be looked up by name, address, or in running text."""

    publishers: Mapping[str, Publisher]

    def by_name(self, name: str | None) -> Publisher | None:
        """The publisher of that name, alias or domain; None where none is known."""
        if not name:
            return None
        folded = _folded(name)
        return self._names.get(folded) or self._names.get(folded.removeprefix("the ")) or self.by_url(name)

    def by_url(self, url: str | None) -> Publisher | None:
        """The publisher at whose domain an address lies, sub-domains included."""
        host = host_of(url)
        while host:
            if host in self._domains:
                return self._domains[host]
            host = host.partition(".")[2]
        return None

    def named_in(self, text: str) -> Iterator[tuple[int, int, Publisher]]:
        """Where publishers are named in a text: start, end, publisher; the longest name counts."""
        if self._pattern is None:
            return
        for found in self._pattern.finditer(text):
            name = found[0]
            publisher = self._names[_folded(name)]
            if len(name) >= _AMBIGUOUS or name in _written(publisher):
                yield found.start(), found.end(), publisher

    @cached_property
    def _names(self) -> Mapping[str, Publisher]:
        names: dict[str, Publisher] = {}
        for publisher in self.publishers.values():
            for name in (publisher.id, *_written(publisher)):
                names.setdefault(_folded(name), publisher)
        return names

    @cached_property
    def _domains(self) -> Mapping[str, Publisher]:
        return {
            domain.lower(): publisher
            for publisher in self.publishers.values()
            for domain in publisher.domains
        }

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        written = {n for p in self.publishers.values() for n in _written(p) if len(n) >= _SHORTEST}
        if not written:
            return None
        longest_first = sorted(written, key=lambda name: (-len(name), name))
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def host_of(url: str | None) -> str:
    """The host of an address in small letters, without `www.`; empty where it is none."""
    if not url:
        return ""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if _HOST.fullmatch(host) else ""


def _written(publisher: Publisher) -> frozenset[str]:
    """The names of a publisher as they are written."""
    names = {publisher.name, *(a for names in publisher.aliases.values() for a in names)}
    bare = {name.removeprefix("The ") for name in names if name.count(" ") > 1}  # "told the Ostrel Courier"
    return frozenset(names | bare)


def _folded(name: str) -> str:
    return " ".join(name.lower().replace("’", "'").split())
