"""Where a paper is shown beside goods."""

from __future__ import annotations

from django.test import Client

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import CardPaper, CardRow, Listing
from legality.covered import listing_ids_by_certificate, papers_of_listings
from legality.models import Certificate
from legality.proof import Proof, proofs
from legality.selectors import papers_of_facility, papers_of_listing

TODAY = legal_today()


def proofs_now(certificate: Certificate) -> tuple[Proof, ...]:
    """What everybody is told of a paper today."""
    return proofs(number=certificate.number_norm, language="id", on=TODAY)


def shown_where(listing: Listing, certificate: Certificate, client: Client) -> set[str]:
    """Where the paper is shown, of all places that show papers of goods."""
    key = listing.pk
    forget_all()
    of_facility = papers_of_facility(facility_id=listing.facility_id, language="id", on=TODAY)
    found = {
        "page": certificate.number_raw in client.get(f"/produk/{listing.slug}/").content.decode(),
        "filter": CardPaper.objects.filter(card_id=key).exists(),  # what the index is made of
        "selector": papers_of_listing(listing_id=key, language="id", on=TODAY),
        "client": papers_of_listings([key], language="id", on=TODAY).get(key),
        "card": CardRow.objects.get(pk=key).papers,
        "facility": any(paper.goods for paper in of_facility),
        "proof": any(key in proof.goods for proof in proofs_now(certificate)),
        "goods": key in listing_ids_by_certificate([certificate.pk]).get(certificate.pk, []),
    }
    return {place for place, is_there in found.items() if is_there}


EVERYWHERE = {"page", "filter", "selector", "client", "card", "facility", "goods", "proof"}
