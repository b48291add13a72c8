"""Asking the API, and Saleor's own schema to hold it against."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from graphql import GraphQLSchema, build_ast_schema, parse

from catalog.kept import forget_all

ADDRESS = "/graphql/"
DOCUMENTS = Path(__file__).parent / "documents"


@dataclass(frozen=True)
class Answer:
    """What the API said. statements: SQL statements that it took."""

    status: int
    data: Any
    errors: list[dict[str, Any]]
    statements: int


Ask = Callable[..., Answer]


@pytest.fixture(autouse=True)
def nothing_kept(settings: Any) -> Iterator[None]:
    """What a process keeps for some seconds is not carried from test to test; the shop's address
    is always the same."""
    settings.PUBLIC_URL = "http://localhost:8000"
    forget_all()
    yield
    forget_all()


@pytest.fixture
def ask(db: None, client: Client) -> Ask:
    """Asks a question as a stranger, with nothing kept from the one before."""

    def asked(query: str, *, warm: bool = False, **variables: Any) -> Answer:
        if not warm:
            forget_all()
        body = json.dumps({"query": query, "variables": variables})
        with CaptureQueriesContext(connection) as statements:
            response = client.post(ADDRESS, body, content_type="application/json")
        content = response.json()
        return Answer(
            response.status_code, content.get("data"), content.get("errors", []), len(statements)
        )

    return asked


@pytest.fixture(scope="session")
def saleor_schema() -> GraphQLSchema:
    """Saleor 2.10's public schema, made from the text that its wheel ships; Saleor itself is not
    imported."""
    spec = find_spec("saleor")
    assert spec is not None and spec.submodule_search_locations
    path = Path(spec.submodule_search_locations[0]) / "graphql" / "schema.graphql"
    # the library reads the older way of naming several interfaces
    text = re.sub(
        r"implements [^{]*", lambda match: match[0].replace(" &", ","), path.read_text("utf-8")
    )
    made: GraphQLSchema = build_ast_schema(parse(text))  # type: ignore[no-untyped-call]
    return made


def document(name: str) -> str:
    """A client's document."""
    return (DOCUMENTS / f"{name}.graphql").read_text("utf-8")
