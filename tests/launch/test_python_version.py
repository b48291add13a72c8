"""A wrong Python is told so in one line."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from storefront import __main__ as entry
from storefront.launch.places import ROOT

OLD_GRAMMAR = (3, 7)  # the oldest that ast still knows


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_supported_pythons_are_right(version: tuple[int, int]) -> None:
    assert entry.is_right(version)


@pytest.mark.parametrize("version", [(2, 7), (3, 8), (3, 10), (3, 14), (4, 0)])
def test_other_pythons_are_not(version: tuple[int, int]) -> None:
    assert not entry.is_right(version)


def test_the_refusal_is_one_line_with_what_to_do() -> None:
    said = entry.refusal((3, 8))
    assert "\n" not in said
    assert "3.8" in said
    assert "Run: python3." in said or "Install one" in said


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py"])
def test_an_old_python_can_read_what_refuses_it(name: str) -> None:
    source = (ROOT / "storefront" / name).read_text(encoding="utf-8")
    ast.parse(source, feature_version=OLD_GRAMMAR)
    assert "from __future__ import annotations" not in source  # Python 3.6 does not know it


def modules_before_the_environment() -> list[Path]:
    """What cli.py pulls in, by its imports of our own modules."""
    seen: dict[str, Path] = {}
    waiting = ["storefront.launch.cli"]
    while waiting:
        name = waiting.pop()
        path = ROOT / f"{name.replace('.', '/')}.py"
        if name in seen or not path.exists():
            continue
        seen[name] = path
        waiting += [one for one in imports_of(path) if one.startswith("storefront")]
    return list(seen.values())


def imports_of(path: Path) -> list[str]:
    """Full names that a module imports."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found


def test_nothing_installed_is_imported_before_the_environment_exists() -> None:

    modules = modules_before_the_environment()
    assert len(modules) > 5
    for path in modules:
        tops = {name.split(".")[0] for name in imports_of(path)} - {"", "storefront"}
        assert tops <= set(sys.stdlib_module_names), f"{path.name}: {tops}"
