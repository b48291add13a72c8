"""Libraries that Saleor 2.10.1 imports at start and that the shop never uses.

Each stands in with just what the import asks for, and says so when it is used after all.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType, SimpleNamespace


def _module(name: str, **names: object) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(names)
    return module


class _NoPlaces:
    """A reader of a database of addresses that holds none."""

    def get(self, address: str) -> None:
        """Unknown, whatever the address."""


def stand_in_for_geolite() -> None:
    """`geolite2` that knows no address: the real one is 55 MB of data of 2018 without a licence.

    Host: core/utils/__init__.py:15. Not gone: the shop sells in one country and never asks.
    Remove when: the host no longer imports it at start.
    """
    names = _module("geolite2", geolite2=SimpleNamespace(reader=_NoPlaces))
    sys.modules.setdefault("geolite2", names)


class _Expression:
    """What sympy would build while `measurement` writes down how temperatures convert."""

    def __init__(self, value: object = None) -> None:
        """Whatever the symbol or number is, it is not kept."""

    def __add__(self, other: object) -> _Expression:
        return self

    __sub__ = __mul__ = __add__

    def evalf(self, subs: object) -> float:
        """Raises NotImplementedError."""
        raise NotImplementedError("Temperatures cannot be converted: sympy is not loaded.")


def _solve_linear(unit: _Expression, value: float) -> float:
    return unit.evalf(subs=value)


def stand_in_for_sympy() -> None:
    """`measurement` without sympy, which it needs for temperatures alone: 32 MB in every process.

    Host: product/models.py:15, measurement/base.py:31. Not gone: the shop weighs things.
    Only that one import sees the stand-in; sympy itself stays importable.
    Remove when: `measurement` no longer imports sympy (its version 4 does not).
    """
    if "sympy" in sys.modules or "measurement.measures" in sys.modules:
        return
    solvers = _module("sympy.solvers", solve_linear=_solve_linear)
    names = {"Expr": _Expression, "S": _Expression, "Symbol": _Expression}
    sys.modules["sympy"] = _module("sympy", solvers=solvers, **names)
    sys.modules["sympy.solvers"] = solvers
    try:
        importlib.import_module("measurement.measures")
    finally:
        del sys.modules["sympy"], sys.modules["sympy.solvers"]
