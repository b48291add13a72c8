"""Workers are killed, again and again; the server goes on."""

from __future__ import annotations

import http.client
import subprocess
import sys

import psutil

from storefront.launch.places import ROOT
from tests.launch.running import eventually, free_port

SERVER = """
import sys
from granian.constants import Interfaces
from storefront.launch.replacing import Server

def answer(environ, start_response):
    start_response("200 OK", [])
    return [b"here"]

Server(
    "none", port=int(sys.argv[1]), interface=Interfaces.WSGI, workers=2,
    respawn_failed_workers=True, workers_kill_timeout=3,
).serve(target_loader=lambda: answer, wrap_loader=False)
"""
_KILLS = 6


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().read() == b"here"
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def test_all_workers_killed_again_and_again_are_there_again() -> None:
    port = free_port()
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(port)], cwd=ROOT)
    try:
        known = psutil.Process(server.pid)
        for _kill in range(_KILLS):
            assert eventually(lambda: server.poll() is not None or len(living(known)) == 2, 60)
            assert eventually(lambda: server.poll() is not None or answers(port), 60)
            assert server.poll() is None
            for worker in living(known):
                worker.kill()
        assert eventually(lambda: server.poll() is not None or answers(port), 60)
        assert server.poll() is None
    finally:
        server.terminate()
        server.wait(30)


def living(server: psutil.Process) -> list[psutil.Process]:
    """Its workers that are no corpses."""
    try:
        return [one for one in server.children() if one.status() != psutil.STATUS_ZOMBIE]
    except psutil.NoSuchProcess:
        return []
