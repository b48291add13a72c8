"""Papers as the regional office looks at them: all that stands on them, whatever their state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.errors import NotFound
from catalog.kept import kept
from catalog.models import Brand, CardRow, Province, Regency, RegionalOffice
from catalog.policies.scope import of_facilities_managed_by
from catalog.types import Actor
from legality.models import Certificate, CertificateCover
from legality.numbers import findings_stored
from legality.paper_values import Covers
from legality.proof import Part, number_parts
from legality.selectors import verify_url
from legality.types import Finding
from legality.written import bare


@dataclass(frozen=True)
class PaperSeen:
    """One paper.

    row: with its kind, its facility and that one's office; label, short: of its kind; written: the
    number as its kind writes it; parts: of it, in order; findings: what was read in it; verify_url:
    deep link at the authority or empty; verified_by: name of the office that looked; listings:
    key and name of the goods that it names, brands: names, covers: both as keys.
    """

    row: Certificate
    label: str
    short: str
    issuer: str
    written: str
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    verify_url: str
    verify_steps: str
    verified_by: str
    listings: tuple[tuple[int, str], ...]
    brands: tuple[str, ...]
    covers: Covers


def paper_seen(*, actor: Actor, certificate_id: int, language: str) -> PaperSeen:
    """One paper of the actor's scope. At most seven statements. Raises NotFound."""
    found = papers_seen(actor=actor, certificate_ids=[certificate_id], language=language)
    if not found:
        raise NotFound
    return found[0]


def papers_seen(
    *, actor: Actor, certificate_ids: Sequence[int], language: str, with_covers: bool = True
) -> tuple[PaperSeen, ...]:
    """Papers of the actor's scope, kind by kind. At most seven statements, three without what they
    cover, none for no papers."""
    if not certificate_ids:
        return ()
    rows = Certificate.objects.filter(of_facilities_managed_by(actor), pk__in=certificate_ids)
    papers = list(rows.select_related("kind", "facility__office").order_by("kind__position", "pk"))
    covers = _covers([paper.pk for paper in papers] if with_covers else [])
    teller = _Teller.of(papers, covers.values(), language)
    return tuple(teller.seen(paper, covers[paper.pk]) for paper in papers)


def _covers(ids: Iterable[int]) -> dict[int, Covers]:
    """What each covers. One statement."""
    found: dict[int, tuple[set[int], set[int], set[int]]] = defaultdict(
        lambda: (set(), set(), set())
    )
    ids = list(ids)
    for row in CertificateCover.objects.filter(certificate_id__in=ids):
        keys = (row.listing_id, row.brand_id, row.facility_id)
        for one, key in zip(found[row.certificate_id], keys, strict=True):
            if key is not None:
                one.add(key)
    return defaultdict(
        Covers, {pk: Covers(*(tuple(sorted(keys)) for keys in sets)) for pk, sets in found.items()}
    )


@dataclass(frozen=True)
class _Teller:
    """Names of what papers speak of, in a language."""

    language: str
    listings: Mapping[int, str]
    brands: Mapping[int, str]
    regions: Mapping[str, str]
    provinces: Mapping[str, str]
    offices: Mapping[str, str]

    @classmethod
    def of(cls, papers: Sequence[Certificate], covers: Iterable[Covers], language: str) -> _Teller:
        """At most five statements."""
        end = "" if language == "id" else "_en"
        listing_ids: set[int] = set()
        brand_ids: set[int] = set()
        for one in covers:
            listing_ids.update(one.listing_ids)
            brand_ids.update(one.brand_ids)
        parts = [paper.parse_result.get("parts", {}) for paper in papers]
        regions = {one["region"] for one in parts if "region" in one}
        provinces = {one["province"] for one in parts if "province" in one}
        own = {paper.facility.office.slug: paper.facility.office for paper in papers}
        slugs = {paper.verified_by for paper in papers if paper.verified_by} - own.keys()
        cards = CardRow.objects.filter(pk__in=listing_ids).values_list("pk", f"name{end}")
        brands = Brand.objects.filter(pk__in=brand_ids).values_list("pk", "name")
        areas = Province.objects.filter(pk__in=provinces).values_list("pk", f"name{end}")
        offices = RegionalOffice.objects.filter(slug__in=slugs).values_list("slug", f"name{end}")
        return cls(
            language,
            dict(cards) if listing_ids else {},
            dict(brands) if brand_ids else {},
            {code: _region_name(code) for code in regions},
            dict(areas) if provinces else {},
            {
                **{slug: getattr(office, f"name{end}") for slug, office in own.items()},
                **(dict(offices) if slugs else {}),
            },
        )

    def seen(self, paper: Certificate, covers: Covers) -> PaperSeen:
        """One of them."""
        kind, is_indonesian = paper.kind, self.language == "id"
        return PaperSeen(
            row=paper,
            label=kind.label if is_indonesian else kind.label_en,
            short=kind.short if is_indonesian else kind.short_en,
            issuer=paper.issuer or (kind.issuer if is_indonesian else kind.issuer_en),
            written=bare(paper),
            parts=self._parts(paper),
            findings=findings_stored(paper.parse_result),
            verify_url=verify_url(
                kind.verify_url_template, raw=paper.number_raw, normal=paper.number_norm
            ),
            verify_steps=kind.verify_steps if is_indonesian else kind.verify_steps_en,
            verified_by=self.offices.get(paper.verified_by, paper.verified_by),
            listings=tuple((key, self.listings.get(key, "")) for key in covers.listing_ids),
            brands=tuple(self.brands.get(key, "") for key in covers.brand_ids),
            covers=covers,
        )

    def _parts(self, paper: Certificate) -> tuple[Part, ...]:
        parts = paper.parse_result.get("parts", {})
        named = {
            "region": self.regions.get(parts.get("region", "")),
            "province": self.provinces.get(parts.get("province", "")),
        }
        return number_parts(parts, paper.kind.part_codes, named, self.language)


@kept(seconds=300)
def _region_name(code: str) -> str:
    """Of a kab/kota by its four digits; "" of none. One statement when not kept."""
    found = Regency.objects.filter(pk=f"{code[:2]}.{code[2:]}").values_list("name", flat=True)
    return found.first() or ""


def is_over(paper: Certificate, on: date) -> bool:
    """Whether its last day has passed, marked or not."""
    return paper.expires_on is not None and paper.expires_on < on
