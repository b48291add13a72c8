"""The fields of an Indonesian address: at the checkout and in the address book.

One search finds the kecamatan; its answers are a radio list, one row a postal code. Where it finds
nothing, three selects lead to the same list. Every step is a plain post of the whole form, so that
nothing typed is lost; a script only saves the reload.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from storefront.orders.rules.addresses import NOTE_MOST, AddressValues
from storefront.orders.rules.places import place_asked
from storefront.orders.selectors.addresses import (
    AddressShown,
    DistrictShown,
    PlaceName,
    district_shown,
    districts_find,
    districts_of,
    provinces_all,
    regencies_of,
)
from storefront.web.formats import phone

MOST_TYPED = 2000  # letters of any field; what a rule says of longer ones it says of these
_MOST_VILLAGES, _MOST_CHOICES = 200, 40
# Field of the form: name in AddressValues, label.
LABELS: dict[str, tuple[str, Promise | str]] = {
    "nama": ("name", gettext_lazy("Name of the recipient")),
    "telepon": ("phone", gettext_lazy("Phone of the recipient (WhatsApp)")),
    "surel": ("email", gettext_lazy("E-mail for the receipt (may stay empty)")),
    "tujuan": ("district_code", gettext_lazy("Kecamatan or postal code of the destination")),
    "kelurahan": ("village", gettext_lazy("Kelurahan/desa (may stay empty)")),
    "alamat": ("street", gettext_lazy("Full address")),
    "patokan": ("courier_note", gettext_lazy("Landmark or note for the courier (may stay empty)")),
}
# Attributes of the fields, as EXPERIENCE 2.10 has them; "wide" is a text of several lines.
_ATTRIBUTES: dict[str, dict[str, str]] = {
    "nama": {"autocomplete": "name", "spellcheck": "false", "autocapitalize": "words"},
    "telepon": {"type": "tel", "autocomplete": "tel", "inputmode": "tel"},
    "surel": {"type": "email", "autocomplete": "email", "inputmode": "email"},
    "kelurahan": {"autocomplete": "off", "spellcheck": "false", "list": "kelurahan-ada"},
    "alamat": {"autocomplete": "street-address", "rows": "3"},
    "patokan": {"autocomplete": "off", "data-most": str(NOTE_MOST)},
}
_HINTS: dict[str, Promise | str] = {
    "telepon": gettext_lazy("08…, 62… or +62…: the courier calls or writes to it."),
    "alamat": gettext_lazy("Street, number, RT/RW, hamlet"),
    "patokan": gettext_lazy("At most 140 letters, such as: the green gate beside the musala."),
}
# What address.js says on leaving a field; the service says it of what was sent.
_WRONG: dict[str, Promise | str] = {
    "nama": gettext_lazy("Write the name of who receives the goods."),
    "telepon": gettext_lazy(
        "This is no Indonesian number. Write it like 0812-3456-7890 or 0451-421234."
    ),
    "surel": gettext_lazy("Write a whole e-mail, such as sari@contoh.id, or leave it empty."),
    "alamat": gettext_lazy("Write street, number and RT/RW, so that the house can be found."),
    "patokan": gettext_lazy("The note can have 140 letters at most."),
}
_WIDE = frozenset({"alamat"})
_FIELD_OF = {value: name for name, (value, _label) in LABELS.items()} | {"postal_code": "tujuan"}


@dataclass(frozen=True)
class Choice:
    """A row of the radio list. value: "72.71.02 94221"; villages: of the postal code, in words."""

    value: str
    words: str
    villages: str


@dataclass(frozen=True)
class Manual:
    """The selects. provinces: all; regencies, districts: of what was chosen, empty before."""

    provinces: tuple[PlaceName, ...]
    regencies: tuple[PlaceName, ...]
    districts: tuple[PlaceName, ...]
    province: str
    regency: str
    district: str


@dataclass(frozen=True)
class Field:
    """A field as the template writes it."""

    name: str
    label: str
    hint: str
    value: str
    error: str
    attributes: SafeString
    is_wide: bool


@dataclass
class AddressForm:
    """What the template address/fields.html shows.

    typed: by the form's names; errors: sentences by the form's names; has_email: whether it is
    asked; more_found: whether the list is cut.
    """

    typed: dict[str, str]
    chosen: str = ""
    choices: tuple[Choice, ...] = ()
    villages: tuple[str, ...] = ()
    manual: Manual | None = None
    errors: dict[str, str] = field(default_factory=dict)
    has_email: bool = True
    nothing_found: bool = False
    more_found: bool = False

    @property
    def before(self) -> list[Field]:
        """Who receives the goods."""
        names = ("nama", "telepon", "surel") if self.has_email else ("nama", "telepon")
        return [self._field(name) for name in names]

    @property
    def after(self) -> list[Field]:
        """Where in the kecamatan."""
        return [self._field(name) for name in ("kelurahan", "alamat", "patokan")]

    def _field(self, name: str) -> Field:
        hint, error = str(_HINTS.get(name, "")), self.errors.get(name, "")
        told = [f"{name}-{part}" for part, said in (("hint", hint), ("error", error)) if said]
        attributes = dict(_ATTRIBUTES[name])
        if name in _WRONG:
            attributes["data-wrong"] = str(_WRONG[name])
        if told:
            attributes["aria-describedby"] = " ".join(told)
        if error:
            attributes["aria-invalid"] = "true"
        return Field(
            name=name,
            label=str(LABELS[name][1]),
            hint=hint,
            value=self.typed.get(name, ""),
            error=error,
            attributes=format_html_join(" ", '{}="{}"', attributes.items()),
            is_wide=name in _WIDE,
        )

    @property
    def values(self) -> AddressValues:
        """As the services take it."""
        code, _space, postal_code = self.chosen.partition(" ")
        texts = {
            value: self.typed.get(name, "")
            for name, (value, _label) in LABELS.items()
            if name != "tujuan"
        }
        return AddressValues(**texts, district_code=code, postal_code=postal_code)

    @property
    def summary(self) -> Iterator[tuple[str, str]]:
        """What is wrong, in the order of the fields: where it is, and what to do."""
        for name in LABELS:
            if name in self.errors:
                yield name, self.errors[name]

    def wrong(self, reasons: Mapping[str, str]) -> None:
        """Say what a service refused. reasons: msgids by AddressValues' names."""
        for name, reason in reasons.items():
            self.errors.setdefault(_FIELD_OF[name], gettext(reason))


def form_of(posted: Mapping[str, str], *, has_email: bool = True) -> AddressForm:
    """The form as it was sent."""
    typed = {name: posted.get(name, "")[:MOST_TYPED] for name in LABELS}
    form = AddressForm(typed, chosen=posted.get("pilih", "")[:20], has_email=has_email)
    if posted.get("tujuan", "").strip() != posted.get("dicari", "").strip():
        form.chosen = ""  # something else is searched for than what was chosen from
    return form


def form_filled(shown: AddressShown, *, has_email: bool = True) -> AddressForm:
    """The form with an address in it."""
    typed = {
        name: getattr(shown, value)
        for name, (value, _label) in LABELS.items()
        if value in {one.name for one in fields(AddressShown)}
    }
    district = district_shown(shown.district_code)
    form = AddressForm(typed, has_email=has_email)
    form.typed["telepon"] = phone(shown.phone)
    form.typed["tujuan"] = f"{shown.district} {shown.postal_code}"
    if district is not None:
        _offer(form, (district,), only=frozenset({shown.postal_code}))
        form.chosen = form.choices[0].value if form.choices else ""
    return form


def place_search(form: AddressForm, posted: Mapping[str, str]) -> None:
    """Fill in what the search found, or the next of the selects."""
    if posted.get("cari") == "daftar" or (posted.get("provinsi") and not form.typed["tujuan"]):
        _manual(form, posted)
        return
    text = form.typed["tujuan"]
    found = districts_find(text)
    codes = {code for one in found for code in one.postal_codes}
    _offer(form, found, only=frozenset(place_asked(text).codes) & codes)
    form.nothing_found = bool(text.strip()) and not found
    if not found:
        _manual(form, posted)


def place_settle(form: AddressForm, posted: Mapping[str, str]) -> bool:
    """Before the form is saved: show again what was chosen from. Whether a place is chosen; a
    postal code that only one kecamatan has chooses by itself."""
    place_search(form, posted)
    values = {one.value for one in form.choices}
    if form.chosen not in values:
        sure = len(values) == 1 and bool(place_asked(form.typed["tujuan"]).codes)
        form.chosen = form.choices[0].value if sure else ""
    return bool(form.chosen)


def _offer(
    form: AddressForm, districts: tuple[DistrictShown, ...], only: frozenset[str] = frozenset()
) -> None:
    """The radio list. only: the postal codes that were asked for, empty for all."""
    rows = [
        (Choice(f"{one.code} {code}", f"{one.words} {code}", ", ".join(names)), names)
        for one in districts
        for code, names in one.villages.items()
        if not only or code in only
    ]
    form.more_found = len(rows) > _MOST_CHOICES
    form.choices = tuple(choice for choice, _names in rows[:_MOST_CHOICES])
    villages = sorted({name for _choice, names in rows[:_MOST_CHOICES] for name in names})
    form.villages = tuple(villages[:_MOST_VILLAGES])
    if form.chosen not in {one.value for one in form.choices}:
        form.chosen = ""


def _manual(form: AddressForm, posted: Mapping[str, str]) -> None:
    """The selects as far as they were chosen; the last of them leads to the radio list."""
    province, regency = posted.get("provinsi", "")[:2], posted.get("kabkota", "")[:5]
    if not regency.startswith(province or "-"):
        regency = ""
    code = posted.get("kecamatan", "")[:8]
    district = district_shown(code) if regency and code.startswith(f"{regency}.") else None
    form.manual = Manual(
        provinces=provinces_all(),
        regencies=regencies_of(province) if province else (),
        districts=districts_of(regency) if regency else (),
        province=province,
        regency=regency,
        district=district.code if district else "",
    )
    if district is not None:
        form.typed["tujuan"] = district.words
        _offer(form, (district,))
        if len(form.choices) == 1:
            form.chosen = form.choices[0].value
