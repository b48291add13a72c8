"""The committed dump is what the migrations make, in words that PostgreSQL 16 knows."""

from __future__ import annotations

import gzip
import re

import pytest

from storefront.launch import schema
from storefront.launch.places import places_here
from tests.launch.running import run

# What pg_dump 17 and 18 can write and 16 cannot read.
UNKNOWN_TO_16 = re.compile(
    r"^\\"
    r"|transaction_timeout"
    r"|\bVIRTUAL\b"
    r"|\bWITHOUT OVERLAPS\b"
    r"|\bNOT ENFORCED\b"
    r"|\bPERIOD\b"
    r"|\bADD CONSTRAINT \S+ NOT NULL\b"
    r"|^\s+CONSTRAINT \S+ NOT NULL \S+"
    r"|\bpg_catalog\.builtin\b",
    re.MULTILINE,
)


def committed() -> str:
    return gzip.decompress(places_here().schema.read_bytes()).decode()


def test_the_dump_holds_nothing_that_16_refuses() -> None:
    assert UNKNOWN_TO_16.findall(committed()) == []


def test_the_dump_names_no_role_and_no_version() -> None:
    text = committed()
    assert "OWNER TO" not in text
    assert "GRANT " not in text
    assert "Dumped from" not in text


@pytest.mark.parametrize(
    "line", ["\\restrict abc", "\\unrestrict abc", "SET transaction_timeout = 0;"]
)
def test_lines_of_later_versions_are_dropped(line: str) -> None:
    assert schema.cleaned(f"SET a = 1;\n{line}\nSET b = 2;\n") == "SET a = 1;\nSET b = 2;\n"


def test_the_same_text_gives_the_same_bytes() -> None:
    assert schema.packed("x" * 1000) == schema.packed("x" * 1000)


@pytest.mark.slow
def test_a_fresh_migrate_makes_the_dump(tmp_path_factory: pytest.TempPathFactory) -> None:
    answer = run(["schema-dump", "--check"], tmp_path_factory.mktemp("dump"))
    assert answer.returncode == 0, answer.stdout + answer.stderr
