"""Answers that are kept: found out once, however many ask."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from catalog.kept import forget_all, kept

_PATIENCE = 60  # seconds


def test_who_asks_meanwhile_waits_for_the_one_answer() -> None:
    begun, go_on = threading.Event(), threading.Event()
    times = []

    @kept(seconds=60)
    def answer(word: str) -> str:
        times.append(word)
        begun.set()
        assert go_on.wait(_PATIENCE)
        return word.upper()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(answer, "a")
        assert begun.wait(_PATIENCE)
        second = pool.submit(answer, "a")
        go_on.set()
        assert (first.result(_PATIENCE), second.result(_PATIENCE)) == ("A", "A")
    assert times == ["a"]


def test_an_answer_begun_before_all_was_forgotten_is_not_given_to_others() -> None:
    state = ["old"]

    @kept(seconds=60)
    def answer() -> str:
        found = state[0]
        if found == "old":
            state[0] = "new"  # the catalogue moves while the answer is on its way
            forget_all()
        return found

    assert answer() == "old"
    assert answer() == "new"


def test_other_arguments_are_other_answers() -> None:
    @kept(seconds=60)
    def answer(word: str, *, times: int = 1) -> str:
        return word * times

    assert [answer("a"), answer("a", times=2), answer("b")] == ["a", "aa", "b"]
