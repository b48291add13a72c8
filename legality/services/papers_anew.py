"""Reading the numbers of recorded papers anew: those of before numbers were read, and those whose
kind was described otherwise since. What was decided about a paper stays: only what was read of its
number changes, and with it what officers are told is odd."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from catalog.policies.abilities import Act, require_everywhere
from catalog.types import Actor
from legality.models import Certificate, CertificateCover, CertificateState
from legality.numbers import About, Numbers, facility_regions, goods_kinds, stored

CHUNK = 1000


def papers_read_anew(*, actor: Actor, code: str = "") -> tuple[int, int]:
    """Read all papers, or those of one kind; how many there were, and how many now say another
    thing. Each thousand is one transaction of eight statements. Raises NotAllowed."""
    require_everywhere(actor, Act.CERTIFICATE_VERIFY)
    rows = Certificate.objects.filter(kind_id=code) if code else Certificate.objects.all()
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    numbers = Numbers.now()
    changed = sum(
        _chunk(keys[start : start + CHUNK], numbers) for start in range(0, len(keys), CHUNK)
    )
    return len(keys), changed


@transaction.atomic
def _chunk(keys: Sequence[int], numbers: Numbers) -> int:
    """Read some; how many changed. Rows that somebody holds are waited for, in their order."""
    papers = list(
        Certificate.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=keys)
        .order_by("pk")
    )
    regions = facility_regions(paper.facility_id for paper in papers)
    goods = _goods(keys)
    changed = []
    for paper in papers:
        about = About(
            region=regions.get(paper.facility_id, ""),
            goods=goods.get(paper.pk, frozenset()),
            issued_on=paper.issued_on,
            expires_on=paper.expires_on,
            is_filed=paper.state == CertificateState.FILED,
        )
        read = stored(numbers.read(paper.number_raw, code=paper.kind_id, about=about))
        if read != paper.parse_result:
            paper.parse_result = read
            changed.append(paper)
    Certificate.objects.bulk_update(changed, ["parse_result"], batch_size=CHUNK)
    return len(changed)


def _goods(keys: Iterable[int]) -> dict[int, frozenset[str]]:
    """Kinds of the goods that papers cover by themselves. At most three statements."""
    rows = CertificateCover.objects.filter(certificate_id__in=list(keys), listing_id__isnull=False)
    covers = list(rows.values_list("certificate_id", "listing_id"))
    kinds = goods_kinds(listing_id for _key, listing_id in covers if listing_id)
    found: dict[int, set[str]] = {}
    for key, listing_id in covers:
        if listing_id in kinds:
            found.setdefault(key, set()).add(kinds[listing_id])
    return {key: frozenset(slugs) for key, slugs in found.items()}
