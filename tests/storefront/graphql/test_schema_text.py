"""The committed text of the schema is what the code makes."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import graphene
import pytest
from django.core.management import CommandError, call_command

from storefront.graphql import schema as module
from storefront.management.commands import graphqlschema


def test_the_committed_text_is_true() -> None:
    call_command("graphqlschema", "--check", stdout=StringIO())


def test_a_field_that_nobody_reviewed_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    class More(module.Query):
        """With one field more."""

        class Meta:
            name = "Query"

        secret = graphene.String()

    monkeypatch.setattr(module, "schema", graphene.Schema(query=More, mutation=module.Mutation))
    with pytest.raises(CommandError, match=r"\+  secret: String"):
        call_command("graphqlschema", "--check", stdout=StringIO())


def test_the_text_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphqlschema, "PATH", tmp_path / "schema.graphql")
    with pytest.raises(CommandError):
        call_command("graphqlschema", "--check", stdout=StringIO())
    call_command("graphqlschema", stdout=StringIO())
    call_command("graphqlschema", "--check", stdout=StringIO())
    assert (tmp_path / "schema.graphql").read_text("utf-8") == module.schema_text()
