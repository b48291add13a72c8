"""Feeds as they were made, pressed, in files: at 20,000 listings one is too long for memory.

A feed is made anew when the catalogue's version or the legal date has moved since, by one thread at
a time; whoever wants it meanwhile waits. Nothing old is ever given: the version is asked for at
each request, which is one small statement.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, NamedTuple

from catalog.dates import legal_today
from catalog.kept import forget_with
from catalog.selectors.version import Marks, catalogue_marks

MOST_FEEDS = 32
PATIENCE = 20.0  # seconds that somebody waits for a feed that another makes
_BLOCK = 65_536
_GZIP = 31  # zlib's word for gzip's frame
_LEVEL = 5
_ROWS = 50  # pieces of text that are pressed together

Label = tuple[Marks, str]


class FeedBusy(Exception):
    """Another has been making this feed for too long."""


class FeedFile(NamedTuple):
    """A feed that was made. label: what it is true for; tag: its ETag; packed, plain: bytes."""

    file: BinaryIO
    label: Label
    tag: str
    packed: int
    plain: int

    def parts(self) -> Iterator[bytes]:
        """As it lies there, gzipped. Several may read at once."""
        at = 0
        while block := os.pread(self.file.fileno(), _BLOCK, at):
            yield block
            at += len(block)

    def plain_parts(self) -> Iterator[bytes]:
        """The same for those who take no gzip."""
        unpacking = zlib.decompressobj(_GZIP)
        for block in self.parts():
            yield unpacking.decompress(block)
        yield unpacking.flush()


class Feeds:
    """Feeds of this process by their names; the least lately asked for goes first, and its file
    with the last who reads it."""

    def __init__(self, label: Callable[[], Label]) -> None:
        self._label = label
        self._kept: OrderedDict[str, FeedFile] = OrderedDict()
        self._making: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, name: str, make: Callable[[], Iterable[str]]) -> tuple[FeedFile, bool]:
        """The feed, and whether it was there. Raises FeedBusy, and what `make` raises."""
        label = self._label()
        if known := self._known(name, label):
            return known, True
        with self._lock:
            making = self._making.setdefault(name, threading.Lock())
        if not making.acquire(timeout=PATIENCE):
            raise FeedBusy
        try:
            label = self._label()  # before any row is read, so that it is never newer than they
            if known := self._known(name, label):
                return known, True
            return self._keep(name, _filed(make(), label)), False
        finally:
            making.release()

    def forget(self) -> None:
        """Let all go."""
        with self._lock:
            self._kept.clear()

    def _known(self, name: str, label: Label) -> FeedFile | None:
        with self._lock:
            known = self._kept.get(name)
            if known is None or known.label != label:
                return None
            self._kept.move_to_end(name)
            return known

    def _keep(self, name: str, made: FeedFile) -> FeedFile:
        with self._lock:
            self._kept[name] = made
            self._kept.move_to_end(name)
            if len(self._kept) > MOST_FEEDS:
                self._kept.popitem(last=False)
        return made


def _filed(pieces: Iterable[str], label: Label) -> FeedFile:
    """Press pieces of text into a file that has no name and ends with its last reader."""
    file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115
    pressing, seen, plain = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP), hashlib.sha256(), 0
    for block in _blocks(pieces):
        seen.update(block)
        plain += len(block)
        file.write(pressing.compress(block))
    file.write(pressing.flush())
    file.flush()
    tag = f'W/"{seen.hexdigest()[:24]}"'
    return FeedFile(file, label, tag, file.tell(), plain)


def _blocks(pieces: Iterable[str]) -> Iterator[bytes]:
    some: list[str] = []
    for piece in pieces:
        some.append(piece)
        if len(some) == _ROWS:
            yield "".join(some).encode()
            some.clear()
    yield "".join(some).encode()


def _now() -> Label:
    return catalogue_marks(), legal_today().isoformat()


feeds = Feeds(_now)
forget_with(feeds.forget)
