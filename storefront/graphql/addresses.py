"""Addresses: as Saleor's clients write and read them, with the kecamatan that Indonesians add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import graphene
from django.utils.translation import gettext_noop

from catalog.errors import Invalid
from storefront.graphql.common import Node
from storefront.graphql.enums import CountryCode
from storefront.graphql.ids import global_id
from storefront.graphql.shop import CountryDisplay, CountryOf
from storefront.orders.rules.addresses import AddressValues
from storefront.orders.selectors.addresses import (
    AddressShown,
    DistrictShown,
    district_shown,
    districts_find,
)
from storefront.orders.shown import Recipient

HOME = CountryOf("ID", "Indonesia")
MOST_DISTRICTS = 20
_ABROAD = gettext_noop("Goods are sent within Indonesia alone.")


class AddressRow(NamedTuple):
    """An address. key: what tells it from others of its owner; is_default: None where it is of no
    address book."""

    key: str
    shown: AddressShown
    is_default: bool | None = None


class Address(graphene.ObjectType):
    """Where goods go. city is the kab/kota, cityArea the kecamatan, countryArea the province."""

    class Meta:
        interfaces = (Node,)

    first_name = graphene.String(required=True, description="The whole name.")
    last_name = graphene.String(required=True)
    company_name = graphene.String(required=True)
    street_address1 = graphene.String(required=True, name="streetAddress1")
    street_address2 = graphene.String(required=True, name="streetAddress2")
    city = graphene.String(required=True)
    city_area = graphene.String(required=True)
    postal_code = graphene.String(required=True)
    country = graphene.Field(CountryDisplay, required=True)
    country_area = graphene.String(required=True)
    phone = graphene.String()
    is_default_shipping_address = graphene.Boolean()
    is_default_billing_address = graphene.Boolean()
    district_code = graphene.String(required=True, description='Of Kemendagri: "72.71.02".')
    village = graphene.String(required=True)
    courier_note = graphene.String(required=True)

    @staticmethod
    def resolve_id(row: AddressRow, _info: Any) -> str:
        return global_id("Address", row.key)

    @staticmethod
    def resolve_first_name(row: AddressRow, _info: Any) -> str:
        return row.shown.name

    @staticmethod
    def resolve_last_name(_row: AddressRow, _info: Any) -> str:
        return ""  # a name is one text here: many Indonesians have one word

    @staticmethod
    def resolve_company_name(_row: AddressRow, _info: Any) -> str:
        return ""

    @staticmethod
    def resolve_street_address1(row: AddressRow, _info: Any) -> str:
        return row.shown.street

    @staticmethod
    def resolve_street_address2(_row: AddressRow, _info: Any) -> str:
        return ""

    @staticmethod
    def resolve_city(row: AddressRow, _info: Any) -> str:
        return row.shown.regency

    @staticmethod
    def resolve_city_area(row: AddressRow, _info: Any) -> str:
        return row.shown.district

    @staticmethod
    def resolve_postal_code(row: AddressRow, _info: Any) -> str:
        return row.shown.postal_code

    @staticmethod
    def resolve_country(_row: AddressRow, _info: Any) -> CountryOf:
        return HOME

    @staticmethod
    def resolve_country_area(row: AddressRow, _info: Any) -> str:
        return row.shown.province

    @staticmethod
    def resolve_phone(row: AddressRow, _info: Any) -> str | None:
        return row.shown.phone or None

    @staticmethod
    def resolve_is_default_shipping_address(row: AddressRow, _info: Any) -> bool | None:
        return row.is_default

    @staticmethod
    def resolve_is_default_billing_address(row: AddressRow, _info: Any) -> bool | None:
        return row.is_default

    @staticmethod
    def resolve_district_code(row: AddressRow, _info: Any) -> str:
        return row.shown.district_code

    @staticmethod
    def resolve_village(row: AddressRow, _info: Any) -> str:
        return row.shown.village

    @staticmethod
    def resolve_courier_note(row: AddressRow, _info: Any) -> str:
        return row.shown.courier_note


def recipient_row(key: str, to: Recipient) -> AddressRow:
    """Where a part of an order goes."""
    shown = AddressShown(
        name=to.name,
        phone=to.phone,
        email="",
        district_code="",
        district=to.district,
        regency_code="",
        regency=to.regency,
        province_code="",
        province=to.province,
        postal_code=to.postal_code,
        village=to.village,
        street=to.street,
        courier_note=to.courier_note,
    )
    return AddressRow(key, shown)


class AddressInput(graphene.InputObjectType):
    """Where goods are to go. The kecamatan is found by postalCode, cityArea and city; where they
    name several, say districtCode (`districts` finds it)."""

    first_name = graphene.String()
    last_name = graphene.String()
    company_name = graphene.String()
    street_address1 = graphene.String(name="streetAddress1")
    street_address2 = graphene.String(name="streetAddress2")
    city = graphene.String()
    city_area = graphene.String()
    postal_code = graphene.String()
    country = graphene.Field(CountryCode)
    country_area = graphene.String()
    phone = graphene.String()
    district_code = graphene.String(description='Of Kemendagri: "72.71.02".')
    village = graphene.String()
    courier_note = graphene.String()


def values_given(given: Mapping[str, Any], *, email: str) -> AddressValues:
    """What an input says, as the services take it. Four statements at most. Raises Invalid for
    another country."""
    if (given.get("country") or HOME.code) != HOME.code:
        raise Invalid(field="country", reason=_ABROAD)
    names = (_text(given, name) for name in ("first_name", "last_name", "company_name"))
    streets = (_text(given, name) for name in ("street_address1", "street_address2"))
    return AddressValues(
        name=" ".join(name for name in names if name),
        phone=_text(given, "phone"),
        email=email,
        district_code=_text(given, "district_code") or _district(given),
        postal_code=_text(given, "postal_code"),
        village=_text(given, "village"),
        street="\n".join(street for street in streets if street),
        courier_note=_text(given, "courier_note"),
    )


def _text(given: Mapping[str, Any], name: str) -> str:
    return str(given.get(name) or "").strip()


def _district(given: Mapping[str, Any]) -> str:
    """The code of the one kecamatan that was described, "" for none and for several."""
    code = _text(given, "postal_code")
    words = " ".join(
        text for name in ("city_area", "city", "country_area") if (text := _text(given, name))
    )
    found = [one for one in districts_find(code) if code in one.postal_codes] if code else []
    found = found or (list(districts_find(words)) if words else [])
    for name, of in (("city_area", _name), ("city", _regency), ("country_area", _province)):
        found = _narrowed(found, _text(given, name).casefold(), of)
    return found[0].code if len(found) == 1 else ""


def _narrowed(found: list[DistrictShown], word: str, of: Any) -> list[DistrictShown]:
    """Those that are called so; all where nobody is: people write the same place in many ways."""
    same = [one for one in found if word and of(one) == word]
    within = [one for one in found if word and word in of(one)]
    return same or within or found


def _name(one: DistrictShown) -> str:
    return one.name.casefold()


def _regency(one: DistrictShown) -> str:
    return one.regency.casefold()


def _province(one: DistrictShown) -> str:
    return one.province.casefold()


class District(graphene.ObjectType):
    """A kecamatan."""

    code = graphene.String(required=True, description='Of Kemendagri: "72.71.02".')
    name = graphene.String(required=True)
    regency = graphene.String(required=True, description='With its kind: "Kota Palu".')
    province = graphene.String(required=True)
    postal_codes = graphene.List(graphene.NonNull(graphene.String), required=True)


class AddressQueries:
    """What can be asked of addresses: where something is, not who lives there."""

    districts = graphene.List(
        graphene.NonNull(District),
        required=True,
        search=graphene.String(description="A kecamatan's name, with its kab/kota or not, or a"
                               " postal code."),
        code=graphene.String(),
        description=f"The {MOST_DISTRICTS} kecamatan most like what is searched for.",
    )  # fmt: skip

    @staticmethod
    def resolve_districts(
        _root: Any, _info: Any, search: str = "", code: str = ""
    ) -> Sequence[DistrictShown]:
        if code:
            found = district_shown(code[:20])
            return (found,) if found else ()
        return districts_find((search or "")[:100], MOST_DISTRICTS)
