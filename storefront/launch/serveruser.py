"""As whom the embedded PostgreSQL runs. It refuses to run as root, so root needs a user for it."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from storefront.launch.console import say
from storefront.launch.problems import Problem

NAME = "embedded_postgres"
_PASS = stat.S_IXGRP | stat.S_IXOTH
_READ = stat.S_IRGRP | stat.S_IROTH


@dataclass(frozen=True)
class ServerUser:
    """Numbers to start a process with."""

    uid: int
    gid: int


def server_user(needs: tuple[Path, ...]) -> ServerUser | None:
    """The user for the embedded server, or None when this process may run it itself.

    needs: folders that the user must reach. As root: makes the user when it is missing, opens the
    folders above for passing through (not for listing), and says each thing that it changed.
    Raises Problem when no user can be made.
    """
    if os.geteuid() != 0:
        return None
    user = _existing() or _make()
    for folder in needs:
        _open_way_to(folder)
    return user


def _existing() -> ServerUser | None:
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        return None
    return ServerUser(entry.pw_uid, entry.pw_gid)


def _make() -> ServerUser:
    """A system user without home and log-in; the package's own would get a shell."""
    useradd = shutil.which("useradd")
    if useradd is None:
        raise Problem(
            "PostgreSQL does not run as root and there is no `useradd` here. Start the shop as "
            "another user, or name a server in DATABASE_URL."
        )
    command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    made = _existing()
    if made is None:
        raise Problem(f"the user {NAME} could not be made: {answer.stderr.strip()}")
    say(f"  as root: made the system user {NAME}, as whom the database server runs")
    return made


def _open_way_to(folder: Path) -> None:
    """Let everyone pass through the folders above; the folder itself is not touched."""
    changed = []
    for parent in folder.resolve().parents:
        mode = stat.S_IMODE(parent.stat().st_mode)
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | _PASS)
            changed.append(parent)
    if changed:
        rest = f" and {len(changed) - 1} folders below it" if len(changed) > 1 else ""
        say(f"  as root: every user can now pass through {changed[-1]}{rest} (chmod go+x)")


def open_tree(folder: Path) -> None:
    """Let everyone read the programs in the folder, however strict the umask at installation."""
    changed = 0
    for path in (folder, *folder.rglob("*")):
        if path.is_symlink() or not path.exists():
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = mode | _READ | (_PASS if mode & stat.S_IXUSR else 0)
        if wanted != mode:
            path.chmod(wanted)
            changed += 1
    if changed:
        say(f"  as root: {changed} files under {folder} can now be read by every user")
