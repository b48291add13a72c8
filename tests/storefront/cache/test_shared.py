"""Answers between machines: used when they are there, missed when they are not."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from redis import RedisError

from catalog.selectors.version import Marks
from storefront.cache.answers import Answer
from storefront.cache.clock import Label
from storefront.cache.keys import Question
from storefront.cache.shared import REST, Shared, server_at
from tests.launch.running import free_port
from tests.storefront.cache.making import HTML, PAGE, Application, Hands, front_of, get
from tests.storefront.cache.small_redis import SmallRedis

# The real one as well, where the machine has it.
REAL = [name for name in ("redis-server", "valkey-server") if shutil.which(name)]
ASKED = Question("http://shop.test", "/", "", False)


def wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the server did not start")


@pytest.fixture(params=["small", *REAL], scope="module")
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Address of a server that knows Redis' language."""
    port = free_port()
    if request.param == "small":
        with SmallRedis(port):
            yield f"redis://127.0.0.1:{port}/0"
        return
    folder: Path = tmp_path_factory.mktemp("redis")
    words = ["--port", str(port), "--save", "", "--appendonly", "no", "--dir", str(folder)]
    server = subprocess.Popen([request.param, *words], stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)


_release = iter(range(1000))


@pytest.fixture
def release() -> str:
    """A print that no other test has."""
    return f"release-{next(_release)}"


def test_an_answer_comes_back_as_it_was(address: str, release: str) -> None:
    shared = Shared(server_at(address), release)
    label = Label("a 2026-11-22", "1")
    headers = [HTML, ("X-Frame-Options", "DENY")]
    answer = Answer.kept(ASKED, "200 OK", headers, PAGE.encode(), label)
    answer.squeeze("br")
    assert shared.get(ASKED) is None
    shared.put(ASKED, answer)
    found = shared.get(ASKED)
    assert found is not None
    assert (found.status, found.label, found.tag) == ("200 OK", label, answer.tag)
    assert found.encoded("br") == answer.encoded("br")
    assert brotli.decompress(found.encoded("br")[1]) == found.plain() == PAGE.encode()
    assert Shared(server_at(address), "other release").get(ASKED) is None


def test_a_second_machine_does_not_make_what_the_first_has_made(address: str, release: str) -> None:
    hands = Hands()
    application = Application()
    fronts = [
        front_of(application, hands, shared=Shared(server_at(address), release)) for _ in range(2)
    ]
    assert [get(front).how for front in fronts] == ["miss", "shared"]
    assert [get(front).how for front in fronts] == ["hit", "hit"]
    hands.marks = Marks("b", "1")
    hands.seconds += 1.0
    assert [get(front).how for front in fronts] == ["miss", "shared"]
    assert application.made == 2


def test_what_another_machine_made_of_an_unknown_version_is_not_used(
    address: str, release: str
) -> None:
    here, there = Hands(), Hands()
    there.marks = Marks("other", "1")
    application = Application()
    get(front_of(application, there, shared=Shared(server_at(address), release)))
    assert get(front_of(application, here, shared=Shared(server_at(address), release))).how == (
        "miss"
    )


def test_two_machines_make_an_answer_once(address: str, release: str) -> None:
    hands = Hands()
    application = Application(before=lambda: time.sleep(0.3))
    fronts = [
        front_of(application, hands, shared=Shared(server_at(address), release)) for _ in range(4)
    ]
    bodies: list[bytes] = []
    threads = [
        threading.Thread(target=lambda front=front: bodies.append(get(front).body))
        for front in fronts * 4
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (len(bodies), len(set(bodies)), application.made) == (16, 1, 1)


def test_a_machine_that_died_while_making_is_waited_for_a_little(
    address: str, release: str
) -> None:
    Shared(server_at(address), release).claim(ASKED)
    began = time.monotonic()
    front = front_of(Application(), Hands(), shared=Shared(server_at(address), release))
    assert get(front).status == "200 OK"
    assert time.monotonic() - began < 5


def test_rubbish_is_no_answer(address: str, release: str) -> None:
    shared = Shared(server_at(address), release)
    server = server_at(address)
    for rubbish in (b"", b"x", b"{}\nx", b"[]\n", b'{"status": 1}\n', b"\xff\n\xff"):
        server.set(shared._name(ASKED), rubbish)
        assert shared.get(ASKED) is None


def test_without_the_server_pages_are_served_and_it_is_left_alone_for_a_while() -> None:
    now = [0.0]
    calls: list[str] = []
    client: Any = server_at(f"redis://127.0.0.1:{free_port()}/0")
    real = client.execute_command

    def counted(*words: object, **more: object) -> object:
        calls.append(str(words[0]))
        return real(*words, **more)

    client.execute_command = counted
    shared = Shared(client, "x", now=lambda: now[0])
    front = front_of(Application(), Hands(), shared=shared)
    began = time.monotonic()
    assert [get(front, f"/{number}/").how for number in range(20)] == ["miss"] * 20
    assert time.monotonic() - began < 2
    assert calls == ["GET"]
    now[0] += REST
    assert get(front, "/later/").how == "miss"
    assert calls == ["GET", "GET"]


def test_a_server_that_does_not_answer_costs_a_quarter_of_a_second_once() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        client = server_at(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        front = front_of(Application(), Hands(), shared=Shared(client, "x"))
        began = time.monotonic()
        assert [get(front, f"/{number}/").how for number in range(10)] == ["miss"] * 10
        assert time.monotonic() - began < 2
        with pytest.raises(RedisError):
            client.get("x")
