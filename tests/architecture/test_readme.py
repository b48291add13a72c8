"""The README names what there is, and nothing that is not there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from storefront.graphql import connections, cost, limits, product_filters
from storefront.launch import cli
from tests.stock.attempts import ATTEMPTS, LINES

ROOT: Path = settings.BASE_DIR
README = (ROOT / "README.md").read_text(encoding="utf-8")
# What stands between backticks, and the words that an address or a command begins with.
CODE = re.findall(r"`([^`\n]+)`", README)
# Words that promise instead of saying, and notes to oneself.
FORBIDDEN = (
    *("seamless", "powerful", "robust", "cutting-edge", "world-class", "blazing", "effortless"),
    *("state of the art", "leverage", "delve", "simply ", "just works", "to-do", "fix" + "me"),
    *("lorem", "placeholder", "inmate", "jeruji"),
)


def section(title: str) -> str:
    """The text below a heading of the second level."""
    return README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def first_cells(text: str) -> list[str]:
    """The first column of the tables in a text, heads left out."""
    rows = re.findall(r"^\| (.+?) \|", text, re.MULTILINE)
    return [row for row in rows if "---" not in row]


def packages() -> list[str]:
    """Folders at the top that hold Python."""
    return sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))


def commands() -> set[str]:
    """Commands of the launcher's help and of our own management commands."""
    lines = re.findall(r"^  ([a-z-]+(?:, [a-z-]+)*)(?: [A-Z]+)?  ", cli.USAGE, re.MULTILINE)
    managed = (ROOT / "storefront" / "management" / "commands").glob("[a-z]*.py")
    return {name for line in lines for name in line.split(", ")} | {path.stem for path in managed}


def rows_of(name: str) -> list[dict[str, Any]]:
    """The rows of one file of the demo data."""
    rows: list[dict[str, Any]] = json.loads((ROOT / f"fixtures/demo/{name}.json").read_text())
    return rows


def missing(paths: Iterable[str]) -> list[str]:
    """Those that are not in the tree. A * stands for any name."""
    return sorted({path for path in paths if not list(ROOT.glob(path.rstrip("/")))})


def test_it_names_the_two_commands() -> None:
    assert "\npython3 -m storefront up\n" in README
    assert "\npython3 -m storefront test\n" in README


def test_it_explains_every_name_of_the_environment_and_no_other() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    names = re.findall(r"^#?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE)
    explained = re.findall(r"`([A-Z0-9_]+)`", " ".join(first_cells(section("Configuration"))))
    assert names
    assert sorted(explained) == sorted(names)


def test_it_says_which_secrets_may_stand_in_a_file() -> None:
    text = (ROOT / "storefront" / "settings.py").read_text(encoding="utf-8")
    marked = re.findall(r"`([A-Z0-9_]+)` \*", " ".join(first_cells(section("Configuration"))))
    assert set(marked) == set(re.findall(r'env_secret\("([A-Z_]+)"', text))


def test_it_maps_every_package() -> None:
    assert "catalog" in packages()
    assert {f"`{name}`" for name in packages()} <= set(first_cells(section("Map")))


def test_it_explains_every_command() -> None:
    words = {code.removeprefix("python3 -m storefront ").split()[0] for code in CODE}
    named = {word.replace("-", "") for word in words}
    assert {"up", "doctor", "schema-dump", "beat", "bench"} <= commands()
    assert {name.replace("-", "") for name in commands()} <= named


def test_its_links_and_pictures_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README) + re.findall(r'src="([^":]+)"', README)
    assert links
    assert missing(links) == []


def test_the_files_that_it_names_are_there() -> None:
    tops = {path.name for path in ROOT.iterdir() if path.name not in {".data", ".venv", ".env"}}
    named = [code for code in CODE if re.fullmatch(r"[\w./*-]+", code)]
    assert missing(code for code in named if "/" in code and code.split("/")[0] in tops) == []


def test_it_has_none_of_the_words_that_promise() -> None:
    text = README.lower()
    assert [word for word in FORBIDDEN if word in text] == []


@pytest.mark.parametrize("attempt", [each.id for each in ATTEMPTS])
def test_it_says_what_was_tried_on_stock_saleor(attempt: str) -> None:
    assert f"`{attempt}`" in section("Saleor's advisories")


def test_it_says_how_every_advisory_that_is_tested_stands() -> None:
    stands = set(first_cells(section("Saleor's advisories")))
    assert {line for line in LINES if line.startswith("CVE")} <= stands


def test_the_versions_that_it_names_are_the_locked_ones() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    cells = " ".join(first_cells(section("Saleor's advisories")))
    named = re.findall(r"([A-Za-z][\w-]*[a-zA-Z0-9]) (\d[\w.]*\.\d+)", cells)
    pins = [f"{name.lower()}=={version}" for name, version in named if name != "PostgreSQL"]
    assert len(pins) > 10
    assert [pin for pin in pins if f"\n{pin} " not in f"\n{lock}"] == []


def test_its_numbers_of_the_demo_shop_are_true() -> None:
    facilities, listings = rows_of("facilities"), rows_of("listings")
    provinces = {row["regency"][:2] for row in facilities}
    kinds = {row["category"] for row in listings}
    text = " ".join(README.split())
    assert f"{len(facilities)} facilities in {len(provinces)} provinces" in text
    assert f"{len(listings)} listings in {len(kinds)} kinds" in text
    assert f"{len(rows_of('albums'))} albums" in text


def test_its_limits_of_graphql_are_the_codes() -> None:
    rows = section("GraphQL")
    assert f"| {limits.MOST_BYTES:,} bytes; none |" in rows
    assert f"| {limits.MOST_DEPTH}; {limits.MOST_ALIASES}; {limits.MOST_DIRECTIVES} |" in rows
    assert f"| {limits.MOST_FIELDS}; {limits.MOST_REPEATS} |" in rows
    assert f"| {limits.MOST_TOKENS:,}; {limits.MOST_NESTING}; {limits.MOST_DEFINITIONS} |" in rows
    values = (
        f"| {limits.MOST_VALUES:,}; {limits.MOST_LETTERS_OF_A_VALUE:,};"
        f" {product_filters.MOST_ATTRIBUTES} |"
    )
    assert values in rows
    assert f"| {cost.MOST_COST:,} |" in rows
    assert f"| {connections.MOST_A_PAGE}; every connection" in rows
