"""The virtual environment: made once, filled from the committed lock with hashes.

A stamp in it holds the hash of the lock that was installed, so that the next start only compares.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from storefront.launch.console import step
from storefront.launch.places import Places, make_data_folders
from storefront.launch.preflight import refuse_unwritable
from storefront.launch.problems import Problem

Kind = Literal["runtime", "dev"]
LOCKS: Mapping[Kind, str] = {"runtime": "requirements.lock", "dev": "requirements-dev.lock"}
_BAD_HASH = ("DO NOT MATCH THE HASHES", "Hash mismatch")
_NO_INDEX = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "Failed to fetch",
    "error sending request",
    "client error (Connect)",
    "dns error",
    "name resolution",
    "No matching distribution",
    "No solution found",
    "were not found in the",
)


class InstallFailed(Exception):
    """An installer ended badly; the text is all that it said."""


def python_of(places: Places) -> Path:
    """The interpreter of the shop's environment, there or not."""
    return places.venv / "bin" / "python"


def is_inside(places: Places) -> bool:
    """Whether this process runs in the shop's environment."""
    return Path(sys.prefix).resolve() == places.venv.resolve()


def is_current(places: Places, kind: Kind) -> bool:
    """Whether the committed lock is what is installed; the development set holds the other."""
    stamp = _read_stamp(places)
    kinds: tuple[Kind, ...] = ("dev",) if kind == "dev" else ("runtime", "dev")
    return any(stamp.get(one) == _digest(places.root / LOCKS[one]) for one in kinds)


def ensure(places: Places, kind: Kind) -> None:
    """Make the environment when it is missing, fill it when the lock changed.

    Raises Problem: folder not writable, no venv module, no package index, a wrong hash.
    """
    if is_current(places, kind):
        return
    refuse_unwritable(places.root)
    make_data_folders(places)
    with step("Environment") as line:
        if not _works(places):
            line.progress("making .venv")
            _make(places)
        line.progress(f"installing {_count(places, kind)} packages, checked by hash")
        by = _install(places, kind)
        _write_stamp(places, kind)
        line.note = f"{_count(places, kind)} packages installed with {by}"


def _digest(lock: Path) -> str:
    """Hash of a lock; of one that is not here (an image has no development lock) no hash at all."""
    return hashlib.sha256(lock.read_bytes()).hexdigest() if lock.exists() else "missing"


def _count(places: Places, kind: Kind) -> int:
    """Packages that the lock names."""
    text = (places.root / LOCKS[kind]).read_text(encoding="utf-8")
    return sum("==" in row and not row.startswith((" ", "#")) for row in text.splitlines())


def _stamp(places: Places) -> Path:
    return places.venv / "lapak-lock.json"


def _read_stamp(places: Places) -> dict[str, str]:
    try:
        return dict(json.loads(_stamp(places).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _write_stamp(places: Places, kind: Kind) -> None:
    stamp = {kind: _digest(places.root / LOCKS[kind])}
    _stamp(places).write_text(json.dumps(stamp), encoding="utf-8")


def _works(places: Places) -> bool:
    """Whether the environment's interpreter starts, is new enough and can install."""
    code = "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
    needs_pip = "" if shutil.which("uv") else "import pip; "
    try:
        answer = subprocess.run(
            [python_of(places), "-c", needs_pip + code], capture_output=True, check=False
        )
    except OSError:
        return False
    return answer.returncode == 0


def _make(places: Places) -> None:
    try:
        venv.EnvBuilder(clear=True, symlinks=True, with_pip=not shutil.which("uv")).create(
            places.venv
        )
    except OSError as error:
        raise Problem(f"{places.venv} could not be made ({error}).") from error
    except subprocess.CalledProcessError as error:
        raise Problem(
            "this Python cannot make a virtual environment. Debian and Ubuntu: "
            f"apt-get install python3.{sys.version_info.minor}-venv"
        ) from error


def _install(places: Places, kind: Kind) -> str:
    """Install the lock; uv where it can be had, else pip. Answers which of the two it was."""
    lock = places.root / LOCKS[kind]
    try:
        _run(places, [*_uv(places), *_UV_OPTIONS, "-r", str(lock)])
    except InstallFailed as failure:
        if any(mark in str(failure) for mark in _BAD_HASH):
            raise _explained(places, failure) from failure
    else:
        return "uv"
    try:
        _run(places, [str(python_of(places)), "-m", "ensurepip"])  # uv makes do without pip
        _run(places, [*_pip(places), "install", *_PIP_OPTIONS, "-r", str(lock)])
    except InstallFailed as failure:
        raise _explained(places, failure) from failure
    return "pip"


_UV_OPTIONS = ["pip", "install", "--require-hashes", "--no-deps", "--compile-bytecode"]
# The host's wheel declares Python 3.8 only; uv does not ask, pip has to be told.
_PIP_OPTIONS = [
    "--require-hashes",
    "--no-deps",
    "--ignore-requires-python",
    "--disable-pip-version-check",
    "--retries=2",
]


def _pip(places: Places) -> list[str]:
    return [str(python_of(places)), "-m", "pip"]


def _uv(places: Places) -> list[str]:
    """uv of the search path, else of the environment. Raises InstallFailed."""
    found = shutil.which("uv")
    if found:
        return [found]
    own = places.venv / "bin" / "uv"
    if not own.exists():
        _run(places, [*_pip(places), "install", "--retries=2", "--disable-pip-version-check", "uv"])
    return [str(own)]


def _run(places: Places, command: list[str]) -> None:
    """Run an installer on the environment; all that it says is kept in environment.log."""
    settings = {**os.environ, "VIRTUAL_ENV": str(places.venv)}
    answer = subprocess.run(
        command,
        cwd=places.root,
        env=settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    with (places.logs / "environment.log").open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(command)}\n{answer.stdout}\n")
    if answer.returncode:
        raise InstallFailed(answer.stdout)


def _explained(places: Places, failure: InstallFailed) -> Problem:
    """One line for what went wrong, with where the rest is."""
    rest = f"All that was said: {places.logs / 'environment.log'}"
    text = str(failure)
    if any(mark in text for mark in _BAD_HASH):
        return Problem(f"a package does not have the hash that the lock names. {rest}")
    if any(mark in text for mark in _NO_INDEX):
        return Problem(
            "no package index answered, or it lacks a package. Check the network, a proxy, or "
            f"`pip config list`, and run the command again. {rest}"
        )
    return Problem(f"the packages could not be installed. {rest}")
