"""`up`: everything that is missing is made, then the shop runs until Ctrl-C."""

from __future__ import annotations

import http
import http.client
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType

from storefront.launch.console import say, step
from storefront.launch.database import (
    Database,
    end_servers,
    is_outside,
    outside_database,
    start_embedded,
)
from storefront.launch.embedded import Server, drop_stale_pid, last_words, launch
from storefront.launch.kinship import child_setup
from storefront.launch.leftovers import end_leftovers
from storefront.launch.lock import locked
from storefront.launch.places import Places, make_data_folders
from storefront.launch.preflight import refuse_taken_port
from storefront.launch.problems import Problem
from storefront.launch.processes import Child, Watch, cpu_seconds, put_aside, spawn
from storefront.launch.surroundings import base_environment, mode, with_address, with_database
from storefront.launch.upoptions import UpOptions, up_options

_READY_SECONDS = 120.0
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(command: str, rest: list[str], places: Places) -> int:
    """Run the shop. Returns when it was told to stop."""
    options = up_options(rest)
    make_data_folders(places)
    with locked(places.lock, command, options.address):
        shop = Shop(places, options)
        _heed_signals(shop.watch)
        try:
            shop.start()
            shop.watch.wait()
        except KeyboardInterrupt:
            say("\n  stopping ...")
        finally:
            _ignore_signals()
            shop.watch.stop_all()
    say(f"  stopped; everything is kept in {places.data}")
    return 0


@dataclass
class Shop:
    """One run of the shop: its database, its children, its address."""

    places: Places
    options: UpOptions
    watch: Watch = field(default_factory=Watch)

    def start(self) -> None:
        """Every step from leftovers to the address. Raises Problem."""
        say(f"Lapak Binaan ({mode()})")
        _refuse_embedded_production()
        ended = end_leftovers(self.places)
        if ended:
            say(f"  ended {ended} processes that an earlier run had left")
        refuse_taken_port(self.options.host, self.options.port)
        environment = base_environment(self.places)
        environment = with_address(environment, self.options)
        environment = with_database(environment, self._open_database())
        self._prepare(environment)
        self._serve(environment)
        self.watch.add(self._child("worker", environment, ["--beat"], nice=10))
        self._say_address()

    def _open_database(self) -> Database:
        with step("Database") as line:
            if is_outside():
                database = outside_database()
                line.note = f"{database.place} answers"
                return database
            server, database = start_embedded(self.places)
            self.watch.children.append(self._database_child(server))
            line.note = "embedded PostgreSQL started"
            return database

    def _database_child(self, server: Server) -> Child:
        """The embedded server under watch: started again after what is left of it has gone."""

        def again() -> subprocess.Popen[bytes]:
            end_servers(self.places)
            drop_stale_pid(server.cluster)
            return launch(server.cluster, server.log)

        return Child("database", again, server.log, signal.SIGINT, 30.0, server.process)

    def _prepare(self, environment: dict[str, str]) -> None:
        """In a process of its own, as the owner: this one stays small, and holds no shop code."""
        command = [sys.executable, "-m", "storefront", "prepare"]
        if not self.options.demo:
            command.append("--no-demo")
        answer = subprocess.run(
            command,
            cwd=self.places.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            preexec_fn=child_setup(signal.SIGTERM),  # noqa: PLW1509 # no thread runs here
            check=False,
        )
        if answer.returncode:
            raise Problem("the shop could not be prepared; what went wrong stands above.")

    def _serve(self, environment: dict[str, str]) -> None:
        where = ["--host", self.options.host, "--port", str(self.options.port)]
        with step("Web server") as line:
            child = self._child("web", environment, where)
            self.watch.add(child)
            _wait_until_healthy(child, self.options)
            line.note = "answers /healthz"

    def _child(
        self, name: str, environment: dict[str, str], words: list[str], nice: int = 0
    ) -> Child:
        log = self.places.logs / f"{name}.log"
        put_aside(log)
        shown = self.options.debug and name == "web"
        command = [sys.executable, "-m", "storefront", name, *words]

        def start() -> subprocess.Popen[bytes]:
            return spawn(
                command,
                cwd=self.places.root,
                environment=environment,
                log=None if shown else log,
                nice=nice,
            )

        return Child(name, start, log)

    def _say_address(self) -> None:
        if self.options.debug:
            say(f"  CPU until here {cpu_seconds(self.watch.children):.1f} s")
        say(f"\n  {self.options.address}\n\n  Ctrl-C stops the shop; everything is kept.")


def _refuse_embedded_production() -> None:
    if mode() == "production" and not is_outside():
        raise Problem(
            "DATABASE_URL is not set: production needs a PostgreSQL server of its own, with its "
            "own backups. The embedded one is for looking around."
        )


def _wait_until_healthy(child: Child, options: UpOptions) -> None:
    """Return when /healthz says 200. Raises Problem when the server ended or takes too long."""
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        if child.has_ended:
            raise Problem(f"the web server did not start: {last_words(child.log)}")
        if _is_healthy(options):
            return
        time.sleep(0.05)
    raise Problem(f"the web server does not answer: {last_words(child.log)}")


def _is_healthy(options: UpOptions) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(options.host, options.host)
    connection = http.client.HTTPConnection(host, options.port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _heed_signals(watch: Watch) -> None:
    """Every polite way of ending counts as Ctrl-C; SIGUSR1 starts web and worker anew."""

    def ask_restart(_: int, __: FrameType | None) -> None:
        watch.asked.update({"web", "worker"})

    for number in _ENDING:
        signal.signal(number, signal.default_int_handler)
    signal.signal(signal.SIGUSR1, ask_restart)


def _ignore_signals() -> None:
    """Stopping takes seconds and is not cut short: something would be left running."""
    for number in _ENDING:
        signal.signal(number, signal.SIG_IGN)
