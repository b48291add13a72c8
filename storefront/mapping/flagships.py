"""Goods that a sheet puts forward: at most two a facility, and which two is asked, not guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify

from catalog.mapping.asking import Asked
from catalog.mapping.goods import GoodsRead
from catalog.mapping.values import Choice, Doubt
from catalog.models import Flagship
from catalog.types import ListingState
from storefront.mapping.planning import Match, NewListing, Plan

SLOTS = 2
DAYS = 365


@dataclass
class Chosen:
    """Listings to be put forward: new ones, and drafts that are there."""

    new: list[NewListing]
    there: list[int]


def flagships_chosen(
    plan: Plan, asked: Asked, labels: Mapping[int, str], *, begins: date, ends: date
) -> Chosen:
    """What the ticks of the sheet come to. A facility with more ticks than free slots is asked
    about; its goods come in all the same, not put forward until the answer. One statement."""
    ticked: dict[int, list[NewListing | Match]] = defaultdict(list)
    for listing in plan.new:
        if any(row.is_flagship for row in listing.rows):
            ticked[listing.rows[0].facility_id or 0].append(listing)
    for match in plan.matched:
        if match.row.is_flagship and match.there.state is ListingState.DRAFT:
            ticked[match.row.facility_id or 0].append(match)
    taken, forward = _taken(list(ticked), begins, ends)
    chosen = Chosen([], [])
    for facility_id, candidates in ticked.items():
        open_ones = [
            one
            for one in candidates
            if isinstance(one, NewListing) or one.there.listing_id not in forward
        ]
        _of_facility(chosen, open_ones, SLOTS - taken[facility_id], asked, labels[facility_id])
    return chosen


def _taken(facility_ids: list[int], begins: date, ends: date) -> tuple[dict[int, int], set[int]]:
    """Slots taken by facility, and the listings that are put forward."""
    rows = Flagship.objects.filter(
        facility_id__in=facility_ids, period__overlap=(begins, ends)
    ).values_list("facility_id", "slot", "listing_id")
    slots: dict[int, set[int]] = defaultdict(set)
    for facility_id, slot, _listing in rows:
        slots[facility_id].add(slot)
    taken: dict[int, int] = defaultdict(int)
    taken.update({facility_id: len(found) for facility_id, found in slots.items()})
    return taken, {listing_id for _facility, _slot, listing_id in rows}


def _of_facility(
    chosen: Chosen, candidates: list[NewListing | Match], free: int, asked: Asked, label: str
) -> None:
    new = [one for one in candidates if isinstance(one, NewListing)]
    names = {slugify(_row(one).name): one for one in candidates}
    if len(new) == len(candidates) and len(names) <= free:
        chosen.new += new
        return
    choices = tuple(Choice(slug, _row(one).name) for slug, one in names.items())
    doubt = Doubt(
        "pilih-unggulan", label, "ask_flagship", choices, (("facility", label),), is_free=True
    )
    answer = asked.answer(doubt)
    wanted = [part.strip() for part in (answer or "").split(",") if part.strip()]
    if answer is not None and len(wanted) <= free and set(wanted) <= names.keys():
        for slug in wanted:
            one = names[slug]
            if isinstance(one, NewListing):
                chosen.new.append(one)
            else:
                chosen.there.append(one.there.listing_id)
        return
    if answer is not None:
        asked.refuse(doubt)
    if candidates and free > 0:
        row = _row(candidates[0])
        for one in candidates:
            asked.ask(doubt, sheet=row.sheet, line=_row(one).line, column=-1, blocks=False)


def _row(one: NewListing | Match) -> GoodsRead:
    return one.row if isinstance(one, Match) else one.rows[0]
