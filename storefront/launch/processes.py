"""Children that `up` starts, watches, starts again and stops."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from storefront.launch.console import complain
from storefront.launch.kinship import child_setup
from storefront.launch.problems import Problem

_TICK = 0.2
# So many ends within so many seconds are a fault that another start does not mend.
_TOO_MANY, _WITHIN = 5, 60.0
_LOG_LIMIT = 10_000_000  # bytes; a larger log is put aside at the next start

Popen = subprocess.Popen[bytes]


@dataclass
class Child:
    """One watched process.

    start: makes it; stop_with: the signal that ends it in order; patience: seconds it may take.
    """

    name: str
    start: Callable[[], Popen]
    log: Path
    stop_with: signal.Signals = signal.SIGTERM
    patience: float = 4.0
    process: Popen | None = None
    ends: list[float] = field(default_factory=list)

    def run(self) -> None:
        self.process = self.start()

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def kill_group(self) -> None:
        """End whatever is left of it: every child leads a session of its own."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def spawn(
    command: list[str], *, cwd: Path, environment: dict[str, str], log: Path | None, nice: int = 0
) -> Popen:
    """Start a child in a session of its own. log: where it writes, None for this terminal."""
    with contextlib.ExitStack() as stack:
        output = stack.enter_context(log.open("ab")) if log else None
        return subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=child_setup(signal.SIGTERM, nice),  # noqa: PLW1509 # no thread runs here
        )


def put_aside(log: Path) -> None:
    """Keep one older log beside a new one."""
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(log.with_suffix(".old.log"))


@dataclass
class Watch:
    """The children under watch, in the order of their start. asked: names to start anew."""

    children: list[Child] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def add(self, child: Child) -> None:
        child.run()
        self.children.append(child)

    def look(self) -> None:
        """Start again what has ended. Raises Problem when one of them keeps ending."""
        for child in self.children:
            if child.has_ended:
                self._start_again(child)

    def wait(self) -> None:
        """Watch for ever; a signal ends it as KeyboardInterrupt."""
        while True:
            if self.asked:
                self._restart_asked()
            self.look()
            time.sleep(_TICK)

    def stop_all(self) -> None:
        """Stop the children, the first started last: what serves goes before what it needs."""
        first, rest = self.children[:1], self.children[1:]
        stop_together(rest)
        stop_together(first)

    def _restart_asked(self) -> None:
        chosen = [child for child in self.children if child.name in self.asked]
        self.asked.clear()
        stop_together(chosen)
        for child in chosen:
            child.run()

    def _start_again(self, child: Child) -> None:
        now = time.monotonic()
        code = child.process.returncode if child.process else 0
        child.kill_group()
        child.ends = [at for at in child.ends if now - at < _WITHIN] + [now]
        if len(child.ends) >= _TOO_MANY:
            raise Problem(f"{child.name} keeps ending ({_how(code)}). Read {child.log}")
        complain(f"  {child.name} ended by itself ({_how(code)}); started again")
        child.run()


def stop_together(children: list[Child]) -> None:
    """Ask all of them to end, then end what is left when their patience is over."""
    running = [child for child in children if child.process and not child.has_ended]
    for child in running:
        if child.process:
            child.process.send_signal(child.stop_with)
    deadline = time.monotonic() + max((child.patience for child in running), default=0.0)
    while any(not child.has_ended for child in running) and time.monotonic() < deadline:
        time.sleep(0.02)
    for child in children:
        child.kill_group()
        if child.process:
            child.process.wait()


def cpu_seconds(children: Iterable[Child]) -> float:
    """Processor time of this process, its ended children, and the living ones with theirs."""
    total = sum(os.times()[:4])
    for child in children:
        with contextlib.suppress(psutil.Error):
            if child.process:
                top = psutil.Process(child.process.pid)
                for process in (top, *top.children(recursive=True)):
                    total += sum(process.cpu_times()[:4])
    return total


def _how(code: int | None) -> str:
    return f"signal {-code}" if code and code < 0 else f"exit code {code}"
