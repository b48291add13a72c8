"""Papers that hold "while the recipe is unchanged", once it has changed."""

from __future__ import annotations

from dataclasses import replace
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from catalog.acting import acting
from catalog.dates import legal_today
from catalog.errors import Invalid, NotAllowed, NotFound, WrongState
from catalog.models import Brand, CardRow, Listing
from catalog.selectors.stall import values_of
from catalog.types import Actor
from legality.errors import EditedMeanwhile
from legality.models import (
    Certificate,
    CertificateCover,
    CertificateKind,
    CertificateState,
    RecipeHold,
    Suspension,
    SuspensionCause,
)
from legality.services.editing import WouldWithdraw, listing_edit
from legality.services.publication import listing_submit, listings_reconcile, rules_alone
from legality.services.recipes import recipe_confirm
from legality.verdicts import papers_covering, verdict_of
from tests.cast import Cast, cast_make
from tests.conftest import serving_role
from tests.legality.shown import EVERYWHERE, shown_where
from tests.making import SYSTEM, certificate_kind, paper_make, ready_listing, rule_make

pytestmark = pytest.mark.django_db

TODAY = legal_today()
FIRST, SECOND = "Bawang merah, minyak", "Bawang merah, minyak, udang"


@pytest.fixture
def cast() -> Cast:
    certificate_kind("halal", "halal")
    CertificateKind.objects.filter(pk="halal").update(validity="recipe")
    return cast_make()


def with_halal(cast: Cast, **paper: Any) -> tuple[Listing, Certificate]:
    """Goods on sale with a recipe and the paper for it."""
    listing = ready_listing(cast.here)
    Listing.objects.filter(pk=listing.pk).update(composition=FIRST)
    certificate = paper_make(listing, code="halal", group="halal", **paper)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    return listing, certificate


def recipe_is(listing: Listing, composition: str) -> None:
    Listing.objects.filter(pk=listing.pk).update(composition=composition)


def edit(actor: Actor, listing: Listing, *, agrees: bool = False, **changes: Any) -> bool:
    seen = values_of(Listing.objects.get(pk=listing.pk))
    wanted = replace(seen, **changes)
    return listing_edit(
        actor=actor, listing_id=listing.pk, wanted=wanted, seen=seen, on=TODAY, may_withdraw=agrees
    )


def state_of(listing: Listing) -> str:
    return Listing.objects.get(pk=listing.pk).state


def is_held(listing: Listing) -> bool:
    return RecipeHold.objects.filter(listing=listing, ended_at__isnull=True).exists()


@pytest.mark.parametrize("how", ["service", "saleor", "sql"])
def test_a_changed_recipe_puts_the_paper_on_hold_whoever_writes(cast: Cast, how: str) -> None:
    listing, _paper = with_halal(cast)
    if how == "service":
        with serving_role(cast.sari):
            edit(cast.sari, listing, composition=SECOND)
    elif how == "saleor":
        row = Listing.objects.get(pk=listing.pk)
        row.composition = SECOND
        row.save()
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE catalog_listing SET composition = %s WHERE id = %s", [SECOND, listing.pk]
            )
    hold = RecipeHold.objects.get(listing=listing)
    assert (hold.before, hold.after, hold.ended_at) == (FIRST, SECOND, None)
    if how == "service":
        assert hold.begun_by == cast.sari.name
    assert state_of(listing) == "published"  # nothing asks for the paper


@pytest.mark.django_db(transaction=True)
def test_who_confirms_waits_for_the_rules_before_any_row() -> None:
    """Who checks a paper holds the rules and waits for rows: the other way round neither ends."""
    certificate_kind("halal", "halal")
    CertificateKind.objects.filter(pk="halal").update(validity="recipe")
    listing, _paper = with_halal(cast_make())
    recipe_is(listing, SECOND)

    def confirm() -> None:
        try:
            with acting(SYSTEM):
                recipe_confirm(actor=SYSTEM, listing_id=listing.pk, note="", on=TODAY, seen=SECOND)
        finally:
            connection.close()

    thread = Thread(target=confirm)
    with transaction.atomic():
        rules_alone()
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
        Listing.objects.select_for_update(nowait=True).get(pk=listing.pk)
    thread.join(60)
    assert not is_held(listing)


def test_the_paper_is_shown_nowhere_until_an_officer_confirms_the_recipe(
    cast: Cast, client: Client
) -> None:
    listing, certificate = with_halal(cast)
    with serving_role(cast.anonymous):
        assert shown_where(listing, certificate, client) == EVERYWHERE
    recipe_is(listing, SECOND)
    with serving_role(cast.anonymous):
        assert shown_where(listing, certificate, client) == set()
    (fact,) = (paper for paper in verdict_papers(listing) if paper.certificate_id == certificate.pk)
    assert fact.state == "on_hold"
    given: dict[str, Any] = {
        "actor": cast.regional_officer, "listing_id": listing.pk, "seen": SECOND, "on": TODAY,
    }  # fmt: skip
    with serving_role(cast.regional_officer):
        recipe_confirm(note="Udang halal.", **given)
    with serving_role(cast.anonymous):
        assert shown_where(listing, certificate, client) == EVERYWHERE
    hold = RecipeHold.objects.get(listing=listing)
    assert (hold.note, hold.ended_by) == ("Udang halal.", cast.regional_officer.name)
    with pytest.raises(WrongState):
        recipe_confirm(note="", **given)


def verdict_papers(listing: Listing) -> Any:
    return papers_covering([listing.pk])[listing.pk]


def test_goods_that_need_the_paper_are_held_back_at_once_and_come_back_when_confirmed(
    cast: Cast,
) -> None:
    rule_make("halal", code="perlu_halal")
    listing, certificate = with_halal(cast)
    with pytest.raises(WouldWithdraw) as asked:
        edit(cast.sari, listing, composition=SECOND)
    assert [finding.code for finding in asked.value.findings] == ["perlu_halal"]
    assert not is_held(listing) and state_of(listing) == "published"
    with serving_role(cast.sari):
        assert edit(cast.sari, listing, agrees=True, composition=SECOND)
    row = Suspension.objects.get(listing=listing)
    assert (row.cause, row.certificate_id) == (SuspensionCause.RECIPE, certificate.pk)
    assert (state_of(listing), CardRow.objects.get(pk=listing.pk).is_open) == ("suspended", False)
    with serving_role(cast.regional_officer):
        recipe_confirm(
            actor=cast.regional_officer, listing_id=listing.pk, note="", on=TODAY, seen=SECOND
        )
    assert (state_of(listing), CardRow.objects.get(pk=listing.pk).is_open) == ("published", True)


def test_who_writes_past_the_services_is_found_by_the_night(cast: Cast) -> None:
    rule_make("halal")
    listing, _paper = with_halal(cast)
    recipe_is(listing, SECOND)
    assert listings_reconcile(actor=SYSTEM, on=TODAY).closed == (listing.pk,)
    assert Suspension.objects.get(listing=listing).cause == SuspensionCause.RECIPE


@pytest.mark.parametrize("again", [FIRST, "  bawang  MERAH, minyak "])
def test_the_recipe_that_it_was_needs_nobody(cast: Cast, again: str) -> None:
    listing, _paper = with_halal(cast)
    recipe_is(listing, again)
    assert not RecipeHold.objects.exists()
    recipe_is(listing, SECOND)
    recipe_is(listing, SECOND + ", cabai")
    assert RecipeHold.objects.get(listing=listing).after == SECOND + ", cabai"
    recipe_is(listing, again)
    assert not is_held(listing)
    assert verdict_papers(listing)[0].state == "verified"
    assert CardRow.objects.get(pk=listing.pk).papers


@pytest.mark.parametrize("cover", ["brand", "facility"])
def test_papers_of_the_brand_and_of_the_place_are_held_too(cast: Cast, cover: str) -> None:
    listing, certificate = with_halal(cast)
    brand = Brand.objects.create(facility=cast.here, slug="merek-r", name="R")
    Listing.objects.filter(pk=listing.pk).update(brand=brand)
    CertificateCover.objects.filter(certificate=certificate).delete()
    covered: dict[str, Any] = {"brand": brand} if cover == "brand" else {"facility": cast.here}
    CertificateCover.objects.create(certificate=certificate, **covered)
    other = ready_listing(cast.here)
    Listing.objects.filter(pk=other.pk).update(brand=brand)
    recipe_is(listing, SECOND)
    assert verdict_papers(listing)[0].state == "on_hold"
    assert verdict_papers(other)[0].state == "verified"


@pytest.mark.parametrize(
    ("code", "state"),
    [("pirt", CertificateState.VERIFIED), ("halal", CertificateState.UNVERIFIED)],
)
def test_other_papers_do_not_mind(cast: Cast, code: str, state: CertificateState) -> None:
    listing = ready_listing(cast.here)
    paper_make(listing, code=code, state=state)
    recipe_is(listing, SECOND)
    assert not RecipeHold.objects.exists()


def test_a_paper_that_an_edit_sent_back_to_the_office_is_held_too(cast: Cast) -> None:
    """Else it would be verified again, and count, for a recipe that nobody looked at."""
    listing, paper = with_halal(cast)
    Certificate.objects.filter(pk=paper.pk).update(state=CertificateState.UNVERIFIED)
    recipe_is(listing, SECOND)
    assert is_held(listing)

    draft = ready_listing(cast.here)
    paper_make(draft, code="halal", group="halal", state=CertificateState.UNVERIFIED)
    recipe_is(draft, SECOND)
    assert not is_held(draft)  # never on sale: the review shows what it is made of


def test_another_facilitys_paper_holds_nothing(cast: Cast) -> None:
    strange = paper_make(ready_listing(cast.elsewhere), code="halal", group="halal")
    listing = ready_listing(cast.here)
    CertificateCover.objects.create(certificate=strange, listing=listing)
    recipe_is(listing, SECOND)
    assert not RecipeHold.objects.exists()


def test_an_officer_confirms_the_recipe_that_they_saw(cast: Cast) -> None:
    rule_make("halal")
    listing, _paper = with_halal(cast)
    edit(cast.sari, listing, agrees=True, composition=SECOND)
    edit(cast.sari, listing, composition=SECOND + ", arak")
    given: dict[str, Any] = {"listing_id": listing.pk, "on": TODAY}
    with pytest.raises(EditedMeanwhile) as refused:
        recipe_confirm(actor=cast.regional_officer, note="", seen=SECOND, **given)
    assert refused.value.changes == (("composition", SECOND, SECOND + ", arak"),)
    with pytest.raises(Invalid):
        recipe_confirm(actor=cast.regional_officer, note="x" * 1001, seen=SECOND, **given)
    with pytest.raises(NotAllowed):
        recipe_confirm(actor=cast.facility_head, note="", seen=SECOND, **given)
    with pytest.raises(NotFound):
        recipe_confirm(actor=cast.other_regional_officer, note="", seen=SECOND, **given)
    assert is_held(listing)
    recipe_confirm(actor=cast.regional_officer, note="", seen=SECOND + ", arak", **given)
    # what stood there when it was held back is no longer what stands there
    assert verdict_of(listing.pk, on=TODAY).is_clear and state_of(listing) == "suspended"


def test_visitors_learn_what_is_held_and_read_no_hold(cast: Cast) -> None:
    listing, _paper = with_halal(cast)
    recipe_is(listing, SECOND)
    with serving_role(cast.anonymous), connection.cursor() as cursor:
        cursor.execute("SELECT legality_recipe_held(%s)", [listing.pk])
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT count(*) FROM legality_recipehold")
        assert cursor.fetchone() == (0,)
