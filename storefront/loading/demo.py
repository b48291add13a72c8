"""The demo shop: facilities, goods, papers, albums, all of them examples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, time, timedelta

from django.db import transaction
from django.utils import timezone

from catalog.acting import acting
from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import CardRow, Facility, Listing, OutboxRow, Partner, ProductionUnit
from catalog.saleor_adapter.collections import collection_save
from catalog.services.facilities import FacilityDraft, UnitDraft, facility_open
from catalog.services.listings import (
    flagship_set,
    listing_close,
)
from catalog.services.search import search_words_count
from catalog.types import Actor, ListingState
from galleries.services import (
    AlbumDraft,
    AlbumPhotoDraft,
    album_create,
)
from legality.models import Certificate, CertificateState
from legality.services.certificates import CertificateDraft, Covers, certificate_record
from legality.services.publication import listing_settle, listing_submit, review_ensure
from legality.verdicts import verdict_of
from storefront.loading.demo_delivery import delivery_load
from storefront.loading.demo_goods import drafts_make, drawing_keep
from storefront.loading.demo_office import hand_in, office_row, office_work
from storefront.loading.demo_people import demo_people_load
from storefront.loading.demo_terms import terms_load
from storefront.loading.demo_vouchers import vouchers_load
from storefront.loading.files import Row, has_picture, rows_of
from storefront.notices.decisions import DECISION, SUSPENSION

ACTOR = Actor.system("demo")
# An example number: prefix 800 is not a mobile number, and the shop shows its own page instead.
DEMO_PHONE = "+628000000000"
FLAGSHIP_DAYS = 365
# States in which a paper was in force before: goods that are off sale now were published then.
_ONCE_HELD = frozenset({"expired", "on_hold", "revoked"})

Say = Callable[[str], None]


def demo_is_loaded() -> bool:
    """Whether the demo shop is here already (or another shop: then nothing is loaded either)."""
    return Facility.objects.exists()


def demo_load(*, say: Say = lambda line: None) -> bool:
    """Load the demo shop into an empty one; False when something is here already.

    Everything but the pictures' files is one transaction: a load that is cut short leaves none.
    """
    if demo_is_loaded():
        _people(say)
        return False
    with acting(ACTOR), transaction.atomic():
        _partners()
        facilities = {row["slug"]: _facility(row) for row in rows_of("demo/facilities")}
        say(f"{len(facilities)} facilities")
        listings = _listings(facilities)
        say(f"{len(listings)} listings")
        papers = _papers(listings)
        say(f"{papers} papers")
        _states(listings)
        _papers_end()
        say(f"{_offices(facilities)} listings with the regional offices")
        _hold_back(listings)
        _collections(listings)
        say(f"{delivery_load(facilities)} rates of example couriers")
        say(f"{vouchers_load()} vouchers")
        say(f"{terms_load()} terms of shares, PPN and transfers")
        albums = [_album(row, facilities, listings) for row in rows_of("demo/albums")]
        say(f"{len(albums)} albums")
        _people(say)
        _mails_drop()
        search_words_count()
    forget_all()
    return True


def _mails_drop() -> None:
    """What the sample offices decided is told to nobody: it was made up, in an empty shop."""
    OutboxRow.objects.filter(task__in=(DECISION, SUSPENSION)).delete()


def _people(say: Say) -> None:
    """Sample people, who are made right again at every start: visitors change their passwords."""
    people = demo_people_load()
    if people:
        say(f"{people} people to log in as")


def _partners() -> None:
    for row in rows_of("demo/partners"):
        provinces = row.pop("provinces")
        partner = Partner.objects.create(**row)
        partner.provinces.set(provinces)


def _clock(text: str) -> time:
    hour, minute = text.split(".")
    return time(int(hour), int(minute))


def _unit(row: Row) -> UnitDraft:
    return UnitDraft(
        key=row["key"],
        kind=row["kind"],
        name=row["name"],
        name_en=row["name_en"],
        skill=row["skill"],
        skill_en=row["skill_en"],
        trained=row["trained"],
        training_partner=row["partner"],
        training_partner_en=row["partner_en"],
        is_certified=row["certified"],
    )


def _facility(row: Row) -> Facility:
    return facility_open(
        actor=ACTOR,
        draft=FacilityDraft(
            regency_code=row["regency"],
            office_slug=row["office"],
            phone=DEMO_PHONE,
            whatsapp=DEMO_PHONE,
            aliases=tuple(row["aliases"]),
            hours=tuple(
                (day, _clock(span["opens"]), _clock(span["closes"]))
                for span in row["hours"]
                for day in span["days"]
            ),
            units=tuple(_unit(unit) for unit in row["units"]),
            brands=tuple((brand["slug"], brand["name"]) for brand in row["brands"]),
            **{
                name: row[name]
                for name in [
                    "slug",
                    "kind",
                    "klass",
                    "official_name",
                    "short_name",
                    "place",
                    "satker_code",
                    "address",
                    "craft_line",
                    "craft_line_en",
                    "story",
                    "story_en",
                ]
            },
        ),
    )


def _listings(facilities: dict[str, Facility]) -> dict[str, Listing]:
    """All listings as drafts with their pictures, by slug."""
    return drafts_make([(row, row["slug"]) for row in rows_of("demo/listings")], facilities)


def _offices(facilities: dict[str, Facility]) -> int:
    """Goods that regional offices have to do with, made like others of the sample."""
    bases = {row["slug"]: row for row in rows_of("demo/listings")}
    rows = rows_of("demo/office")
    wanted = [(office_row(row, bases[row["of"]]), row["of"]) for row in rows]
    made = drafts_make(wanted, facilities)
    _papers_record([row for row, _photos in wanted], made)
    for row in rows:
        office_work(row, made[row["slug"]])
    return len(made)


def _papers(listings: dict[str, Listing]) -> int:
    return _papers_record(rows_of("demo/listings"), listings)


def _papers_record(rows: Sequence[Row], listings: dict[str, Listing]) -> int:
    """Every paper once, with all listings that name its number."""
    named: dict[tuple[str, str], list[tuple[Row, Listing]]] = defaultdict(list)
    for row in rows:
        for paper in row["papers"]:
            named[paper["kind"], paper["number"]].append((paper, listings[row["slug"]]))
    for (kind, number), uses in named.items():
        paper, listing = uses[0]
        certificate_record(
            actor=ACTOR,
            draft=_certificate(kind, number, paper, listing.facility),
            covers=_covers(paper["covers"], [used_by for _paper, used_by in uses]),
        )
    return len(named)


def _covers(what: str, listings: list[Listing]) -> Covers:
    if what == "facility":
        return Covers(facility_ids=tuple({listing.facility_id for listing in listings}))
    brands = {listing.brand_id for listing in listings if listing.brand_id}
    if what == "brand" and brands:
        return Covers(brand_ids=tuple(sorted(brands)))
    return Covers(listing_ids=tuple(listing.pk for listing in listings))


def _day(offset: int | None) -> date | None:
    return None if offset is None else legal_today() + timedelta(days=offset)


def _certificate(kind: str, number: str, paper: Row, facility: Facility) -> CertificateDraft:
    verified_on = _day(paper["verified"])
    has_held = paper["state"] in _ONCE_HELD
    return CertificateDraft(
        facility_id=facility.pk,
        kind_code=kind,
        number=number,
        holder_name=paper["holder"],
        holder_is_person=paper["holder_is_person"],
        issued_on=_day(paper["issued"]),
        expires_on=_day(paper["expires"]),
        printed_expiry=_day(paper["printed_expiry"]),
        state=CertificateState.VERIFIED if has_held else CertificateState(paper["state"]),
        verified_on=verified_on,
        verified_by=facility.office.slug if verified_on else "",
        level=paper.get("level", ""),
    )


def _papers_end() -> None:
    """Papers that ended, were put on hold or revoked since the goods they cover were published."""
    for row in rows_of("demo/listings"):
        for paper in row["papers"]:
            if paper["state"] in _ONCE_HELD:
                Certificate.objects.filter(
                    kind_id=paper["kind"], number_raw=paper["number"]
                ).update(
                    state=paper["state"],
                    revoked_on=_day(paper.get("revoked")),
                    revoked_reason=paper.get("revoked_reason", ""),
                )


def _states(listings: dict[str, Listing]) -> None:
    """Bring every listing to the state that its row asks for; those off sale by now were published
    under the papers of their time."""
    today = legal_today()
    for row in rows_of("demo/listings"):
        listing = listings[row["slug"]]
        state = ListingState(row["state"])
        if state is ListingState.DRAFT:
            continue
        if state is ListingState.SUBMITTED:
            hand_in(listing, days_ago=1)
            review_ensure(actor=ACTOR, listing_id=listing.pk, on=today)
            continue
        began = today - timedelta(days=row["published_days_ago"])
        is_now = state is ListingState.PUBLISHED
        listing_submit(actor=ACTOR, listing_id=listing.pk, on=today if is_now else began)
        Listing.objects.filter(pk=listing.pk).update(
            published_at=timezone.now() - timedelta(days=row["published_days_ago"])
        )
        if row["flagship"]:
            flagship_set(
                actor=ACTOR,
                listing_id=listing.pk,
                begins=today,
                ends=today + timedelta(days=FLAGSHIP_DAYS),
            )
        if state is ListingState.ARCHIVED:
            listing_close(actor=ACTOR, listing_id=listing.pk, state=state, reason="demo")


def _hold_back(listings: dict[str, Listing]) -> None:
    """Take what rests on papers that hold no longer off sale, as the night does."""
    for row in rows_of("demo/listings"):
        if row["state"] == ListingState.SUSPENDED:
            listing = Listing.objects.select_for_update().get(pk=listings[row["slug"]].pk)
            verdict = verdict_of(listing.pk, on=legal_today())
            listing_settle(actor=ACTOR, listing=listing, verdict=verdict)


def _collections(listings: dict[str, Listing]) -> None:
    for row in rows_of("demo/collections"):
        slugs = row.pop("listings")
        collection_save(
            product_ids=[listings[slug].product_id for slug in slugs], since=legal_today(), **row
        )


def _album(row: Row, facilities: dict[str, Facility], listings: dict[str, Listing]) -> int:
    facility = facilities[row["facility"]]
    units = dict(ProductionUnit.objects.filter(facility=facility).values_list("key", "pk"))
    photos = [
        AlbumPhotoDraft(
            picture_id=drawing_keep(f"{row['slug']}-{number}"),
            caption=photo["caption"],
            caption_en=photo["caption_en"],
            alt=photo["alt"],
            alt_en=photo["alt_en"],
            taken_on=_day(-photo["days_ago"]),
            unit_id=units.get(photo["unit"]),
            listing_ids=tuple(listings[slug].pk for slug in photo["listings"]),
        )
        for number, photo in enumerate(row["photos"], start=1)
        if has_picture(f"{row['slug']}-{number}")
    ]
    made_on = legal_today() - timedelta(days=min(photo["days_ago"] for photo in row["photos"]))
    texts = {name: row[name] for name in ["slug", "title", "title_en", "intro", "intro_en"]}
    draft = AlbumDraft(facility_id=facility.pk, made_on=made_on, **texts)
    return album_create(actor=ACTOR, draft=draft, photos=photos).pk


def demo_numbers() -> tuple[int, int]:
    """Facilities and public cards, for the line that the command prints."""
    return Facility.objects.count(), CardRow.objects.filter(is_open=True).count()
