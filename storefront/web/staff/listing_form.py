"""The form of a listing as a page shows it: fields with their words, pictures, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog.listing_rules import LONG, TEXTS
from catalog.models import Facility
from catalog.saleor_adapter.editing import ProductSheet
from catalog.saleor_adapter.kinds import kind_rows
from catalog.selectors.stall import own_choices
from catalog.types import Delivery
from galleries.types import Photo
from legality.sentences import finding_said
from legality.types import Finding
from storefront.web.context import language_of
from storefront.web.staff.field import Field
from storefront.web.staff.listing_fields import (
    ALT_LENGTH,
    Typed,
    key_in,
    photo_keys,
    rows_of,
)


class Shot(NamedTuple):
    """A picture in the form. place: from 1."""

    id: int
    photo: Photo
    place: int
    alt: Field
    alt_en: Field


class Row(NamedTuple):
    """A variant in the form. stock: a field for a new one; there: pieces of one that is there;
    wished: what was typed as its stock before it was there, where that is another; is_first: it
    stands among the fields that are asked first; may_go: it can be taken out."""

    number: int
    id: str
    name: Field
    name_en: Field
    price: Field
    weight: Field
    stock: Field | None
    there: int | None
    wished: str
    is_gone: bool
    is_first: bool
    may_go: bool


class Fold(NamedTuple):
    """Fields that wait behind a heading. is_open: one of them has an error."""

    heading: str
    fields: list[Field]
    is_open: bool


class Need(NamedTuple):
    """One thing a reviewer asks for. anchor: the field's id, "" where no field helps."""

    words: str
    is_met: bool
    anchor: str


def _labels() -> dict[str, tuple[str, str]]:
    """The label and the hint of each field."""
    return {
        "name": (_("Name of the goods"), ""),
        "name_en": (_("Name in English"), ""),
        "description": (
            _("Description"),
            _("What it is, of what, made how. Blank lines part paragraphs."),
        ),
        "description_en": (_("Description in English"), ""),
        "size": (_("Size"), _("For instance 40 × 30 × 12 cm.")),
        "size_en": (_("Size in English"), ""),
        "composition": (_("Ingredients or material"), ""),
        "composition_en": (_("Ingredients or material in English"), ""),
        "allergens": (_("Allergens"), _("For instance peanuts, wheat, egg.")),
        "allergens_en": (_("Allergens in English"), ""),
        "storage": (_("How to store"), ""),
        "storage_en": (_("How to store, in English"), ""),
        "care": (_("Care and use"), ""),
        "care_en": (_("Care and use, in English"), ""),
        "lead_time_days": (_("Lead time"), _("Only for goods made after they are ordered.")),
        "buyer_limit": (_("Most for one buyer"), ""),
        "best_before_days": (_("Keeps for"), _("From the day it was made.")),
        "net_weight": (_("Net weight"), _("Without the pack, for instance 250 g.")),
        "packed_size": (
            _("Size of the pack"),
            _("Length × width × height in cm, for instance 30 × 20 × 10; couriers charge by it."),
        ),
        "is_not_halal": (_("Not halal"), _("Buyers are told so wherever the goods are shown.")),
        "adults_only": (
            _("Only for adults"),
            _("Blades and the like: nobody under 18 may buy it."),
        ),
        "category": (_("Kind of goods"), ""),
        "unit": (_("Made in"), ""),
        "brand": (_("Brand"), ""),
        "delivery": (_("How it leaves the facility"), ""),
    }  # fmt: skip


_WORDS = ("description", "name_en", "description_en")
_DETAILS = (
    *("unit", "brand", "size", "size_en", "net_weight", "composition", "composition_en"),
    *("allergens", "allergens_en", "best_before_days", "storage", "storage_en"),
    *("care", "care_en", "is_not_halal", "adults_only"),
)
_DELIVERY = ("delivery", "packed_size", "lead_time_days", "buyer_limit")
_UNITS = {
    "lead_time_days": gettext_noop("working days"),
    "buyer_limit": gettext_noop("pieces"),
    "best_before_days": gettext_noop("days"),
    "packed_size": gettext_noop("cm"),
}


class FormPage:
    """What the templates of the form are given.

    stocks: pieces there by variant, for those that exist; photos: pictures by key.
    """

    def __init__(
        self,
        facility: Facility,
        typed: Typed,
        *,
        photos: Mapping[int, Photo],
        errors: Mapping[str, str],
        stocks: Mapping[int, int] | None = None,
        rows_more: int = 0,
    ) -> None:
        self.facility, self.typed, self.errors = facility, typed, errors
        self.stocks = stocks or {}
        self.labels = _labels()
        self.own = own_choices(facility_id=facility.pk)
        self.fields = {name: self._field(name) for name in self.labels}
        self.shots = self._shots(photos)
        self.rows = self._rows(rows_more)
        self.words = self._fold(_("Description, also in English"), _WORDS)
        self.details = self._fold(_("Details"), _DETAILS)
        self.delivery = self._fold(_("Delivery and limits"), _DELIVERY)

    @property
    def has_choices(self) -> bool:
        """Whether there is more than one variant, or something wrong with the name of the one."""
        return len(self.rows) > 1 or bool(self.rows[0].name.error or self.rows[0].name_en.error)

    def _fold(self, heading: str, names: tuple[str, ...]) -> Fold:
        fields = [self.fields[name] for name in names]
        return Fold(heading, fields, any(field.error for field in fields))

    def _field(self, name: str) -> Field:
        label, hint = self.labels[name]
        options = self._options(name)
        return Field(
            name=name,
            label=label,
            value=self.typed.get(name, ""),
            kind=_kind(name, bool(options)),
            hint=hint,
            error=self.errors.get(name, ""),
            most=TEXTS.get(name, 20),
            mode="numeric" if name in _UNITS and name != "packed_size" else "",
            unit=_(_UNITS[name]) if name in _UNITS else "",
            lang="en" if name.endswith("_en") else "id" if name in TEXTS else "",
            is_optional=name not in ("name", "category", "delivery", "is_not_halal", "adults_only"),
            options=options,
        )

    def _options(self, name: str) -> tuple[tuple[str, str], ...]:
        if name == "category":
            is_id = language_of() == "id"
            kinds = ((str(kind.id), kind.name if is_id else kind.name_en) for kind in kind_rows())
            return (("", _("Choose")), *kinds)
        if name == "delivery":
            words = {
                Delivery.PARCEL: _("By parcel"),
                Delivery.PICKUP: _("Picked up at the facility"),
                Delivery.LOCAL_COURIER: _("By a local courier"),
            }
            return tuple((delivery.value, said) for delivery, said in words.items())
        if name in ("unit", "brand"):
            rows = self.own.units if name == "unit" else self.own.brands
            return (("", _("Not said")), *((str(key), said) for key, said in rows))
        return ()

    def _shots(self, photos: Mapping[int, Photo]) -> list[Shot]:
        keys = [key for key in photo_keys(self.typed) if key in photos]
        return [
            Shot(key, photos[key], place, self._alt(key, "alt"), self._alt(key, "alt_en"))
            for place, key in enumerate(keys, start=1)
        ]

    def _alt(self, key: int, name: str) -> Field:
        label = _("What the picture shows") if name == "alt" else _("The same in English")
        return Field(
            f"{name}-{key}",
            label,
            self.typed.get(f"{name}-{key}", ""),
            most=ALT_LENGTH,
            error=self.errors.get(f"{name}-{key}", ""),
            lang="id" if name == "alt" else "en",
            is_optional=True,
        )

    def _rows(self, more: int) -> list[Row]:
        numbers = rows_of(self.typed) or [0]
        first_new = numbers[-1] + 1
        numbers += range(first_new, first_new + more)
        return [
            self._row(number, is_first=not place, is_alone=len(numbers) == 1)
            for place, number in enumerate(numbers)
        ]

    def _row(self, number: int, *, is_first: bool, is_alone: bool) -> Row:
        at = f"v-{number}-"
        key, wished = (self.typed.get(f"{at}{name}", "").strip() for name in ("id", "stock"))
        there = self.stocks.get(key_in(key) or 0)
        return Row(
            number=number,
            id=key,
            name=self._cell(f"{at}name", _("What is different"), most=250, lang="id"),
            name_en=self._cell(f"{at}name_en", _("In English"), most=250, lang="en"),
            price=self._cell(f"{at}price", _("Price"), mode="numeric", unit="Rp"),
            weight=self._cell(
                f"{at}weight", _("Packed weight"), hint=_("For instance 250 g or 1,5 kg.")
            ),
            stock=None
            if there is not None
            else self._cell(f"{at}stock", _("Stock"), mode="numeric", unit=_("pieces")),
            there=there,
            wished="" if there is None or wished in ("", str(there)) else wished,
            is_gone=bool(self.typed.get(f"{at}gone")),
            is_first=is_first,
            may_go=not is_first or (bool(key) and not is_alone),
        )

    def _cell(self, name: str, label: str, **given: Any) -> Field:
        given.setdefault("most", 30)
        return Field(
            name, label, self.typed.get(name, ""), error=self.errors.get(name, ""), **given
        )


def _kind(name: str, has_options: bool) -> str:
    if has_options:
        return "choice"
    if name in ("is_not_halal", "adults_only"):
        return "check"
    return "long" if name in LONG else "text"


# Where what a finding names is typed; the codes are those of legality's rules.
_ANCHORS = {"english": "name_en", "price": "v-0-price", "photo": "files", "weight": "v-0-weight"}


def needs_of_findings(findings: Iterable[Finding]) -> list[Need]:
    """What a reviewer asks for, in the rules' order, met or not."""
    words = {
        "english": _("English name and description"),
        "price": _("Price"),
        "photo": _("At least one picture"),
        "weight": _("Packed weight"),
        "facility": _("The facility is open"),
    }
    open_codes = {finding.code: finding for finding in findings if finding.blocking}
    known = [
        Need(said, code not in open_codes, _ANCHORS.get(code, "")) for code, said in words.items()
    ]
    others = [
        Need(finding_said(finding), False, "")
        for code, finding in open_codes.items()
        if code not in words
    ]
    return known + others


def needs_of_typed(page: FormPage) -> list[Need]:
    """The same for what is not a listing yet."""
    typed = page.typed
    has_english = bool(typed.get("name_en", "").strip() and typed.get("description_en", "").strip())
    first = page.rows[0]
    asked = (
        ("english", has_english),
        ("price", bool(first.price.value)),
        ("photo", bool(page.shots)),
        ("weight", bool(first.weight.value)),
        ("facility", page.facility.is_open),
    )
    return needs_of_findings(Finding(code, True, "") for code, is_met in asked if not is_met)


def finding_errors(findings: Iterable[Finding]) -> dict[str, str]:
    """Sentences of findings by the field that they are about."""
    return {
        _ANCHORS[finding.code]: finding_said(finding)
        for finding in findings
        if finding.blocking and finding.code in _ANCHORS
    }


def stocks_of(sheet: ProductSheet) -> dict[int, int]:
    """Pieces there by variant."""
    return {variant.id: variant.stock for variant in sheet.variants}
