"""What a command says while it works: one line per step, with its time."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_WIDTH = 14


def say(text: str) -> None:
    """One line, seen at once."""
    print(text, flush=True)


def complain(text: str) -> None:
    """One line on the error stream."""
    print(text, file=sys.stderr, flush=True)


class Step:
    """One step under way; `note` is what its line says when it is done."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.note = "done"
        self._started = time.monotonic()
        self._progress = ""

    def progress(self, text: str) -> None:
        """Say how far it is: on a terminal in place, elsewhere a line when the text changes."""
        if text == self._progress:
            return
        self._progress = text
        if sys.stdout.isatty():
            print(f"\r\033[K  {self.name:<{_WIDTH}} {text} ...", end="", flush=True)
        else:
            say(f"  {self.name:<{_WIDTH}} {text} ...")

    def finish(self) -> None:
        """The step's line: name, note, seconds."""
        start = "\r\033[K" if sys.stdout.isatty() else ""
        seconds = time.monotonic() - self._started
        say(f"{start}  {self.name:<{_WIDTH}} {self.note} ({seconds:.1f} s)")


@contextmanager
def step(name: str) -> Iterator[Step]:
    """Run one step; its line is printed when it ends well."""
    current = Step(name)
    if sys.stdout.isatty():
        current.progress("")
    yield current
    current.finish()
