"""The read model equals the truth after random changes, whoever makes them, also many at once.

Seeds are fixed, so that a failure comes back; TRUTH_SEEDS asks for more of them.
"""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from catalog.dates import legal_today
from catalog.errors import DomainError
from catalog.models import CardRow, Facility, Listing
from galleries.models import Picture
from galleries.services import PhotoDraft, listing_photos_set
from legality.models import Certificate, CertificateCover, CertificateState
from tests.catalog.changes import CHANGES, World, new_listing, run, start, world_make
from tests.catalog.truth import differences
from tests.making import SYSTEM, paper_make

SEEDS = range(int(os.environ.get("TRUTH_SEEDS", "2")))
STEPS = 40
THREADS = 4
ROUNDS = 15
UNVERIFIED = CertificateState.UNVERIFIED
# A change may be one that is refused: both slots taken, a wrong state, a date out of order.
REFUSED = (DomainError, ValidationError, DatabaseError)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_after_every_change_the_cards_are_what_the_truth_makes_of_them(seed: int) -> None:
    world, dice = world_make(), Random(seed)
    start(world)
    done: list[str] = []
    refused: Counter[str] = Counter()
    for _step in range(STEPS):
        change = dice.choice(CHANGES)
        try:
            with transaction.atomic():
                change(world, dice)
            done.append(change.__name__)
        except REFUSED as refusal:
            refused[f"{change.__name__} {refusal}".split("\n", 1)[0]] += 1
        assert differences() == [], done
    assert len(done) > STEPS / 2, refused


def act(world: World, seed: int, told: Counter[str]) -> None:
    """One writer on a connection of its own: transactions of one or two changes each."""
    dice = Random(seed)
    try:
        for _round in range(ROUNDS):
            try:
                with transaction.atomic():
                    for change in dice.sample(CHANGES, dice.randint(1, 2)):
                        change(world, dice)
                        time.sleep(dice.random() / 100)  # so that transactions overlap
                told["kept"] += 1
            except REFUSED as refusal:
                told[type(refusal).__name__] += 1
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", SEEDS)
def test_after_many_writers_at_once_the_cards_are_what_the_truth_makes_of_them(seed: int) -> None:
    world = world_make()
    start(world)
    told: Counter[str] = Counter()
    threads = [
        threading.Thread(target=act, args=(world, 1000 * seed + number, told))
        for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(600)
    assert differences() == [], told
    assert told["kept"] > THREADS * ROUNDS / 3, told


Act = Callable[[World], None]


def listing_moves(world: World) -> None:
    """A listing comes from the second facility now."""
    run(
        "UPDATE catalog_listing SET facility_id = %s WHERE id = %s",
        world.facilities[1],
        world.listings[0],
    )


def facility_gets_a_name(world: World) -> None:
    """The second facility is called otherwise."""
    Facility.objects.filter(pk=world.facilities[1]).update(short_name="Lapas Lain")


def province_gets_a_name(world: World) -> None:
    """The province of the second facility is called otherwise."""
    run("UPDATE catalog_province SET name = 'Lain' WHERE code = '33'")


def facility_moves(world: World) -> None:
    """The first facility lies in another province now."""
    run("UPDATE catalog_facility SET regency_id = '33.74' WHERE id = %s", world.facilities[0])


def paper_covers(world: World) -> None:
    """The paper covers a listing more."""
    paper = Certificate.objects.get(number_raw="CONTOH-RACE")
    CertificateCover.objects.create(certificate=paper, listing_id=world.listings[0])


def good_paper_covers(world: World) -> None:
    """A checked paper covers a listing more."""
    paper = Certificate.objects.get(number_raw="CONTOH-GOOD")
    CertificateCover.objects.create(certificate=paper, listing_id=world.listings[0])


def kind_gets_a_word(world: World) -> None:
    """Papers of the checked one's kind are called otherwise."""
    paper = Certificate.objects.get(number_raw="CONTOH-GOOD")
    run("UPDATE legality_certificatekind SET short = 'Lain' WHERE code = %s", paper.kind_id)


def paper_covers_brand(world: World) -> None:
    """A checked paper covers a brand."""
    paper = Certificate.objects.get(number_raw="CONTOH-GOOD")
    CertificateCover.objects.create(certificate=paper, brand_id=world.brands[0])


def paper_is_checked(world: World) -> None:
    """The paper is found good."""
    Certificate.objects.filter(number_raw="CONTOH-RACE").update(
        state="verified", verified_on=legal_today()
    )


def brand_is_given(world: World) -> None:
    """The listing gets the brand."""
    Listing.objects.filter(pk=world.listings[0]).update(brand_id=world.brands[0])


def picture_is_given(world: World) -> None:
    """The listing gets a picture."""
    draft = PhotoDraft(world.pictures[3], "Tiga", "Three")
    listing_photos_set(actor=SYSTEM, listing_id=world.listings[0], photos=(draft,))


def picture_is_rendered(world: World) -> None:
    """The worker has made the picture's renditions."""
    Picture.objects.filter(pk=world.pictures[3]).update(widths=[160, 320])


PAIRS: tuple[tuple[Act, Act], ...] = (
    (listing_moves, facility_gets_a_name), (listing_moves, province_gets_a_name),
    (facility_moves, province_gets_a_name), (paper_covers, paper_is_checked),
    (good_paper_covers, kind_gets_a_word),
    (brand_is_given, paper_covers_brand), (picture_is_given, picture_is_rendered),
)  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("one", "other"),
    [*PAIRS, *((other, one) for one, other in PAIRS)],
    ids=lambda act: act.__name__,
)
def test_a_writer_who_begins_before_another_has_committed_misses_nothing(
    one: Act, other: Act
) -> None:
    world = world_make()
    run("UPDATE catalog_facility SET regency_id = '33.74' WHERE id = %s", world.facilities[1])
    other_listing = Listing.objects.get(pk=world.listings[1])
    paper_make(other_listing, number="CONTOH-RACE", state=UNVERIFIED)
    paper_make(other_listing, number="CONTOH-GOOD")
    wrote, ended = threading.Event(), threading.Event()

    def first() -> None:
        try:
            with transaction.atomic():
                one(world)
                wrote.set()
                ended.wait(0.4)  # the other ends meanwhile, unless the database makes it wait
        finally:
            connection.close()

    def second() -> None:
        try:
            assert wrote.wait(60)
            other(world)
            ended.set()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for work in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert ended.is_set()
    assert differences() == []


@pytest.mark.django_db
def test_a_new_listing_has_the_papers_of_its_brand() -> None:
    world = world_make()
    paper = paper_make(Listing.objects.get(pk=world.listings[0]))
    for brand in world.brands:
        CertificateCover.objects.create(certificate=paper, brand_id=brand)
    dice = Random(1)
    before = Listing.objects.count()
    for _n in range(6):
        new_listing(world, dice)
    made = Listing.objects.order_by("pk")[before:]
    assert {bool(row.brand_id) for row in made} == {True, False}
    for row in made:
        is_own = row.brand_id is not None and row.facility_id == paper.facility_id
        assert bool(CardRow.objects.get(pk=row.pk).papers) is is_own
    assert differences() == []
