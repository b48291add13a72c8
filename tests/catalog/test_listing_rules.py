"""What can be said of a listing: the same for every way in."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from catalog.errors import Invalid
from catalog.listing_rules import LONG, NUMBERS, TEXTS, VARIANTS_MOST, tidied, tidy, values_check
from catalog.listing_values import SCALARS, ListingValues, VariantValues
from catalog.models import Listing
from catalog.plain_text import one_line, plain
from catalog.saleor_adapter.products import VariantDraft
from catalog.services.listing_change import listing_begin
from catalog.services.listings import ListingDraft, listing_create
from tests.making import SYSTEM, draft_listing, facility_make

VARIANT = VariantValues(None, "250 g", "250 g", Decimal(15000), 250)
VALUES = ListingValues("Keripik", "Crisps", 1, variants=(VARIANT,))


def test_the_table_of_lengths_is_that_of_the_columns() -> None:
    texts = [item.name for item in fields(ListingValues) if item.type == "str"]
    assert sorted(TEXTS) == sorted(texts)
    for name in TEXTS:
        if name in {field.name for field in Listing._meta.get_fields()}:
            most = getattr(Listing._meta.get_field(name), "max_length", None)
            assert most in (None, TEXTS[name]), name
    assert TEXTS.keys() >= LONG and NUMBERS.keys() <= set(SCALARS)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        *((name, {name: "x" * (most + 1)}) for name, most in TEXTS.items()),
        *((name, {name: wrong}) for name, most in NUMBERS.items() for wrong in (0, -1, most + 1)),
        *(("name", {"name": text}) for text in ("", "  ", "---", "\u2014", "(.)")),
        ("variants", {"variants": ()}),
        ("variants", {"variants": (VARIANT,) * (VARIANTS_MOST + 1)}),
    ],
)
def test_what_cannot_be_said_is_refused_by_its_name(field: str, wrong: dict[str, Any]) -> None:
    values_check(VALUES)
    with pytest.raises(Invalid) as refused:
        values_check(replace(VALUES, **wrong))
    assert refused.value.params["field"] == field
    assert "variant" not in refused.value.params


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        *(
            ("price", {"price": Decimal(text)})
            for text in ("0", "-1", "1e12", "0.5", "NaN", "sNaN", "Infinity", "-Infinity", "1e-400")
        ),
        *(("weight", {"weight_grams": grams}) for grams in (0, -1, 10**9)),
        *(("stock", {"stock": pieces}) for pieces in (-1, 10**9)),
        *(("name", {"name": text}) for text in ("", " ", "x" * 251)),
        ("name", {"name_en": "x" * 251}),
    ],
)
def test_a_refused_choice_is_named(field: str, wrong: dict[str, Any]) -> None:
    bad = replace(VARIANT, id=7, **wrong)
    with pytest.raises(Invalid) as refused:
        values_check(replace(VALUES, variants=(VARIANT, bad)))
    assert (refused.value.params["field"], refused.value.params["variant"]) == (field, 7)


def test_weights_of_drafts_may_wait() -> None:
    unknown = replace(VALUES, variants=(replace(VARIANT, weight_grams=0),))
    values_check(unknown, is_draft=True)
    with pytest.raises(Invalid):
        values_check(unknown)


@given(some.text())
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    for rule in (plain, one_line, lambda given: tidied("description", given)):
        assert rule(rule(text)) == rule(text)
    assert "\n" not in one_line(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\u202eb\u200b\0\ufeffc", "abc"),
        ("a\tb\u2028c\r\nd\re", "a b c d e"),
        ("\u3164\u2800\u00ad", ""),
        ("  Kopi   50%  ", "Kopi 50%"),
        ("Cafe\u0301", "Caf\u00e9"),
    ],
)
def test_signs_that_nobody_sees_go(text: str, line: str) -> None:
    assert one_line(text) == line


def test_what_was_not_touched_is_not_tidied() -> None:
    old = replace(VALUES, name="dua  spasi", variants=(replace(VARIANT, id=3, name=" x "),))
    assert tidy(old, old) == old
    changed = tidy(replace(old, size=" besar\u200b "), old)
    assert (changed.name, changed.size) == ("dua  spasi", "besar")
    assert tidy(old).name == "dua spasi"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["description", "description_en", "name_en"])
def test_making_checks_lengths_as_changing_does(name: str) -> None:
    facility, kind = facility_make(), _kind()
    long: dict[str, Any] = {name: "x" * 10_001}
    values = replace(VALUES, category_id=kind, **long)
    with pytest.raises(Invalid) as refused:
        listing_begin(actor=SYSTEM, facility_id=facility.pk, values=values)
    assert refused.value.params["field"] == name
    draft = ListingDraft(
        facility_id=facility.pk,
        slug="a",
        name="a",
        name_en=values.name_en,
        category_id=kind,
        description=(values.description,),
        description_en=(values.description_en,),
        variants=(VariantDraft("a", "a", "a", Decimal(1), 0, 1),),
    )
    with pytest.raises(Invalid) as refused:
        listing_create(actor=SYSTEM, draft=draft)
    assert refused.value.params["field"] == name


def _kind() -> int:
    listing = draft_listing(facility_make())
    from_product = Listing.objects.filter(pk=listing.pk).values_list("product__category_id")
    return int(from_product.get()[0])
