"""An app of the server under test alone: a worker dies (SIGKILL) where a file says so.

Each file in KILL_FOLDER is one death: its name is a point of POINTS, and whoever comes there first
takes it away and dies.
"""

from __future__ import annotations

import importlib
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import AppConfig

FOLDER = "KILL_FOLDER"
# Point: module, name in it, whether the death comes after it.
POINTS: dict[str, tuple[str, str, bool]] = {
    "before the commit": ("storefront.orders.services.placing", "_write", True),
    "after the order": ("storefront.web.buying.review", "payment_begin", False),
    "before the charge": ("storefront.web.buying.practice", "practice_do", False),
    # the bank has the money, the shop has not heard of it
    "after the charge": ("storefront.orders.services.practising", "practice_tell", False),
}


def _die_if_asked(point: str) -> None:
    try:
        os.unlink(Path(os.environ[FOLDER]) / point)
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def _deadly(point: str, act: Callable[..., Any], is_after: bool) -> Callable[..., Any]:
    def done(*args: Any, **kwargs: Any) -> Any:
        if not is_after:
            _die_if_asked(point)
        answer = act(*args, **kwargs)
        if is_after:
            _die_if_asked(point)
        return answer

    return done


class KillingConfig(AppConfig):
    """Puts deaths at the points."""

    name = "tests.faults"
    label = "faults"

    def ready(self) -> None:
        """Wraps what stands at each point. Raises AttributeError when it is no longer there."""
        for point, (module, name, is_after) in POINTS.items():
            place = importlib.import_module(module)
            setattr(place, name, _deadly(point, getattr(place, name), is_after))
