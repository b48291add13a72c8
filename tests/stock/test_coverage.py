"""The one list of attempts is whole, and every attempt of it is shown on stock Saleor."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from pathlib import Path
from types import ModuleType

from tests.stock.attempts import ATTEMPTS, LINES


def _modules() -> list[ModuleType]:
    names = sorted(path.stem for path in Path(__file__).parent.glob("test_*.py"))
    return [import_module(f"tests.stock.{name}") for name in names]


def _shown(module: ModuleType) -> list[str]:
    """The attempts that the module's tests are marked with."""
    tests = [each for name, each in vars(module).items() if name.startswith("test_")]
    marks = [mark for test in tests for mark in getattr(test, "pytestmark", [])]
    return [name for mark in marks if mark.name == "shows" for name in mark.args]


def test_every_line_of_the_design_has_an_attempt() -> None:
    assert {each.line for each in ATTEMPTS} == set(LINES)


def test_no_two_attempts_have_one_id() -> None:
    assert [
        name for name, times in Counter(each.id for each in ATTEMPTS).items() if times > 1
    ] == []


def test_every_attempt_is_shown_once() -> None:
    shown = [name for module in _modules() for name in _shown(module)]

    assert sorted(shown) == sorted(each.id for each in ATTEMPTS)
