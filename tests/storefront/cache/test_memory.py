"""Bounded by bytes, and strangers do not drive out what visitors ask for."""

from __future__ import annotations

from storefront.cache.answers import Answer
from storefront.cache.clock import Label
from storefront.cache.keys import Question
from storefront.cache.memory import Memory

ROOM = 400_000


def question(path: str) -> Question:
    return Question("http://shop.test", path, "", False)


def answer(path: str, size: int = 8_000) -> Answer:
    headers = [("Content-Type", "text/html")]
    return Answer.kept(question(path), "200 OK", headers, b"x" * size, Label("a", "1"))


def test_it_never_holds_more_than_its_room() -> None:
    memory = Memory(ROOM)
    for number in range(500):
        memory.put(question(f"/{number}"), answer(f"/{number}"))
        memory.get(question(f"/{number % 40}"))
        assert memory.size <= ROOM
    assert 20 < len(memory) < 60


def test_what_was_asked_again_outlives_a_crowd_of_strangers() -> None:
    memory = Memory(ROOM)
    wanted = question("/wanted")
    memory.put(wanted, answer("/wanted"))
    assert memory.get(wanted) is not None
    for number in range(10_000):
        memory.put(question(f"/?{number}"), answer(f"/{number}"))
    assert memory.get(wanted) is not None


def test_an_answer_too_large_for_its_room_is_not_held() -> None:
    memory = Memory(ROOM)
    memory.put(question("/"), answer("/", ROOM))
    assert (len(memory), memory.size) == (0, 0)


def test_a_further_encoding_is_counted() -> None:
    memory = Memory(ROOM)
    asked = question("/")
    kept = answer("/")
    kept.squeeze("gzip")
    memory.put(asked, kept)
    before = memory.size
    kept.add("br")
    memory.grown(asked)
    assert memory.size > before
    memory.put(asked, answer("/", 100))
    assert (len(memory), memory.size) == (1, memory.size)
    assert memory.size < before + 100


def test_a_new_answer_takes_the_place_of_the_old_one() -> None:
    memory = Memory(ROOM)
    for _ in range(10):
        memory.put(question("/"), answer("/"))
        memory.get(question("/"))
    assert len(memory) == 1
    assert memory.size < 11_000
