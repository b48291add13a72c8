"""A mail server that takes everything and remembers who was told what."""

from __future__ import annotations

import email
import email.policy
import re
import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

# How the subject of each kind of mail begins, in Indonesian.
_SUBJECTS = {"paid": re.compile(r"(?i)dibayar")}
_BUYER = re.compile(r"pembeli(\d+)@")


@dataclass
class Postbox:
    """What came: recipient and subject of each mail."""

    came: list[tuple[str, str]] = field(default_factory=list)

    def of(self, kind: str) -> int:
        """How many mails of a kind came."""
        return sum(self.by_buyer(kind).values())

    def by_buyer(self, kind: str) -> dict[int, int]:
        """The same by the buyer's number."""
        found: Counter[int] = Counter()
        for to, subject in list(self.came):
            buyer = _BUYER.search(to)
            if buyer and _SUBJECTS[kind].search(subject):
                found[int(buyer.group(1))] += 1
        return found


@contextmanager
def postbox(port: int) -> Iterator[Postbox]:
    """A server on the port, until the block ends."""
    box = Postbox()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 postbox")
            while line := self.rfile.readline().decode(errors="replace").strip():
                verb = line.split(" ")[0].upper()
                if verb == "DATA":
                    self.say("354 go on")
                    box.came.append(_read(self._mail()))
                    self.say("250 taken")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 postbox")

        def _mail(self) -> bytes:
            lines = []
            while (line := self.rfile.readline()).rstrip(b"\r\n") != b".":
                lines.append(line)
            return b"".join(lines)

    with socketserver.ThreadingTCPServer(("127.0.0.1", port), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield box
        finally:
            server.shutdown()


def _read(mail: bytes) -> tuple[str, str]:
    said = email.message_from_bytes(mail, policy=email.policy.default)
    return str(said["to"]), str(said["subject"])
