"""SAFETY 1, Access: what stock Saleor tells of its inside with DEBUG off.

CVE-2023-26051 and CVE-2023-26052 (an exception's text reaches the caller), class names in every
error, introspection open.
"""

from __future__ import annotations

import pytest

from tests.stock.sending import Sender


@pytest.mark.shows("id-that-is-no-number")
def test_an_exceptions_text_and_class_reach_the_caller(send: Sender) -> None:
    (error,) = send("id-that-is-no-number").errors

    assert "expected a number but got 'one'" in error["message"]
    assert error["extensions"]["exception"]["code"] == "ValueError"


@pytest.mark.shows("slug-that-the-database-refuses")
def test_the_databases_words_reach_the_caller(send: Sender) -> None:
    (error,) = send("slug-that-the-database-refuses").errors

    assert "NUL (0x00) bytes" in error["message"]
    assert error["extensions"]["exception"]["code"] in {"DataError", "ValueError"}


@pytest.mark.shows("error-with-class-name")
def test_every_error_names_a_class(send: Sender) -> None:
    (error,) = send("error-with-class-name").errors

    assert error["message"] == "badly formed hexadecimal UUID string"
    assert error["extensions"]["exception"]["code"] == "ValueError"


@pytest.mark.shows("introspection-of-schema")
def test_the_whole_schema_can_be_asked_for(send: Sender) -> None:
    fields = send("introspection-of-schema").data["__schema"]["mutationType"]["fields"]

    assert {"name": "updateMetadata"} in fields
    assert len(fields) > 200


@pytest.mark.shows("introspection-of-type")
def test_a_type_can_be_asked_for(send: Sender) -> None:
    fields = send("introspection-of-type").data["__type"]["fields"]

    assert {"name": "privateMetadata"} in fields
