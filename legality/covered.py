"""Which listings papers cover, many at once: for whoever goes from a paper to goods."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F

from legality.models import CertificateCover


def listing_ids_by_certificate(certificate_ids: Sequence[int]) -> dict[int, list[int]]:
    """Listings that papers cover by themselves or by their brand, public or not. One statement."""
    covers = CertificateCover.objects.filter(certificate_id__in=certificate_ids)
    direct = covers.filter(listing__isnull=False).values_list("certificate_id", "listing_id")
    branded = covers.filter(brand__listing__isnull=False).values_list(
        "certificate_id", F("brand__listing")
    )
    found: dict[int, list[int]] = {}
    for certificate_id, listing_id in direct.union(branded).order_by(
        "certificate_id", "listing_id"
    ):
        found.setdefault(certificate_id, []).append(listing_id)
    return found
