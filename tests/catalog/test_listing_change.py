"""Changing a listing through the service, as every surface does."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from catalog.dates import legal_today
from catalog.errors import Blocked, Invalid, NotAllowed, NotFound
from catalog.listing_values import ListingValues, VariantValues, changed_fields, merged
from catalog.models import Listing
from catalog.saleor_adapter.editing import product_sheet
from catalog.selectors.stall import values_of
from catalog.services.listing_change import ListingClash, listing_change
from catalog.services.listings import listing_close, listing_restore, listing_withdraw
from catalog.types import Delivery, ListingState
from legality.services.editing import WouldWithdraw, listing_edit
from tests.cast import Cast, cast_make
from tests.conftest import serving_role
from tests.making import SYSTEM, draft_listing, public_listing


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_make()


def test_scope_comes_before_ability(cast: Cast) -> None:
    listing = draft_listing(cast.here)
    values = values_of(listing)
    wanted = replace(values, name="Lain")
    for actor, error in ((cast.budi, NotFound), (cast.auditor, NotAllowed)):
        with pytest.raises(error):
            listing_change(actor=actor, listing_id=listing.pk, wanted=wanted, seen=values)
        with pytest.raises(error):
            listing_withdraw(actor=actor, listing_id=listing.pk)
        with pytest.raises(error):
            listing_restore(actor=actor, listing_id=listing.pk)


def test_it_works_with_the_rights_of_the_serving_role(cast: Cast) -> None:
    listing = draft_listing(cast.here, prices=(28000, 51000), stock=0)
    seen = values_of(listing)
    wanted = replace(
        seen,
        name="Lain",
        delivery=Delivery.PICKUP,
        adults_only=True,
        lead_time_days=14,
        variants=(
            replace(seen.variants[0], price=Decimal(60000), weight_grams=300),
            VariantValues(None, "Baru", "New", Decimal(70000), 400, 3),
        ),
    )
    with serving_role(cast.sari):
        changed = listing_change(actor=cast.sari, listing_id=listing.pk, wanted=wanted, seen=seen)
    assert changed == ["name", "delivery", "lead_time_days", "adults_only", "variants"]
    listing.refresh_from_db()
    now = values_of(listing)
    assert (now.name, now.delivery, now.adults_only) == ("Lain", Delivery.PICKUP, True)
    found = [(v.name, int(v.price), v.weight_grams) for v in now.variants]
    assert found == [("Pilihan 0", 60000, 300), ("Baru", 70000, 400)]
    assert product_sheet(listing.product_id).variants[1].stock == 3
    with serving_role(cast.sari):
        back = replace(now, adults_only=False)
        listing_change(actor=cast.sari, listing_id=listing.pk, wanted=back, seen=now)
    assert not values_of(Listing.objects.get(pk=listing.pk)).adults_only


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "x" * 300), ("description", "x" * 20_000), ("size", "x" * 121),
        ("name", "\0"), ("category_id", 10**6), ("category_id", None), ("lead_time_days", 0),
        ("buyer_limit", -1), ("net_weight_grams", 10**9), ("variants", ()),
        ("variants", (VariantValues(None, "a", "a", Decimal(0), 100),)),
        ("variants", (VariantValues(None, "a", "a", Decimal(10**12), 100),)),
        ("variants", (VariantValues(None, "a", "a", Decimal("1.5"), 100),)),
        ("variants", (VariantValues(None, "a", "a", Decimal(100), -1),)),
        ("variants", (VariantValues(None, "a", "a", Decimal(100), 100, -1),)),
    ],
)  # fmt: skip
def test_what_could_never_be_sold_is_refused(cast: Cast, field: str, value: object) -> None:
    listing = draft_listing(cast.here, stock=0)
    seen = values_of(listing)
    wanted = replace(seen, **{field: value})  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        listing_change(actor=cast.sari, listing_id=listing.pk, wanted=wanted, seen=seen)
    assert values_of(listing) == seen


def test_goods_on_sale_keep_their_weight(cast: Cast) -> None:
    listing = public_listing(cast.here)
    seen = values_of(listing)
    wanted = replace(seen, variants=(replace(seen.variants[0], weight_grams=0),))
    with pytest.raises(Invalid):
        listing_change(actor=cast.sari, listing_id=listing.pk, wanted=wanted, seen=seen)


def test_two_changes_of_one_value_clash_and_change_nothing(cast: Cast) -> None:
    listing = draft_listing(cast.here)
    seen = values_of(listing)
    listing_change(
        actor=cast.sari, listing_id=listing.pk, wanted=replace(seen, name="Sari"), seen=seen
    )
    with pytest.raises(ListingClash) as refused:
        listing_change(
            actor=cast.facility_head,
            listing_id=listing.pk,
            wanted=replace(seen, name="Kepala", size="L"),
            seen=seen,
        )
    (clash,) = refused.value.merged.clashes
    assert (clash.field, clash.mine, clash.theirs) == ("name", "Kepala", "Sari")
    listing.refresh_from_db()
    assert listing.size == ""


def test_what_the_rules_no_longer_clear_leaves_the_shop_only_when_agreed(cast: Cast) -> None:
    listing = public_listing(cast.here)
    seen = values_of(listing)
    wanted = replace(seen, description_en="")
    arguments: dict[str, Any] = {
        "listing_id": listing.pk,
        "wanted": wanted,
        "seen": seen,
        "on": legal_today(),
    }
    with pytest.raises(WouldWithdraw) as refused:
        listing_edit(actor=cast.sari, **arguments)
    assert [finding.code for finding in refused.value.findings] == ["english"]
    assert values_of(listing) == seen
    assert listing_edit(actor=cast.sari, may_withdraw=True, **arguments)
    listing.refresh_from_db()
    assert listing.state == ListingState.DRAFT


def test_archived_goods_wait(cast: Cast) -> None:
    listing = public_listing(cast.here)
    seen = values_of(listing)
    listing_close(actor=SYSTEM, listing_id=listing.pk, state=ListingState.ARCHIVED, reason="t")
    with pytest.raises(Blocked):
        listing_change(
            actor=cast.sari, listing_id=listing.pk, wanted=replace(seen, name="x"), seen=seen
        )
    assert listing_restore(actor=cast.sari, listing_id=listing.pk) == ListingState.PUBLISHED
    listing.refresh_from_db()
    assert listing.state == ListingState.DRAFT


words = some.sampled_from(["", "a", "b", "c"])
lines = some.builds(
    VariantValues,
    id=some.sampled_from([1, 2, 3]),
    name=words,
    name_en=words,
    price=some.sampled_from([Decimal(1), Decimal(2)]),
    weight_grams=some.sampled_from([1, 2]),
)
forms = some.builds(
    ListingValues,
    name=words,
    name_en=words,
    category_id=some.sampled_from([None, 1, 2]),
    delivery=some.sampled_from(list(Delivery)),
    variants=some.lists(lines, max_size=3, unique_by=lambda line: line.id).map(
        lambda found: tuple(sorted(found, key=lambda line: line.id or 0))
    ),
)


@settings(max_examples=200, deadline=None)
@given(forms, forms)
def test_one_persons_changes_alone_are_all_taken(base: ListingValues, mine: ListingValues) -> None:
    kept = tuple(
        variant for variant in mine.variants if variant.id in {v.id for v in base.variants}
    )
    mine = replace(mine, variants=kept)
    for found in (merged(base, mine, base), merged(base, base, mine), merged(base, mine, mine)):
        assert found.clashes == ()
        assert changed_fields(found.values, mine) == []


@given(forms)
def test_values_come_back_from_their_plain_form(values: ListingValues) -> None:
    assert ListingValues.of_plain(values.plain) == values
