"""Where the time of a page goes: the stack is looked at every millisecond of CPU time.

Run as `python -m storefront.bench.profile` with a shop's environment and a plan as JSON on
standard input (requests, seconds); stacks with how often each was seen come back as JSON. What
PostgreSQL does is not in it, waiting for it neither.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections import Counter
from functools import cache
from pathlib import PurePath
from types import FrameType
from typing import NamedTuple

import django

from storefront.bench.gateway import application, status_of
from storefront.bench.wire import Request

_EVERY = 0.001  # seconds of CPU time
_WARM = 20
_WRAPPING = 0.6  # what is in most stacks only calls the rest
TOP = 10


class Share(NamedTuple):
    """A function and its share of all samples, 0 to 1."""

    name: str
    share: float


class Top(NamedTuple):
    """own: functions that were running; within: that were running or waiting for one they called,
    without those in most of the samples, which only wrap the rest. Largest first."""

    samples: int
    own: list[Share]
    within: list[Share]


@cache
def _module_name(path: str) -> str:
    """What a file is imported as: its path below the longest entry of the search path."""
    for entry in sorted(sys.path, key=len, reverse=True):
        if entry and PurePath(path).is_relative_to(entry):
            parts = PurePath(path).relative_to(entry).with_suffix("").parts
            return ".".join(part for part in parts if part != "__init__")
    return path


def _frame_name(frame: FrameType) -> str:
    return f"{_module_name(frame.f_code.co_filename)}:{frame.f_code.co_name}"


def stack_of(frame: FrameType | None) -> tuple[str, ...]:
    """Names of the functions under way, the outermost first."""
    names = []
    while frame is not None:
        names.append(_frame_name(frame))
        frame = frame.f_back
    return tuple(reversed(names))


def collapsed(stacks: Counter[tuple[str, ...]]) -> list[str]:
    """Lines as flame graph programs read them: functions between semicolons, and a count."""
    return [f"{';'.join(stack)} {count}" for stack, count in sorted(stacks.items())]


def top_of(lines: list[str], most: int = TOP) -> Top:
    """The largest of collapsed stacks."""
    own: Counter[str] = Counter()
    within: Counter[str] = Counter()
    for line in lines:
        stack, _space, count = line.rpartition(" ")
        names = stack.split(";")
        own[names[-1]] += int(count)
        within.update(dict.fromkeys(set(names), int(count)))
    samples = own.total()
    return Top(
        samples,
        [Share(name, count / samples) for name, count in own.most_common(most)],
        [
            Share(name, count / samples)
            for name, count in within.most_common()
            if count < _WRAPPING * samples
        ][:most],
    )


def sampled(requests: list[Request], seconds: float) -> list[str]:
    """Collapsed stacks of making these pages one after another for so long."""
    shop = application()
    for number in range(_WARM):
        status_of(shop, requests[number % len(requests)])
    stacks: Counter[tuple[str, ...]] = Counter()

    def look(_signal: int, frame: FrameType | None) -> None:
        stacks[stack_of(frame)] += 1

    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        status_of(shop, requests[number % len(requests)])
        number += 1
    signal.setitimer(signal.ITIMER_PROF, 0)
    return collapsed(stacks)


def main() -> None:
    """Read the plan, sample, write."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")
    django.setup()
    plan = json.load(sys.stdin)
    json.dump(sampled([Request(*one) for one in plan["requests"]], plan["seconds"]), sys.stdout)


if __name__ == "__main__":
    main()
