"""What the rules say of one's own goods, and what the regional office answered: for clients with a
key of the facility alone. A key reads what its maker may see; strangers never get this far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import graphene
from django.db.models import Prefetch

from legality.models import Certificate, CertificateState, RecipeHold, Review, ReviewAnswer
from legality.models import ReviewState as ReviewStates
from legality.rules.verdict import evaluate
from legality.sentences import finding_said
from legality.types import Asked, Finding, Need, Rule, Verdict
from legality.verdicts import facts_of, rule_book_shown
from storefront.graphql.actor import Asker
from storefront.graphql.common import Node, language_argument
from storefront.graphql.ids import global_id

MOST_REVIEWS = 5

NeedEnum = graphene.Enum("LegalNeedEnum", [(one.name, one.value) for one in Need])
ReviewStateEnum = graphene.Enum("ReviewStateEnum", [(one.name, one.value) for one in ReviewStates])
PaperStateEnum = graphene.Enum(
    "MyCertificateStateEnum", [(one.name, one.value) for one in CertificateState]
)


def said_in(info: Any, code: str | None) -> str:
    """The language of sentences: what is asked for, else what the client reads."""
    asker: Asker = info.context.asker
    return code.lower() if code in ("ID", "EN") else asker.language


class Judged(NamedTuple):
    """A listing as the rules judge it on a day. papers: all that cover it, in any state, by id;
    rules: of the verdict's codes; reviews: the latest first."""

    on: date
    verdict: Verdict
    papers: dict[int, Certificate]
    rules: dict[str, Rule]
    reviews: tuple[Review, ...]
    is_held: bool


class Found(NamedTuple):
    """A finding with its rule, None where no rule asks."""

    finding: Finding
    rule: Rule | None
    paper: Certificate | None


class Wanted(NamedTuple):
    """What is asked of the goods, by which rule, and the paper that meets it."""

    asked: Asked
    rule: Rule
    paper: Certificate | None


def judged_of(listing_ids: Sequence[int], on: date) -> dict[int, Judged]:
    """Listings by their ids. Eight statements, twelve when the rules are not kept."""
    book = rule_book_shown()
    facts = facts_of(listing_ids)
    ids = {paper.certificate_id for one in facts.values() for paper in one.papers}
    papers = Certificate.objects.in_bulk(ids)
    reviews = _reviews(listing_ids)
    held = set(
        RecipeHold.objects.filter(listing_id__in=listing_ids, ended_at__isnull=True).values_list(
            "listing_id", flat=True
        )
    )
    rules = {rule.code: rule for rule in book.rules}
    return {
        key: Judged(
            on,
            evaluate(one, book, on),
            {paper.certificate_id: papers[paper.certificate_id] for paper in one.papers},
            rules,
            tuple(reviews[key][:MOST_REVIEWS]),
            key in held,
        )
        for key, one in facts.items()
    }


def _reviews(listing_ids: Sequence[int]) -> dict[int, list[Review]]:
    """Of each listing, the latest first. Two statements."""
    answers = Prefetch("answers", ReviewAnswer.objects.order_by("pk"))
    found: dict[int, list[Review]] = defaultdict(list)
    rows = Review.objects.filter(listing_id__in=listing_ids).order_by("-pk")
    for row in rows.prefetch_related(answers):
        found[row.listing_id].append(row)
    return found


class MyCertificate(graphene.ObjectType):
    """A paper of one's own facility, in whatever state. Its holder is not told here."""

    class Meta:
        interfaces = (Node,)

    kind = graphene.String(required=True, description="Code of its kind.")
    number = graphene.String(required=True, description="As it was typed.")
    state = graphene.Field(PaperStateEnum, required=True)
    issued_on = graphene.Date()
    expires_on = graphene.Date(description="The last day in force; null where there is no end.")
    verified_on = graphene.Date()
    revoked_on = graphene.Date()
    revoked_reason = graphene.String(required=True)
    note = graphene.String(required=True, description="What the office wants put right.")

    @staticmethod
    def resolve_id(row: Certificate, _info: Any) -> str:
        return global_id("Certificate", row.pk)

    @staticmethod
    def resolve_kind(row: Certificate, _info: Any) -> str:
        return row.kind_id

    @staticmethod
    def resolve_number(row: Certificate, _info: Any) -> str:
        return row.number_raw


class LegalityFinding(graphene.ObjectType):
    """Something that keeps goods from being shown, or that will, with the rule that asks."""

    code = graphene.String(required=True)
    blocking = graphene.Boolean(required=True)
    message = graphene.String(required=True, language_code=language_argument())
    reason = graphene.String(
        required=True,
        language_code=language_argument(),
        description="Why it is asked; empty for what needs no rule.",
    )
    legal_source = graphene.String(required=True)
    certainty = graphene.String(
        required=True,
        description="V seen at the source, I inferred, U not verified; empty without a rule.",
    )
    certificate = graphene.Field(MyCertificate, description="The paper that it is about.")

    @staticmethod
    def resolve_code(row: Found, _info: Any) -> str:
        return row.finding.code

    @staticmethod
    def resolve_blocking(row: Found, _info: Any) -> bool:
        return row.finding.blocking

    @staticmethod
    def resolve_message(row: Found, info: Any, language_code: str | None = None) -> str:
        return finding_said(row.finding, said_in(info, language_code))

    @staticmethod
    def resolve_reason(row: Found, info: Any, language_code: str | None = None) -> str:
        return row.finding.reason.said(said_in(info, language_code))

    @staticmethod
    def resolve_legal_source(row: Found, _info: Any) -> str:
        return row.rule.legal_source if row.rule else ""

    @staticmethod
    def resolve_certainty(row: Found, _info: Any) -> str:
        return row.rule.certainty if row.rule else ""

    @staticmethod
    def resolve_certificate(row: Found, _info: Any) -> Certificate | None:
        return row.paper


class LegalityRequirement(graphene.ObjectType):
    """A rule that is in force for these goods, met or not. kinds: papers, any one of which does."""

    rule = graphene.String(required=True)
    name = graphene.String(required=True, language_code=language_argument())
    need = graphene.Field(NeedEnum, required=True)
    blocking = graphene.Boolean(required=True, description="Goods stay off sale without it.")
    kinds = graphene.List(graphene.NonNull(graphene.String), required=True)
    is_met = graphene.Boolean(required=True)
    certificate = graphene.Field(MyCertificate, description="The paper that meets it.")
    reason = graphene.String(required=True, language_code=language_argument())
    legal_source = graphene.String(required=True)
    certainty = graphene.String(required=True)
    in_force_from = graphene.Date()
    in_force_until = graphene.Date()

    @staticmethod
    def resolve_rule(row: Wanted, _info: Any) -> str:
        return row.rule.code

    @staticmethod
    def resolve_name(row: Wanted, info: Any, language_code: str | None = None) -> str:
        return row.rule.name.said(said_in(info, language_code))

    @staticmethod
    def resolve_need(row: Wanted, _info: Any) -> str:
        return row.asked.need.value

    @staticmethod
    def resolve_blocking(row: Wanted, _info: Any) -> bool:
        return row.asked.blocks

    @staticmethod
    def resolve_kinds(row: Wanted, _info: Any) -> tuple[str, ...]:
        return row.asked.papers

    @staticmethod
    def resolve_is_met(row: Wanted, _info: Any) -> bool:
        return row.asked.is_met

    @staticmethod
    def resolve_certificate(row: Wanted, _info: Any) -> Certificate | None:
        return row.paper

    @staticmethod
    def resolve_reason(row: Wanted, info: Any, language_code: str | None = None) -> str:
        return row.rule.reason.said(said_in(info, language_code))

    @staticmethod
    def resolve_legal_source(row: Wanted, _info: Any) -> str:
        return row.rule.legal_source

    @staticmethod
    def resolve_certainty(row: Wanted, _info: Any) -> str:
        return row.rule.certainty

    @staticmethod
    def resolve_in_force_from(row: Wanted, _info: Any) -> date | None:
        return row.rule.since

    @staticmethod
    def resolve_in_force_until(row: Wanted, _info: Any) -> date | None:
        return row.rule.until


class ReviewNote(graphene.ObjectType):
    """What the office said to one finding."""

    code = graphene.String(required=True)
    note = graphene.String(required=True)


class MyReview(graphene.ObjectType):
    """One handing-in of goods, and what the office said."""

    class Meta:
        interfaces = (Node,)

    state = graphene.Field(ReviewStateEnum, required=True)
    note = graphene.String(required=True)
    answers = graphene.List(graphene.NonNull(ReviewNote), required=True)
    submitted_at = graphene.DateTime(required=True)
    submitted_by = graphene.String(required=True)
    decided_at = graphene.DateTime()
    decided_by = graphene.String(required=True)

    @staticmethod
    def resolve_id(row: Review, _info: Any) -> str:
        return global_id("Review", row.pk)

    @staticmethod
    def resolve_answers(row: Review, _info: Any) -> list[ReviewAnswer]:
        return list(row.answers.all())

    @staticmethod
    def resolve_submitted_by(row: Review, _info: Any) -> str:
        return row.submitted_name

    @staticmethod
    def resolve_decided_by(row: Review, _info: Any) -> str:
        return row.decided_name


class Legality(graphene.ObjectType):
    """The verdict of the rules on a day."""

    on = graphene.Date(required=True)
    ruleset = graphene.String(required=True)
    is_clear = graphene.Boolean(required=True, description="Nothing keeps it off sale.")
    clear_until = graphene.Date(
        description="The last day on which it is clear as things are; null where none is seen."
    )
    findings = graphene.List(graphene.NonNull(LegalityFinding), required=True)
    requirements = graphene.List(graphene.NonNull(LegalityRequirement), required=True)
    certificates = graphene.List(
        graphene.NonNull(MyCertificate), required=True, description="All that cover it."
    )
    recipe_on_hold = graphene.Boolean(
        required=True, description="Its recipe changed, and nobody has confirmed the new one yet."
    )
    reviews = graphene.List(
        graphene.NonNull(MyReview),
        required=True,
        description=f"The last {MOST_REVIEWS} times that it was handed in, the latest first.",
    )

    @staticmethod
    def resolve_ruleset(row: Judged, _info: Any) -> str:
        return row.verdict.ruleset

    @staticmethod
    def resolve_is_clear(row: Judged, _info: Any) -> bool:
        return row.verdict.is_clear

    @staticmethod
    def resolve_clear_until(row: Judged, _info: Any) -> date | None:
        return row.verdict.valid_until

    @staticmethod
    def resolve_findings(row: Judged, _info: Any) -> list[Found]:
        return [
            Found(one, row.rules.get(one.code), row.papers.get(one.certificate_id or 0))
            for one in row.verdict.findings
        ]

    @staticmethod
    def resolve_requirements(row: Judged, _info: Any) -> list[Wanted]:
        return [
            Wanted(one, row.rules[one.rule], row.papers.get(one.certificate_id or 0))
            for one in row.verdict.asked
        ]

    @staticmethod
    def resolve_certificates(row: Judged, _info: Any) -> list[Certificate]:
        return list(row.papers.values())

    @staticmethod
    def resolve_recipe_on_hold(row: Judged, _info: Any) -> bool:
        return row.is_held
