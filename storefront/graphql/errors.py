"""What goes wrong, as an answer's errors: a sentence, a code and the request's id, nothing else.

Refused      before anything was executed: the message, its limits, its document
DomainError  expected, raised while answering: its own sentence and code
anything else is a bug: one fixed sentence; the log has the rest under the same request id
"""

from __future__ import annotations

from typing import Any

import structlog
from graphql.error import GraphQLError

from catalog.errors import DomainError, Invalid

log = structlog.get_logger(__name__)

MOST_LETTERS = 300

NOT_A_QUESTION = (
    "Send one question as a JSON object in UTF-8: "
    '{"query": "...", "variables": {...}, "operationName": "..."}.'
)
NOT_JSON = "Send the question with the header Content-Type: application/json."
NO_LENGTH = "Say with the header Content-Length how long the message is; chunks are not read."
FAILED = "Something went wrong on our side. Tell us the request id."


class Refused(Exception):
    """A message that is not executed. status: of HTTP; code: for machines."""

    def __init__(self, message: str, code: str, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status


def malformed(sentence: str = NOT_A_QUESTION) -> Refused:
    """The one answer to everything that is no question at all, or cannot be read as one."""
    return Refused(sentence, "MALFORMED")


def too_much(message: str) -> Refused:
    """More than is allowed."""
    return Refused(message, "LIMIT")


def invalid(error: GraphQLError) -> Refused:
    """A document or variable that the schema does not allow; the words are the library's."""
    return Refused(_short(str(error.message)), "GRAPHQL_INVALID")


def _short(text: str) -> str:
    """Text that may hold what a client sent, kept short."""
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 3] + "..."


def error_entry(message: str, code: str, request_id: str, **more: Any) -> dict[str, Any]:
    """One entry of `errors`."""
    return {
        "message": message,
        **more,
        "extensions": {"code": code, "requestId": request_id},
    }


def _sentence(error: DomainError) -> str:
    if isinstance(error, Invalid):
        return f"{error.params.get('field', '')}: {error.params.get('reason', '')}"
    return error.sentence


def answered_error(error: Exception, request_id: str) -> dict[str, Any]:
    """An error of an execution, as an entry; unexpected ones are logged."""
    original = getattr(error, "original_error", None) or error
    path = getattr(error, "path", None)
    more = {"path": path} if path else {}
    if isinstance(original, DomainError):
        return error_entry(_sentence(original), original.code.value, request_id, **more)
    log.error("graphql_failed", path=path, exc_info=original)
    return error_entry(FAILED, "INTERNAL", request_id, **more)
