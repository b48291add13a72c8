"""The load's own HTTP: what it sends, and answers that come in pieces or not at all."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from storefront.bench.wire import Answer, Lines, Reading, Request, header_of

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\ncontent-length: 11\r\n\r\n"


def read_in_pieces(sent: bytes, size: int) -> list[Answer | None]:
    reading = Reading()
    return [reading.feed(sent[at : at + size]) for at in range(0, len(sent), size)]


@pytest.mark.parametrize("size", [1, 3, 7, 64, 1000])
def test_an_answer_is_whole_with_its_last_byte(size: int) -> None:
    answers = read_in_pieces(HEAD + b"hello there", size)

    assert answers[:-1] == [None] * (len(answers) - 1)
    assert answers[-1] == Answer(200, 11, HEAD[:-2])


def test_an_unchanged_answer_has_no_body_whatever_it_says() -> None:
    head = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 900\r\nETag: abc\r\n\r\n"
    (answer,) = read_in_pieces(head, 1000)

    assert answer and (answer.status, answer.size) == (304, 0)
    assert header_of(answer.head, "etag") == "abc"
    assert header_of(answer.head, "date") == ""


@pytest.mark.parametrize("size", [5, 1000])
def test_chunks_end_with_an_empty_one(size: int) -> None:
    body = b"5\r\nhello\r\n6\r\n there\r\n0\r\n\r\n"
    answers = read_in_pieces(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + body, size)

    assert answers[-1] and answers[-1].size == len(body)
    assert answers[:-1] == [None] * (len(answers) - 1)


def test_a_request_as_it_is_sent() -> None:
    posted = Request("/graphql/", '{"a": "é"}', (("If-None-Match", '"x"'),)).encoded()
    head, _blank, body = posted.partition(b"\r\n\r\n")

    assert head.startswith(b"POST /graphql/ HTTP/1.1\r\nHost: localhost\r\n")
    assert b'If-None-Match: "x"' in head
    assert header_of(head, "content-length") == str(len(body)) == "11"
    assert Request("/").encoded().startswith(b"GET / HTTP/1.1\r\n")


@contextmanager
def server(answer: Callable[[socket.socket, int], None]) -> Iterator[int]:
    """Calls `answer` with each connection and its number, in a thread of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            number = 0
            while True:
                try:
                    line, _address = listener.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=(line, number), daemon=True).start()
                number += 1

        threading.Thread(target=accept, daemon=True).start()
        yield int(listener.getsockname()[1])


def test_one_connection_is_kept_for_one_request_after_another() -> None:
    seen = []

    def answer(line: socket.socket, number: int) -> None:
        while asked := line.recv(65_536):
            seen.append((number, asked.split(b" ")[1]))
            line.sendall(HEAD + gzip.compress(b"")[:11])

    with server(answer) as port:
        lines = Lines(port, [Request("/a"), Request("/b")], 1)
        for number in range(3):
            lines.send(number)
            (done,) = lines.wait(10)
            assert done.number == number and lines.is_right(done)
        lines.close()

    assert seen == [(0, b"/a"), (0, b"/b"), (0, b"/a")]


def test_a_broken_connection_loses_its_request_and_is_opened_anew() -> None:
    def answer(line: socket.socket, number: int) -> None:
        line.recv(65_536)
        if number:
            line.sendall(HEAD + b"hello there")
        else:
            line.close()

    with server(answer) as port:
        lines = Lines(port, [Request("/")], 1)
        lines.send(0)
        (lost,) = lines.wait(10)
        lines.send(1)
        (done,) = lines.wait(10)
        lines.close()

    assert lost.answer.status == 0 and not lines.is_right(lost)
    assert done.answer.status == 200
