"""Sending attempts to stock Saleor's endpoint, as anyone with a network could."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string
from saleor.account.models import User

from tests.stock.attempts import attempt
from tests.stock.messages import Message, Targets

token_of: Any = import_string("graphql_jwt.shortcuts.get_token")


@dataclass(frozen=True)
class Answer:
    """What came back.

    content: the body, parsed where it is JSON. statements: SQL statements that it took.
    """

    status: int
    content: Any
    text: str
    statements: int

    @property
    def data(self) -> Any:
        """The answer's `data`. Fails the test where there is none."""
        assert self.status == 200, self.text  # noqa: PLR2004
        return self.content["data"]

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The answer's errors; none is an empty list."""
        return self.content.get("errors", []) if isinstance(self.content, dict) else []


class Sender:
    """Sends attempts by their id, or any message."""

    def __init__(self) -> None:
        """A failure inside Saleor is a 500 here, as it is for a stranger."""
        self.client = Client(raise_request_exception=False)

    def __call__(
        self,
        name: str,
        targets: Targets | None = None,
        user: User | None = None,
        **headers: str,
    ) -> Answer:
        """The answer to the attempt of that id, sent by a stranger or by a user with a token.

        headers: further ones, by their names in small letters.
        """
        return self.message(attempt(name).make(targets or Targets()), user, **headers)

    def message(self, message: Message, user: User | None = None, **headers: str) -> Answer:
        """The answer to a message."""
        if user:
            headers["authorization"] = f"JWT {token_of(user)}"
        with CaptureQueriesContext(connection) as statements:
            response = self.client.post(
                "/graphql/", message.body, content_type=message.content_type, headers=headers
            )
        is_json = "json" in response.headers.get("Content-Type", "")
        content = response.json() if is_json else None
        return Answer(response.status_code, content, response.text, len(statements))
