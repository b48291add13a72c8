"""Verdicts of many listings at once: facts by sets, rules as they stand, the one evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from catalog.kept import kept
from catalog.models import Listing
from catalog.planned import planned_rows
from catalog.saleor_adapter.api_products import facts_by_product
from catalog.saleor_adapter.editing import ProductSheet
from catalog.saleor_adapter.kinds import kind_rows
from legality.models import CertificateKind, GoodsTrait, RequirementRule, RulesVersion
from legality.rules.verdict import evaluate
from legality.types import Facts, Finding, Need, PaperFact, Rule, RuleBook, Trait, Verdict, Words
from legality.written import BARE

_LISTINGS = """SELECT l.id, l.product_id, k.price_min, (k.photo_key <> '')::int, f.is_open, k.name,
 l.composition, l.best_before_days, l.is_not_halal
FROM catalog_listing l JOIN catalog_card k ON k.listing_id = l.id
JOIN catalog_facility f ON f.id = l.facility_id WHERE l.id = ANY(%(ids)s) ORDER BY l.id"""

# A paper counts for goods of the facility that holds it alone, whatever somebody had it cover; one
# that holds "while the recipe is unchanged" is on hold for goods whose recipe changed.
_PAPERS = f"""SELECT covered.listing_id, c.id, c.kind_id, k."group", c.expires_on, c.issued_on,
 CASE WHEN c.state = 'verified' AND k.validity = 'recipe' AND held.id IS NOT NULL
  THEN 'on_hold' ELSE c.state END, {BARE}
FROM (
 SELECT v.listing_id, v.certificate_id FROM legality_certificatecover v
  WHERE v.listing_id = ANY(%(ids)s)
 UNION
 SELECT l.id, v.certificate_id FROM catalog_listing l
  JOIN legality_certificatecover v ON v.brand_id = l.brand_id WHERE l.id = ANY(%(ids)s)
 UNION
 SELECT l.id, v.certificate_id FROM catalog_listing l
  JOIN legality_certificatecover v ON v.facility_id = l.facility_id WHERE l.id = ANY(%(ids)s)
) covered
JOIN legality_certificate c ON c.id = covered.certificate_id
JOIN legality_certificatekind k ON k.code = c.kind_id
JOIN catalog_listing own ON own.id = covered.listing_id AND own.facility_id = c.facility_id
LEFT JOIN legality_recipes_held(%(ids)s) held(id) ON held.id = covered.listing_id
ORDER BY covered.listing_id, k.position, c.id"""


def _rows(sql: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    return planned_rows(sql, {"ids": list(ids)})


def papers_covering(listing_ids: Sequence[int]) -> dict[int, tuple[PaperFact, ...]]:
    """Papers of any state that cover listings: by themselves, their brand or their facility. One
    statement."""
    found: dict[int, list[PaperFact]] = {}
    for listing_id, *row in _rows(_PAPERS, listing_ids):
        found.setdefault(listing_id, []).append(PaperFact(*row))
    return {listing_id: tuple(papers) for listing_id, papers in found.items()}


def facts_of(listing_ids: Sequence[int]) -> dict[int, Facts]:
    """What the rules are told of listings, in the order of their ids. Three statements."""
    rows = _rows(_LISTINGS, listing_ids)
    goods = facts_by_product([row[1] for row in rows])
    papers = papers_covering(listing_ids)
    return {
        listing_id: Facts(
            listing_id=listing_id,
            kind_slug=goods[product_id].kind_slug,
            has_english=goods[product_id].has_english,
            price_min=price,
            photo_count=photos,
            weight_known=goods[product_id].weight_known,
            facility_open=is_open,
            papers=papers.get(listing_id, ()),
            name=name,
            composition=composition,
            keeps_days=keeps,
            is_not_halal=is_not_halal,
        )
        for listing_id, product_id, price, photos, is_open, name, composition, keeps, is_not_halal
        in rows
    }  # fmt: skip


def facts_shown(listing: Listing, goods: ProductSheet, photo_count: int) -> Facts:
    """What the rules are told of a listing whose facility and product a page has read. One
    statement."""
    kind = next((kind.slug for kind in kind_rows() if kind.id == goods.category_id), "")
    return Facts(
        listing_id=listing.pk,
        kind_slug=kind,
        has_english=bool(goods.name_en and goods.description_en),
        price_min=min((variant.price for variant in goods.variants), default=Decimal(0)),
        photo_count=photo_count,
        weight_known=all(variant.weight_grams > 0 for variant in goods.variants),
        facility_open=listing.facility.is_open,
        papers=papers_covering([listing.pk]).get(listing.pk, ()),
        name=goods.name,
        composition=listing.composition,
        keeps_days=listing.best_before_days,
        is_not_halal=listing.is_not_halal,
    )


def rule_of(row: RequirementRule) -> Rule:
    """A row as the evaluation reads it."""
    return Rule(
        code=row.code,
        name=Words(row.name, row.name_en),
        kinds=frozenset(row.kinds),
        traits=tuple(row.traits),
        unless_traits=tuple(row.unless_traits),
        papers=tuple(row.papers),
        need=Need(row.need),
        since=row.in_force_from,
        until=row.in_force_until,
        certainty=row.certainty,
        reason=Words(row.reason, row.reason_en),
        legal_source=row.legal_source,
        not_halal_answers=row.not_halal_answers,
    )


def trait_of(row: GoodsTrait) -> Trait:
    """A row as the evaluation reads it."""
    return Trait(
        code=row.code,
        name=Words(row.name, row.name_en),
        kinds=frozenset(row.kinds),
        name_words=tuple(row.name_words),
        material_words=tuple(row.material_words),
        without_words=tuple(row.without_words),
        keeps_at_most=row.keeps_at_most,
    )


def rule_book() -> RuleBook:
    """The rules as they stand at this moment. Four statements."""
    version = RulesVersion.objects.values_list("number", flat=True).first()
    kinds = CertificateKind.objects.values_list("code", "short", "short_en")
    return RuleBook(
        version=version or 0,
        rules=tuple(map(rule_of, RequirementRule.objects.filter(is_on=True))),
        traits={row.code: trait_of(row) for row in GoodsTrait.objects.all()},
        papers={code: Words(short, short_en) for code, short, short_en in kinds},
    )


@kept(seconds=5)
def rule_book_shown() -> RuleBook:
    """The same for pages, which decide nothing. No statement when kept."""
    return rule_book()


def verdicts(listing_ids: Sequence[int] | None, *, on: date) -> dict[int, Verdict]:
    """Verdicts of listings on a legal date, by id; of all when None. Seven statements, eight for
    all, however many there are."""
    book = rule_book()
    if listing_ids is None:
        listing_ids = list(Listing.objects.order_by("pk").values_list("pk", flat=True))
    found = facts_of(listing_ids)
    return {listing_id: evaluate(facts, book, on) for listing_id, facts in found.items()}


def verdict_of(listing_id: int, *, on: date) -> Verdict:
    """The verdict of one listing, which there is. Seven statements."""
    return verdicts([listing_id], on=on)[listing_id]


def findings_by_listing(listing_ids: Sequence[int], *, on: date) -> dict[int, tuple[Finding, ...]]:
    """What the rules find, as `listing_submit` would. Three to seven statements."""
    book = rule_book_shown()
    return {
        listing_id: evaluate(facts, book, on).findings
        for listing_id, facts in facts_of(listing_ids).items()
    }
