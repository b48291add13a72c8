"""One command at a time may run the embedded server of a data folder.

The kernel drops the lock when its holder dies, however it dies; the file says who holds it.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from storefront.launch.problems import Problem


@dataclass(frozen=True)
class Holder:
    """Who holds the lock. command: "up" or another command; address: where the shop answers."""

    pid: int
    command: str
    address: str = ""


def holder_of(path: Path) -> Holder | None:
    """Who holds the lock now, or None when it is free. Raises Problem when it cannot be read."""
    try:
        with path.open("r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return _read(file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError as error:
        raise Problem(f"{path} belongs to another user, who started this shop before.") from error
    return None


@contextmanager
def locked(path: Path, command: str, address: str = "", patience: float = 0.0) -> Iterator[None]:
    """Hold the lock. patience: seconds to wait for another command; none for another `up`.

    Raises Problem that names the holder.
    """
    with path.open("a+") as file:
        _acquire(file, patience)
        _write(file, Holder(os.getpid(), command, address))
        try:
            yield
        finally:
            file.truncate(0)


def _acquire(file: IO[str], patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            holder = _read(file)
            if holder.command == "up" or time.monotonic() >= deadline:
                raise Problem(_busy(holder)) from None
            time.sleep(0.2)


def _busy(holder: Holder) -> str:
    if holder.command == "up":
        return f"the shop already runs at {holder.address} (process {holder.pid})."
    return (
        f"`{holder.command}` (process {holder.pid}) is using this shop's database. "
        "Wait until it has ended."
    )


def _read(file: IO[str]) -> Holder:
    file.seek(0)
    try:
        return Holder(**json.loads(file.read()))
    except (ValueError, TypeError):
        return Holder(0, "another command")


def _write(file: IO[str], holder: Holder) -> None:
    file.truncate(0)
    file.seek(0)
    file.write(json.dumps(asdict(holder)))
    file.flush()
