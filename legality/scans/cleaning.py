"""The door: a file goes to a process of its own, and what is harmless comes back."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from legality.scans.kinds import Kind, Reason, Refused, kind_of

ROOT = Path(__file__).resolve().parents[2]
WALL_SECONDS = 45
# Of one process of the shop; others wait this long and are then asked to come again.
AT_ONCE = 2
PATIENCE = 30
_LONGEST_LINE = 500
_turns = threading.BoundedSemaphore(AT_ONCE)

log = logging.getLogger(__name__)


class CleanScan(NamedTuple):
    """A scan with nothing but what can be seen.

    came_as: type of what came; media_type: of `content`, JPEG or PDF; thumbnail: the first page as
    WebP, at most 320 pixels a side; previews: every page so, at most 1600; one for a picture.
    """

    came_as: str
    media_type: str
    content: bytes
    thumbnail: bytes
    previews: tuple[bytes, ...]

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(self.previews)


def scan_clean(content: bytes) -> CleanScan:
    """Look through a file and draw it anew, in a process apart. Raises Refused.

    Takes a second or two of a processor for a paper of some pages, 20 at most; may stand in no
    transaction.
    """
    came_as = kind_of(content)
    if not _turns.acquire(timeout=PATIENCE):
        raise Refused(Reason.BUSY)
    try:
        return _answer(came_as, content)
    finally:
        _turns.release()


def _answer(came_as: Kind, content: bytes) -> CleanScan:
    with TemporaryFile() as given, TemporaryFile() as made:
        given.write(content)
        given.seek(0)
        _run(given, made)
        made.seek(0)
        return _read(came_as, made)


def _run(given: IO[bytes], made: IO[bytes]) -> None:
    """Raises Refused when the process ends otherwise than by itself: too much memory or time."""
    try:
        done = subprocess.run(
            [sys.executable, "-B", "-E", "-s", "-m", "legality.scans.apart"],
            stdin=given,
            stdout=made,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env={},
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(Reason.TOO_COMPLEX) from None
    if done.returncode != 0:
        log.warning("scan: the process ended with %s: %s", done.returncode, done.stderr[-500:])
        raise Refused(Reason.TOO_COMPLEX)


def _read(came_as: Kind, made: IO[bytes]) -> CleanScan:
    said: dict[str, Any] = json.loads(made.readline(_LONGEST_LINE))
    if "refused" in said:
        raise Refused(Reason(said["refused"]))
    content, thumbnail, *previews = (made.read(int(size)) for size in said["sizes"])
    return CleanScan(came_as, Kind(said["kind"]), content, thumbnail, tuple(previews))
