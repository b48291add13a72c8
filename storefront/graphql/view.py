"""/graphql/: one question in, one answer out.

POST takes JSON; GET takes the name of one of the shop's own documents and its variables, so that
its answers can be kept by whoever stands between. A client that keeps
goods sends a key in the header Authorization, which no browser adds by itself. A buyer's checkout
and order are opened by their own tokens, in the question itself. Who is logged in is looked at for
buyers' questions alone, and only when the browser itself says that a page of this shop asks
(visitor.py): so there is nothing that another site could borrow, and no token of CSRF's is needed.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from graphql import GraphQLError
from graphql.execution import execute
from graphql.execution.values import get_variable_values
from graphql.language.printer import print_ast

from catalog.acting import acting
from catalog.dates import legal_today
from storefront.graphql.actor import (
    CHALLENGE,
    KEY_NEEDED,
    RETRY_AFTER,
    Asker,
    asker_of,
    language_read,
)
from storefront.graphql.documents import clean, kept, named_documents
from storefront.graphql.errors import (
    NO_LENGTH,
    NOT_JSON,
    Refused,
    answered_error,
    error_entry,
    invalid,
    malformed,
    too_much,
)
from storefront.graphql.execution import Execution
from storefront.graphql.explorer import explorer_page
from storefront.graphql.limits import MOST_BYTES, check_variables
from storefront.graphql.loaders import Asking
from storefront.graphql.schema import schema
from storefront.graphql.variables import misfit
from storefront.graphql.visitor import Visitor

JSON = "application/json"
CACHE = "public, max-age=0, must-revalidate"  # keep it, ask whether it is still so
OWN = "private, no-store"  # the answer to a key, and to a buyer, is nobody else's

# The library logs every error a resolver raises, expected ones too; errors.py logs the others.
logging.getLogger("graphql").setLevel(logging.CRITICAL + 1)


class Question:
    """What a message asks: a document's text, its variables, which operation."""

    def __init__(self, text: Any, variables: Any, operation: Any) -> None:
        if not isinstance(text, str) or not text.strip():
            raise malformed()
        if not isinstance(variables, dict | None) or not isinstance(operation, str | None):
            raise malformed()
        check_variables(variables or {})
        self.text = text
        self.variables: dict[str, Any] = _cleaned(variables or {})
        self.operation = operation or None
        self.only_reads = self.is_buyers = False  # known when the document is


def _cleaned(value: Any) -> Any:
    """A value of JSON without what the database cannot hold."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {clean(key): _cleaned(one) for key, one in value.items()}
    return value


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _json(text: bytes | str) -> Any:
    """A value of JSON. Raises Refused for what is none, NaN and endless nesting included."""
    try:
        decoded = text.decode() if isinstance(text, bytes) else text
        return json.loads(decoded, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise malformed() from None


def _posted(request: HttpRequest) -> Question:
    """The question of a POST."""
    if request.content_type != JSON:
        raise malformed(NOT_JSON) if request.content_type else malformed()
    if request.META.get("HTTP_TRANSFER_ENCODING") and not request.META.get("CONTENT_LENGTH"):
        raise malformed(NO_LENGTH)  # WSGI hands over as many bytes as it was told of: none
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise Refused(f"A message has at most {MOST_BYTES:,} bytes.", "LIMIT", 413)
    sent = _json(request.body)
    if not isinstance(sent, dict):
        raise malformed()
    try:
        return Question(sent.get("query"), sent.get("variables"), sent.get("operationName"))
    except RecursionError:
        raise malformed() from None


def _named(request: HttpRequest) -> Question:
    """The question of a GET."""
    name = request.GET.get("document", "")
    text = named_documents().get(name)
    if text is None:
        known = ", ".join(named_documents())
        raise Refused(f"There is no such document. Known: {known}.", "NOT_FOUND", 404)
    variables = request.GET.get("variables")
    return Question(text, _json(variables) if variables else None, None)


def _variables(definitions: list[Any], given: dict[str, Any]) -> dict[str, Any]:
    """As their types have them. Raises Refused."""
    wrong = misfit(schema, definitions, given)
    if wrong is not None:
        raise _refused(wrong)
    try:
        found: dict[str, Any] = get_variable_values(schema, definitions, given)
    except GraphQLError as error:
        raise invalid(error) from None
    except Exception:  # the library raises just that for numbers that are too large
        raise _too_large(definitions, given) from None
    return found


def _too_large(definitions: list[Any], given: dict[str, Any]) -> Refused:
    for one in definitions:
        try:
            get_variable_values(schema, [one], given)
        except Exception:
            return _refused(one)
    return Refused("A variable does not fit its type.", "GRAPHQL_INVALID")


def _refused(definition: Any) -> Refused:
    """A variable that does not fit its type."""
    name, kind = definition.variable.name.value, print_ast(definition.type)
    return Refused(f'Variable "${name}" does not fit its type {kind}.', "GRAPHQL_INVALID")


def _answer(
    question: Question, request: HttpRequest, asker: Asker | None
) -> tuple[dict[str, Any], int]:
    """The answer's content and status. Raises Refused before anything is executed."""
    request_id = _request_id(request)
    prepared = kept.get(question.text, may_introspect=settings.DEBUG)
    operation = prepared.operation(question.operation)
    if operation.needs_key and asker is None:
        raise Refused(KEY_NEEDED, "NOT_ALLOWED", 401)
    question.only_reads = operation.definition.operation == "query"
    question.is_buyers = operation.is_buyers
    definitions = operation.definition.variable_definitions or []
    variables = _variables(definitions, question.variables)
    operation.plan.check(variables)
    visitor = Visitor(request, language_read(request)) if operation.is_buyers else None
    context = Asking(legal_today(), settings.PUBLIC_URL, asker, visitor)
    if operation.fields is not None:
        result: Any = Execution(context, variables).run(operation.fields)
    else:
        result = execute(
            schema,
            prepared.document,
            context_value=context,
            variable_values=question.variables,
            operation_name=question.operation,
        )
    if not result.errors:
        return {"data": result.data}, 200
    errors = [answered_error(error, request_id) for error in result.errors]
    failed = any(one["extensions"]["code"] == "INTERNAL" for one in errors)
    status = 200 if result.data is not None else (500 if failed else 400)
    return {"errors": errors, "data": result.data}, status


def _written(content: Mapping[str, Any], status: int) -> HttpResponse:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, content_type=JSON, status=status)


_HEADERS: dict[int, dict[str, str]] = {
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": CHALLENGE},
    HTTPStatus.TOO_MANY_REQUESTS: {"Retry-After": RETRY_AFTER},
    HTTPStatus.METHOD_NOT_ALLOWED: {"Allow": "GET, HEAD, POST"},
}


def _refusal(refused: Refused, request_id: str) -> HttpResponse:
    entry = error_entry(refused.message, refused.code, request_id)
    response = _written({"errors": [entry]}, refused.status)
    response["Cache-Control"] = "no-store"
    for name, value in _HEADERS.get(refused.status, {}).items():
        response[name] = value
    return response


def _kept_outside(request: HttpRequest, response: HttpResponse) -> Any:
    """An answer to a GET, with what tells whether it has changed."""
    if response.status_code != HTTPStatus.OK or response.content[1:9] == b'"errors"':
        response["Cache-Control"] = "no-store"
        return response
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["Cache-Control"] = CACHE
    return get_conditional_response(request, etag=response["ETag"], response=response)


def _asked(request: HttpRequest) -> Question:
    if request.method == "POST":
        return _posted(request)
    if request.method in {"GET", "HEAD"}:
        return _named(request)
    raise Refused("Ask with POST, or with GET for a document of ours.", "METHOD", 405)


def _acting(asker: Asker | None) -> AbstractContextManager[None]:
    """Clients act as themselves, strangers as nobody."""
    if asker is None:
        return nullcontext()
    return acting(asker.actor, address=asker.address, request_id=asker.request_id)


def _request_id(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", ""))


@csrf_exempt
def graphql(request: HttpRequest) -> HttpResponse:
    """Answer one question."""
    request_id = _request_id(request)
    if settings.DEBUG and request.method == "GET" and not request.GET:
        return explorer_page(request)
    try:
        asker = asker_of(request, request_id)
        question = _asked(request)
        with _acting(asker):
            content, status = _answer(question, request, asker)
    except Refused as refused:
        return _refusal(refused, request_id)
    except RecursionError:
        return _refusal(too_much("This document is nested too deep."), request_id)
    response = _written(content, status)
    if asker is not None or question.is_buyers:
        response["Cache-Control"] = OWN
        return response
    if request.method == "POST":
        if question.only_reads and "errors" not in content:
            # the same for everybody who asks it: storefront/cache may keep it
            response["Surrogate-Control"] = "content=GraphQL"
        return response
    answer: HttpResponse = _kept_outside(request, response)
    return answer
