"""A small SMTP server that keeps what it is given: TLS first, then a login, then mail."""

from __future__ import annotations

import asyncio
import base64
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

USER, PASSWORD = "lapak", "rahasia-sekali"


@dataclass
class Mailbox:
    """What a server took. port: where it listens; logins: user and password in clear text."""

    port: int = 0
    mails: list[str] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@dataclass
class _Session:
    """One client's conversation."""

    box: Mailbox
    tls: ssl.SSLContext
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    is_safe: bool = False

    async def say(self, line: str) -> None:
        self.writer.write(f"{line}\r\n".encode())
        await self.writer.drain()

    async def run(self) -> None:
        await self.say("220 mailbox")
        while line := (await self.reader.readline()).decode().strip():
            verb = line.split(" ")[0].upper()
            if verb == "QUIT":
                break
            await self.answer(verb, line)
        self.writer.close()

    async def answer(self, verb: str, line: str) -> None:
        if verb == "EHLO":
            await self.say("250-mailbox")
            await self.say("250 AUTH PLAIN" if self.is_safe else "250 STARTTLS")
        elif verb == "STARTTLS":
            await self.say("220 go ahead")
            await self.writer.start_tls(self.tls)
            self.is_safe = True
        elif not self.is_safe or (verb == "MAIL" and not self.box.logins):
            self.box.refused.append(verb)
            await self.say("530 TLS and a login first")
        elif verb == "AUTH":
            _nobody, user, password = base64.b64decode(line.split(" ")[2]).decode().split("\0")
            self.box.logins.append((user, password))
            await self.say("235 welcome" if password == PASSWORD else "535 no")
        elif verb == "DATA":
            await self.take()
        else:
            await self.say("250 ok")

    async def take(self) -> None:
        await self.say("354 go ahead")
        lines: list[str] = []
        while (line := (await self.reader.readline()).decode()) != ".\r\n":
            lines.append(line)
        self.box.mails.append("".join(lines))
        await self.say("250 taken")


@contextmanager
def mailbox(certificate: Path, key: Path) -> Iterator[Mailbox]:
    """A mail server on a free port of this machine, in a thread of its own."""
    box, ready, loop = Mailbox(), threading.Event(), asyncio.new_event_loop()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)

    async def serve() -> None:
        server = await asyncio.start_server(
            lambda reader, writer: _Session(box, tls, reader, writer).run(), "127.0.0.1", 0
        )
        box.port = server.sockets[0].getsockname()[1]
        ready.set()

    def work() -> None:
        loop.create_task(serve())
        loop.run_forever()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert ready.wait(60)
    try:
        yield box
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
