"""What each good line will become, given what the shop has. Reads nothing and writes nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalog.mapping.goods import GoodsRead
from catalog.mapping.prices import rupiah
from catalog.mapping.values import flaw
from catalog.mapping.weights import weight_said
from catalog.selectors.mapping import GoodsThere
from catalog.types import ListingState
from legality.services.papers_import import PaperKey, PaperThere, paper_key

Difference = tuple[str, tuple[tuple[str, str], ...]]


def plain_name(text: str) -> str:
    """A name as it is compared: lower case words and numbers."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


@dataclass
class NewListing:
    """Lines that become one listing, a variant each."""

    rows: list[GoodsRead]
    listing_id: int | None = None


@dataclass
class Match:
    """A line whose variant is there. differences: code and parameters; is_free: whether an
    update may change the listing."""

    row: GoodsRead
    there: GoodsThere
    differences: list[Difference] = field(default_factory=list)
    new_papers: list[PaperKey] = field(default_factory=list)

    @property
    def is_free(self) -> bool:
        """Only drafts that nobody edited since they came in are changed."""
        return self.there.state is ListingState.DRAFT and not self.there.is_touched


@dataclass
class Plan:
    """What the good lines become. added: lines that become variants of drafts that are there;
    verified: lines with a paper that is verified there already, for other goods."""

    new: list[NewListing] = field(default_factory=list)
    added: list[tuple[GoodsRead, GoodsThere]] = field(default_factory=list)
    matched: list[Match] = field(default_factory=list)
    verified: list[GoodsRead] = field(default_factory=list)

    def listing_ids(self) -> dict[tuple[str, int], int]:
        """The goods that the shop had before, by the sheet and line that mean them."""
        met = [(match.row, match.there) for match in self.matched] + self.added
        return {(row.sheet, row.line): there.listing_id for row, there in met}


@dataclass(frozen=True)
class Shop:
    """What the shop has, as far as the lines touch it. covers: paper and listing."""

    goods: Iterable[GoodsThere]
    papers: Mapping[PaperKey, PaperThere]
    covers: set[tuple[PaperKey, int]]


def plan_of(rows: Iterable[GoodsRead], shop: Shop) -> Plan:
    """Sort the good lines. Lines that turn out not to fit get a flaw and are left out."""
    rows = list(rows)
    _papers_check([row for row in rows if row.is_good], shop.papers)
    groups: dict[tuple[int, str], list[GoodsRead]] = defaultdict(list)
    for row in rows:
        if row.is_good and row.facility_id is not None:
            groups[row.facility_id, plain_name(row.name)].append(row)
    there: dict[tuple[int, str], dict[int, list[GoodsThere]]] = defaultdict(dict)
    for goods in shop.goods:
        listings = there[goods.facility_id, plain_name(goods.name)]
        listings.setdefault(goods.listing_id, []).append(goods)
    plan = Plan()
    for key, group in groups.items():
        good = _without_twins(group)
        if good:
            _plan_group(plan, good, there.get(key, {}), shop)
    coming = [row for listing in plan.new for row in listing.rows]
    coming += [row for row, _there in plan.added]
    plan.verified = [row for row in coming if _has_verified(row, shop.papers)]
    return plan


def _has_verified(row: GoodsRead, papers: Mapping[PaperKey, PaperThere]) -> bool:
    found = (papers.get(paper_key(paper.code, paper.number)) for paper in row.papers)
    return any(paper is not None and not paper.is_unseen for paper in found)


def _papers_check(rows: list[GoodsRead], papers: Mapping[PaperKey, PaperThere]) -> None:
    """A number belongs to one facility: that of the shop's record, else of the first line."""
    owners = {key: paper.facility_id for key, paper in papers.items()}
    for row in rows:
        for paper in row.papers:
            key = paper_key(paper.code, paper.number)
            if owners.setdefault(key, row.facility_id or 0) != row.facility_id:
                row.flaws.append(
                    (paper.place, flaw("paper_of_another_facility", text=paper.number))
                )


def _without_twins(group: list[GoodsRead]) -> list[GoodsRead]:
    """Lines of one name, each variant once and all of one kind."""
    seen: dict[str, GoodsRead] = {}
    for row in group:
        first = seen.setdefault(plain_name(row.variant_shown), row)
        leader = next(iter(seen.values()))
        if first is not row:
            same = (first.price, first.weight_grams) == (row.price, row.weight_grams)
            code = "twin" if same else "twin_differs"
            row.flaws.append((-1, flaw(code, line=first.line)))
        elif row.kind != leader.kind:
            row.flaws.append((-1, flaw("kind_differs", line=leader.line)))
            del seen[plain_name(row.variant_shown)]
    return [row for row in group if row.is_good]


def _plan_group(
    plan: Plan, rows: list[GoodsRead], listings: Mapping[int, list[GoodsThere]], shop: Shop
) -> None:
    if not listings:
        plan.new.append(NewListing(rows))
        return
    if len(listings) > 1:
        for row in rows:
            row.flaws.append((-1, flaw("several_there")))
        return
    (variants,) = listings.values()
    for row in rows:
        there = _variant_there(row, variants, alone=len(rows) == 1)
        if there is not None:
            plan.matched.append(_compared(row, there, shop))
        elif variants[0].state is ListingState.DRAFT:
            plan.added.append((row, variants[0]))
        else:
            row.flaws.append((-1, flaw("not_a_draft")))


def _variant_there(row: GoodsRead, variants: list[GoodsThere], *, alone: bool) -> GoodsThere | None:
    """The variant that a line means: by its name; a name made of the weight does not count when
    line and variant are the only ones."""
    wanted = plain_name(row.variant_shown)
    for variant in variants:
        if plain_name(variant.variant) == wanted:
            return variant
    return variants[0] if alone and not row.variant and len(variants) == 1 else None


def _compared(row: GoodsRead, there: GoodsThere, shop: Shop) -> Match:
    """What the sheet says otherwise than the shop. Cells left empty say nothing."""
    match = Match(row, there)
    if row.price is not None and row.price != there.price:
        match.differences.append(_differs("price", rupiah(there.price), rupiah(row.price)))
    weight = None if row.is_net else row.weight_grams
    if weight and weight != there.weight_grams:
        known = weight_said(there.weight_grams) if there.weight_grams else "–"
        match.differences.append(_differs("weight", known, weight_said(weight)))
    if row.stock is not None and row.stock != there.stock and match.is_free:
        # goods on sale sell: their stock is the shop's
        match.differences.append(_differs("stock", str(there.stock), str(row.stock)))
    for paper in row.papers:
        key = paper_key(paper.code, paper.number)
        recorded = shop.papers.get(key)
        unseen = recorded is None or recorded.is_unseen
        if unseen and (key, there.listing_id) not in shop.covers:
            match.new_papers.append(key)
            match.differences.append(_differs("paper", "", paper.number))
    return match


def _differs(code: str, there: str, sheet: str) -> Difference:
    return code, (("there", there), ("sheet", sheet))
