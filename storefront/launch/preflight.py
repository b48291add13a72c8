"""What can be refused before anything is made."""

from __future__ import annotations

import socket
import tempfile
from pathlib import Path

from storefront.launch.problems import Problem


def refuse_taken_port(host: str, port: int) -> None:
    """Raise Problem when nobody can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the web server does: a connection that is still closing is no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise Problem(
                f"{host}:{port} cannot be used ({error}). Another program may hold it: "
                f"choose another port, for example --port {port + 1}."
            ) from error


def refuse_unwritable(folder: Path) -> None:
    """Raise Problem when nothing can be made in the folder."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        raise Problem(
            f"the folder {folder} cannot be written ({error.strerror}). "
            "Copy the shop to a folder of yours, or make this one writable."
        ) from error
