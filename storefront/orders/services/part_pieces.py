"""Pieces of a part's lines: which are chosen, and how many are left."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from catalog.errors import Invalid, NotFound
from storefront.orders.models import FacilityOrder, FacilityOrderLine


def pieces_chosen(
    lines: list[FacilityOrderLine], pieces: Mapping[int, int] | None
) -> list[tuple[FacilityOrderLine, int]]:
    """Which pieces leave, of lines that have some left. Raises Invalid, NotFound (another's)."""
    left = {line.pk: line.quantity - line.cancelled - line.handed_over for line in lines}
    wanted = left if pieces is None else dict(pieces)
    if not set(wanted) <= set(left):
        raise NotFound
    for key, count in wanted.items():
        if not 0 <= count <= left[key]:
            raise Invalid(field=str(key), reason=gettext_noop("There are not that many left."))
    chosen = [(line, wanted[line.pk]) for line in lines if wanted.get(line.pk)]
    if not chosen:
        raise Invalid(field="pieces", reason=gettext_noop("Choose at least one piece."))
    return chosen


def pieces_left(part: FacilityOrder) -> int:
    """Of all its lines."""
    return sum(line.quantity - line.cancelled - line.handed_over for line in part.lines.all())
