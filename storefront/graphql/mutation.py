"""What every mutation has in common: one transaction for the key's actor, typed errors, once.

A mutation is a function of the domain's services: it takes who acts and what was given, and answers
with the keys of the rows that it made or changed. What the domain refuses becomes the payload's
`productErrors`; anything unexpected is an error of the whole answer, with the request's id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, NamedTuple

import graphene
from django.utils import translation

from catalog.acting import acting
from catalog.errors import DomainError, ErrorCode, Invalid
from catalog.types import Actor
from legality.sentences import finding_said
from legality.types import Finding
from storefront.access.once import act_once
from storefront.graphql.common import language_argument
from storefront.graphql.own_types import asker_in, sentence_language

# Saleor's own codes, then what the shop's errors have beside them.
_SALEORS = (
    *("ALREADY_EXISTS", "ATTRIBUTE_ALREADY_ASSIGNED", "ATTRIBUTE_CANNOT_BE_ASSIGNED"),
    *("ATTRIBUTE_VARIANTS_DISABLED", "DUPLICATED_INPUT_ITEM", "GRAPHQL_ERROR", "INVALID"),
    *("NOT_PRODUCTS_IMAGE", "NOT_FOUND", "REQUIRED", "UNIQUE", "VARIANT_NO_DIGITAL_CONTENT"),
)
_CODES = dict.fromkeys((*_SALEORS, *(code.value for code in ErrorCode)))
ProductErrorCode = graphene.Enum("ProductErrorCode", [(code, code) for code in _CODES])


class ProductError(graphene.ObjectType):
    """Why nothing was done. field: of the input that it is about, null where it is about all."""

    field = graphene.String()
    message = graphene.String()
    code = graphene.Field(ProductErrorCode, required=True)


class Problem(NamedTuple):
    """One entry of `productErrors`."""

    field: str | None
    message: str
    code: str


class Context(NamedTuple):
    """Of an act: who does it, in which facility by itself, on which legal date."""

    actor: Actor
    facility_id: int
    on: date


class Outcome(NamedTuple):
    """What came of an act. keys: of rows, and numbers, by name; empty when it was refused."""

    keys: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()


Act = Callable[[Context, dict[str, Any]], dict[str, Any]]


class _Change(NamedTuple):
    """A mutation. names: what the domain calls fields, and the input."""

    name: str
    act: Act
    names: Mapping[str, str]


class Payload(graphene.ObjectType):
    """What every mutation answers with."""

    class Meta:
        abstract = True

    product_errors = graphene.List(
        graphene.NonNull(ProductError), required=True, description="Empty when the act was done."
    )

    @staticmethod
    def resolve_product_errors(outcome: Outcome, _info: Any) -> tuple[Problem, ...]:
        return outcome.problems


def change(
    payload: Any, act: Act, *, names: Mapping[str, str] | None = None, **arguments: Any
) -> Any:
    """A field of Mutation. names: what the domain's fields are called in the input, where that is
    not the same word."""
    return graphene.Field(
        payload,
        resolver=partial(_resolve, _Change(payload._meta.name, act, names or {})),
        idempotency_key=graphene.String(
            description="A name of your own for this act, new for each: sent again with the same"
            " name it is not done again and answers as the first time. Kept for two days."
        ),
        language_code=language_argument(),
        description=payload._meta.description,
        **arguments,
    )


def _resolve(
    asked: _Change,
    _root: Any,
    info: Any,
    idempotency_key: str | None = None,
    language_code: str | None = None,
    **given: Any,
) -> Outcome:
    asker = asker_in(info.context)
    language = sentence_language(asker, language_code)
    context = Context(asker.actor, asker.facility_id, info.context.on)
    told = {"address": asker.address, "request_id": asker.request_id}
    given = {name: _said(value) for name, value in given.items()}
    with translation.override(language), acting(asker.actor, **told):
        try:
            done = act_once(
                token_id=asker.token_id,
                key=idempotency_key,
                asked={"act": asked.name, "given": given},
                act=lambda: asked.act(context, given),
            )
        except DomainError as error:
            return Outcome({}, problems_of(error, asked.names))
        return Outcome(done)


def _said(value: Any) -> Any:
    """An argument; of an input without its nulls: they say as much as what is left out."""
    if not isinstance(value, dict):
        return value
    return {name: one for name, one in value.items() if one is not None}


def problems_of(error: DomainError, names: Mapping[str, str]) -> tuple[Problem, ...]:
    """What the domain refuses, in the language that is active: one entry, or one a finding."""
    findings: tuple[Finding, ...] = getattr(error, "findings", ())
    code = error.code.value
    if findings:
        return tuple(Problem(_of_finding(one, names), finding_said(one), code) for one in findings)
    if isinstance(error, Invalid):
        reason = translation.gettext(str(error.params.get("reason", "")))
        return (Problem(_field(str(error.params.get("field", "")), names), reason, code),)
    return (Problem(None, error.sentence, code),)


def _of_finding(finding: Finding, names: Mapping[str, str]) -> str | None:
    return _field(finding.code, names) if finding.code in names else None


def _field(name: str, names: Mapping[str, str]) -> str:
    """As the input calls it; the stock's own errors name a variant by its number."""
    if name.isdigit():
        return "quantity"
    first, *others = names.get(name, name).split("_")
    return first + "".join(word.title() for word in others)
