"""An address as an Indonesian writes it: what each field must be, and how it is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_noop

from catalog.facility_values import Refused, phone_text

NAME_MOST, EMAIL_MOST, VILLAGE_MOST, STREET_MOST, NOTE_MOST = 120, 254, 80, 256, 140
_STREET_LEAST = 5  # letters; "Jl. A" is the shortest that finds a house


@dataclass(frozen=True)
class AddressValues:
    """What a buyer typed of an address; see EXPERIENCE 2.10. All as typed, "" for nothing.

    district_code: of the kecamatan chosen; postal_code: one of its villages' or, when it has one
    alone, "".
    """

    name: str
    phone: str
    district_code: str
    street: str
    email: str = ""
    postal_code: str = ""
    village: str = ""
    courier_note: str = ""


def address_plain(typed: AddressValues) -> AddressValues:
    """The same as it is kept: one space between words, the lines of the street with commas, the
    phone as "+62...", the e-mail small. What is not right stays as it was typed."""
    lines = [_one_line(line).strip(" ,") for line in typed.street.splitlines()]
    return replace(
        typed,
        name=_one_line(typed.name),
        phone=_phone(typed.phone) or typed.phone.strip(),
        email=typed.email.strip().lower(),
        district_code=typed.district_code.strip(),
        postal_code=typed.postal_code.strip(),
        village=_one_line(typed.village),
        street=", ".join(line for line in lines if line),
        courier_note=_one_line(typed.courier_note),
    )


def address_wrong(plain: AddressValues, postal_codes: Collection[str] | None) -> dict[str, str]:
    """What is wrong, by field, each a msgid. postal_codes: of the kecamatan, None for one that is
    not."""
    return dict(_wrong(plain, postal_codes))


def _wrong(plain: AddressValues, postal_codes: Collection[str] | None) -> Iterator[tuple[str, str]]:
    for name, rule in _RULES:
        said = rule(getattr(plain, name))
        if said:
            yield name, said
    if not plain.district_code:
        yield (
            "district_code",
            gettext_noop("Search for the kecamatan or postal code and choose one of the answers."),
        )
    elif postal_codes is None:
        yield "district_code", gettext_noop("This kecamatan is not known. Choose another.")
    elif plain.postal_code not in postal_codes and (plain.postal_code or len(postal_codes) != 1):
        yield "postal_code", gettext_noop("Choose the postal code of the kecamatan.")


def _name(text: str) -> str:
    if not any(sign.isalpha() for sign in text):
        return gettext_noop("Write the name of who receives the goods.")
    return _fits(text, NAME_MOST)


def _phone_rule(text: str) -> str:
    if not text:
        return gettext_noop("Write a phone number, so that the courier can call.")
    if _phone(text) is None:
        return gettext_noop(
            "This is no Indonesian number. Write it like 0812-3456-7890 or 0451-421234."
        )
    return ""


def email_wrong(text: str) -> str:
    """What is wrong with an e-mail, a msgid; "" for nothing, and for none."""
    if not text:
        return ""
    try:
        validate_email(text)
        text.rpartition("@")[2].encode("idna")  # as it is sent
    except (ValidationError, UnicodeError):
        return gettext_noop("Write a whole e-mail, such as sari@contoh.id, or leave it empty.")
    return _fits(text, EMAIL_MOST)


def _street(text: str) -> str:
    if len(text) < _STREET_LEAST:
        return gettext_noop("Write street, number and RT/RW, so that the house can be found.")
    return _fits(text, STREET_MOST)


def _village(text: str) -> str:
    return _fits(text, VILLAGE_MOST)


def _note(text: str) -> str:
    if len(text) > NOTE_MOST:
        return gettext_noop("The note can have 140 letters at most.")
    return ""


def _fits(text: str, most: int) -> str:
    return gettext_noop("This is too long. Shorten it.") if len(text) > most else ""


_RULES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("name", _name),
    ("phone", _phone_rule),
    ("email", email_wrong),
    ("village", _village),
    ("street", _street),
    ("courier_note", _note),
)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _phone(text: str) -> str | None:
    try:
        return phone_text(text) or None
    except Refused:
        return None
