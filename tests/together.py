"""Several things done at the same moment, each as the shop on a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from catalog.acting import acting
from tests.making import SYSTEM


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """The answers, or the errors, of acts that begin together in threads of their own."""
    start, answers = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        try:
            start.wait()
            with acting(SYSTEM):
                answers.append(act())
        except Exception as error:
            answers.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def failures_at_once(acts: Sequence[Callable[[], Any]]) -> list[Exception]:
    """What went wrong of them."""
    return [answer for answer in at_once(acts) if isinstance(answer, Exception)]
