"""The house rules that no tool checks for us."""

from __future__ import annotations

import ast
import csv
import importlib
import pkgutil
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType

import pytest
from celery import current_app
from django.conf import settings

import catalog
import galleries
import legality
import storefront
from catalog.errors import DomainError, ErrorCode

ROOT: Path = settings.BASE_DIR
OURS = (catalog, legality, galleries, storefront)
HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "/sim" + "ple/")


def modules() -> Iterator[ModuleType]:
    """Every module of ours that can be imported without an effect."""
    for package in OURS:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith(("__main__", "bench.statements", "bench.load")):
                yield importlib.import_module(found.name)


def source_of(module: ModuleType) -> str:
    """Its text; an empty `__init__.py` has none."""
    return Path(str(module.__file__)).read_text(encoding="utf-8")


def errors() -> list[type[DomainError]]:
    waiting: list[type[DomainError]] = [DomainError]
    found: list[type[DomainError]] = []
    assert list(modules())
    while waiting:
        subclasses = waiting.pop().__subclasses__()
        found += subclasses
        waiting += subclasses
    return found


def test_every_module_says_what_it_is() -> None:
    silent = [module.__name__ for module in modules() if source_of(module) and not module.__doc__]
    assert silent == []


def test_every_error_has_a_code_and_says_when_it_is_raised() -> None:
    for error in errors():
        assert isinstance(error.code, ErrorCode), error
        assert error.__doc__ and error.__doc__ != DomainError.__doc__, error


def test_saleors_packages_hold_nothing_that_its_wheel_did_not_bring() -> None:
    wheel = distribution("saleor")
    recorded = {row[0] for row in csv.reader((wheel.read_text("RECORD") or "").splitlines())}
    folder = Path(str(wheel.locate_file("saleor")))
    present = {
        str(Path("saleor") / path.relative_to(folder))
        for path in folder.rglob("*.py")
        if "__pycache__" not in path.parts
    }
    assert present and present <= recorded


def announced() -> Iterator[str]:
    """The first argument of every call of announce(), constants looked up in their module."""
    for module in modules():
        tree = ast.parse(source_of(module))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id == "announce":
                first = call.args[0]
                if isinstance(first, ast.Constant):
                    yield str(first.value)
                elif isinstance(first, ast.Name):
                    yield str(getattr(module, first.id))
                else:
                    pytest.fail(f"{module.__name__} announces something that cannot be read")


def test_every_announced_job_is_registered() -> None:
    names = set(announced())
    assert names
    assert names <= set(current_app.tasks)


def test_every_job_of_the_timetable_is_registered() -> None:
    schedule = importlib.import_module("storefront.celery").app.conf.beat_schedule
    assert {entry["task"] for entry in schedule.values()} <= set(current_app.tasks)


def test_nothing_of_ours_queues_work_but_the_outbox() -> None:
    for module in modules():
        source = source_of(module)
        if module.__name__ != "catalog.announce":
            assert ".delay(" not in source and ".apply_async(" not in source, module.__name__
            assert "send_task(" not in source, module.__name__


def test_no_committed_lock_or_setting_names_a_download_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml", "Dockerfile"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not [host for host in HOSTS if host in text], name
        assert "index-url" not in text, name
