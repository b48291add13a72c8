"""What a worker knows of the version, and how long it may trust what it knew."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import DatabaseError, connection

from catalog.kept import forget_all, kept
from catalog.selectors.version import Marks
from storefront.cache.clock import BOUND, COUNTED, HELD, Age, Clock, Label, ask_database
from tests.storefront.cache.making import Hands


def learned(clock: Clock) -> Label:
    moment = clock.moment()
    assert moment is not None
    return moment.label


def test_it_asks_once_a_second_however_often_it_is_asked() -> None:
    hands = Hands()
    clock = hands.clock()
    for _ in range(50):
        clock.moment()
        hands.seconds += 0.1
    assert hands.asked == 5


def test_a_label_is_fresh_as_long_as_the_version_stands() -> None:
    hands = Hands()
    clock = hands.clock()
    label = learned(clock)
    for _ in range(20):
        hands.seconds += 0.9
        clock.moment()
        assert clock.age(label) is Age.FRESH


def test_a_moved_version_is_old_until_the_promise_ends() -> None:
    hands = Hands()
    clock = hands.clock()
    label = learned(clock)
    hands.marks = Marks("b", "1")
    assert clock.age(label) is Age.FRESH  # not known yet
    hands.seconds += 1.0
    assert learned(clock) != label
    assert clock.age(label) is Age.OLD
    hands.seconds += HELD - 1.0
    clock.moment()
    assert clock.age(label) is Age.OLD
    hands.seconds += 0.01
    assert clock.age(label) is Age.GONE
    assert HELD < BOUND


def test_a_worker_that_slept_gives_nothing_of_before() -> None:
    hands = Hands()
    clock = hands.clock()
    label = learned(clock)
    hands.marks = Marks("b", "1")
    hands.seconds += 60
    assert learned(clock) != label
    assert clock.age(label) is Age.GONE


def test_a_version_that_nobody_moved_holds_through_a_sleep() -> None:
    hands = Hands()
    clock = hands.clock()
    label = learned(clock)
    hands.seconds += 3600
    assert learned(clock) == label
    assert clock.age(label) is Age.FRESH


def test_numbers_may_lag_a_little_before_anything_is_made_anew() -> None:
    hands = Hands()
    clock = hands.clock()
    label = learned(clock)
    hands.marks = Marks("a", "2")
    hands.seconds += 1.0
    clock.moment()
    assert clock.age(label) is Age.FRESH
    hands.seconds += COUNTED - 0.5
    clock.moment()
    assert clock.age(label) is Age.OLD
    hands.seconds += 1.0
    clock.moment()
    assert clock.age(label) is Age.GONE


def test_midnight_in_jakarta_is_a_move() -> None:
    hands = Hands()
    clock = hands.clock()
    label = learned(clock)
    hands.day = date(2026, 11, 23)
    hands.seconds += 1.0
    assert learned(clock) != label
    assert clock.age(label) is Age.OLD
    hands.seconds += HELD
    clock.moment()
    assert clock.age(label) is Age.GONE


def test_without_the_database_nothing_is_trusted_for_long() -> None:
    hands = Hands()
    clock = hands.clock()
    label = learned(clock)
    hands.fault = DatabaseError("gone")
    hands.seconds += HELD
    assert learned(clock) == label
    hands.seconds += 0.01
    assert clock.moment() is None
    assert clock.age(label) is Age.GONE
    hands.fault = None
    hands.seconds += 1.0
    assert learned(clock) == label
    assert clock.age(label) is Age.FRESH


def test_what_was_kept_below_is_forgotten_before_the_new_version_is_known() -> None:
    hands = Hands()
    clock = hands.clock()
    learned(clock)
    assert hands.forgotten == 1
    hands.marks = Marks("a", "2")
    hands.seconds += 1.0
    clock.moment()
    assert hands.forgotten == 1
    hands.marks = Marks("b", "2")
    hands.seconds += 1.0
    clock.moment()
    assert hands.forgotten == 2


def test_an_answer_begun_before_the_forgetting_is_not_kept() -> None:
    begun, go_on = threading.Event(), threading.Event()
    answers = iter(["old", "new"])

    @kept(seconds=60)
    def slow() -> str:
        answer = next(answers)
        if answer == "old":
            begun.set()
            go_on.wait(60)
        return answer

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(60)
    forget_all()
    go_on.set()
    thread.join(60)
    assert slow() == "new"
    assert slow() == "new"


def test_one_thread_asks_while_the_others_go_on() -> None:
    hands = Hands()
    asking, go_on = threading.Event(), threading.Event()
    answers = [Marks("a", "1"), Marks("b", "1")]

    def ask() -> Marks:
        if len(answers) == 1:
            asking.set()
            go_on.wait(60)
        return answers.pop(0)

    clock = Clock(ask, now=lambda: hands.seconds, today=lambda: hands.day, forget=lambda: None)
    label = learned(clock)
    hands.seconds += 1.5
    thread = threading.Thread(target=clock.moment)
    thread.start()
    assert asking.wait(60)
    assert learned(clock) == label
    go_on.set()
    thread.join(60)
    assert learned(clock) != label


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_cut_is_opened_again() -> None:
    marks = ask_database()
    pid = connection.connection.info.backend_pid

    def cut() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        connection.close()

    thread = threading.Thread(target=cut)
    thread.start()
    thread.join(60)
    assert ask_database() == marks
    assert connection.connection.info.backend_pid != pid
