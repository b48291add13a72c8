"""Prepared statements say not who reads: none reads a table whose rows are hidden.

Outside of a transaction nobody told the database anything, so that such a statement would find
nothing for anybody, which a test that runs as the owner never sees.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from catalog.selectors import listing
from tests.catalog.test_row_security_reads import hidden

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("catalog", "galleries", "legality", "storefront")
OURS = {*PACKAGES, "tests"}


def users() -> list[ModuleType]:
    """The modules that have statements prepared."""
    found = []
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            if re.search(r"^from catalog\.prepared import ", file.read_text(), re.MULTILINE):
                name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
                found.append(importlib.import_module(name))
    return found


def words_of(source: str) -> Iterator[str]:
    """All texts that a source holds."""
    for node in ast.walk(ast.parse(textwrap.dedent(source))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def texts(module: ModuleType) -> Iterator[str]:
    """All texts of a module, and those of what it takes from elsewhere of ours."""
    yield from words_of(inspect.getsource(module))
    for value in vars(module).values():
        yield from brought(value, module)


def brought(value: Any, module: ModuleType) -> Iterator[str]:
    """The texts of what a module has by a name."""
    home = getattr(value, "__module__", None) or ""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        yield from (one for one in _flat(value) if isinstance(one, str))
    elif inspect.isfunction(value) and home != module.__name__ and home.split(".")[0] in OURS:
        yield from words_of(inspect.getsource(value))


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, str) or not isinstance(value, Iterable):
        yield value
        return
    for one in value:
        yield from _flat(one)


def named(said: Iterable[str], tables: Iterable[str]) -> set[str]:
    """The tables that these texts name."""
    asked = re.compile(rf"\b(?:FROM|JOIN|,)\s+({'|'.join(tables)})\b", re.IGNORECASE)
    return {found for text in said for found in asked.findall(text)}


def test_no_prepared_statement_names_a_table_whose_rows_are_hidden(
    counted: Callable[[str], None],
) -> None:
    tables = hidden()
    modules = users()
    assert listing in modules and len(tables) >= 40
    found = {module.__name__: named(texts(module), tables) for module in modules}
    assert {name: some for name, some in found.items() if some} == {}
    counted(f"{len(modules)} modules have statements prepared, none of {len(tables)} hidden tables")


@pytest.mark.parametrize(
    "source",
    [
        "def rows():\n    return prepared_rows(f'SELECT {1} FROM catalog_stockmove m', {})",
        "_SQL = {'a': ('WITH x AS (SELECT id FROM legality_review) SELECT 1',)}",
        "_SQL = 'SELECT 1 ' + 'JOIN catalog_auditentry'",
    ],
)
def test_one_that_does_is_noticed(source: str, tmp_path: Path) -> None:
    file = tmp_path / "made.py"
    file.write_text(f"from catalog.prepared import prepared_rows\n{source}\n")
    spec = importlib.util.spec_from_file_location("made", file)
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert len(named(texts(made), hidden())) == 1


def test_what_is_taken_from_elsewhere_is_read_as_well() -> None:
    made = ModuleType("made")
    made.__dict__["taken"] = hidden_rows
    made.__dict__["others"] = {"a": ["SELECT 1 FROM legality_evidence"]}
    said = [text for value in vars(made).values() for text in brought(value, made)]
    assert named(said, hidden()) == {"catalog_stockmove", "legality_evidence"}


def hidden_rows() -> str:
    """Names a hidden table."""
    return "SELECT 1 FROM catalog_stockmove"
