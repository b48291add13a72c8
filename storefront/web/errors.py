"""What the domain refuses, as pages: the only place where DomainError becomes a status."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from catalog.errors import DomainError, ErrorCode, Invalid, NotFound

P = ParamSpec("P")

_STATUS = {
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.NOT_ALLOWED: 403,
    ErrorCode.WRONG_STATE: 409,
    ErrorCode.INVALID: 400,
    ErrorCode.BLOCKED: 422,
}


def _sentence(error: DomainError) -> str:
    """What the page says; a refused value speaks for itself, without its machine name."""
    if isinstance(error, Invalid):
        return translation.gettext(str(error.params.get("reason", "")))
    return error.sentence


def refusal_page(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """A plain page in the shop's clothes with one sentence and the ways on."""
    response = render(request, "refused.html", {"sentence": sentence}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def domain_errors_as_page(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let a view raise DomainError: absent things become the one 404 page, others a sentence.

    Raises Http404 for NotFound, so that absent, draft and closed things look the same.
    """

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotFound as error:
            raise Http404 from error
        except DomainError as error:
            return refusal_page(request, _sentence(error), _STATUS[error.code])

    return answer
