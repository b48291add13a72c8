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


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits for the server, and for who makes an answer, however busy the machine is."""
    monkeypatch.setattr("storefront.cache.shared._TIMEOUT", 60)
    monkeypatch.setattr("storefront.cache.shared._CLAIMED_MS", 60_000)
    monkeypatch.setattr("storefront.cache.front.HELD", 120)


_release = iter(range(1000))


@pytest.fixture
def release() -> str:
    """A print that no other test has."""
    return f"release-{next(_release)}"


@pytest.mark.usefixtures("patient")
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


@pytest.mark.usefixtures("patient")
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


@pytest.mark.usefixtures("patient")
def test_what_another_left_after_one_looked_is_not_made_again(
    address: str, release: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands, application = Hands(), Application()
    here, there = (Shared(server_at(address), release) for _ in range(2))
    claim = here.claim

    def late(question: Question) -> bool:
        get(front_of(application, hands, shared=there))
        return claim(question)

    monkeypatch.setattr(here, "claim", late)
    assert get(front_of(application, hands, shared=here)).how == "shared"
    assert application.made == 1
    assert there.claim(ASKED)  # and the claim was given back


@pytest.mark.usefixtures("patient")
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
        thread.join(120)
    assert (len(bodies), len(set(bodies)), application.made) == (16, 1, 1)


def test_a_machine_that_died_while_making_is_waited_for_a_little(
    address: str, release: str
) -> None:
    Shared(server_at(address), release).claim(ASKED)
    front = front_of(Application(), Hands(), shared=Shared(server_at(address), release))
    assert get(front).status == "200 OK"


@pytest.mark.usefixtures("patient")
def test_rubbish_is_no_answer(address: str, release: str) -> None:
    shared = Shared(server_at(address), release)
    server = server_at(address)
    for rubbish in (b"", b"x", b"{}\nx", b"[]\n", b'{"status": 1}\n', b"\xff\n\xff"):
        server.set(shared._name(ASKED), rubbish)
        assert shared.get(ASKED) is None


def calls_of(client: Any) -> list[str]:
    """Which commands it is told from now on."""
    calls: list[str] = []
    real = client.execute_command

    def counted(*words: object, **more: object) -> object:
        calls.append(str(words[0]))
        return real(*words, **more)

    client.execute_command = counted
    return calls


def test_without_the_server_pages_are_served_and_it_is_left_alone_for_a_while() -> None:
    now = [0.0]
    client = server_at(f"redis://127.0.0.1:{free_port()}/0")
    calls = calls_of(client)
    shared = Shared(client, "x", now=lambda: now[0])
    front = front_of(Application(), Hands(), shared=shared)
    assert [get(front, f"/{number}/").how for number in range(20)] == ["miss"] * 20
    assert calls == ["GET"]
    now[0] += REST
    assert get(front, "/later/").how == "miss"
    assert calls == ["GET", "GET"]


def test_a_server_that_does_not_answer_is_waited_for_once() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        client = server_at(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        calls = calls_of(client)
        front = front_of(Application(), Hands(), shared=Shared(client, "x", now=lambda: 0.0))
        assert [get(front, f"/{number}/").how for number in range(10)] == ["miss"] * 10
        assert calls == ["GET"]
        with pytest.raises(RedisError):
            client.get("x")
