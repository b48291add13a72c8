"""What reading a number can find: codes, sentences (English msgids), which block by default."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_noop

from legality.types import Finding, Words


class Found(StrEnum):
    """Codes of findings. Which of them block is said by the kind of paper."""

    EMPTY = "number_empty"
    TOO_MUCH = "number_too_much"
    SAMPLE = "number_sample"
    READ_AS = "number_read_as"
    LETTERS_ADDED = "number_letters_added"
    TOO_SHORT = "number_too_short"
    TOO_LONG = "number_too_long"
    FORM = "number_form"
    OLD_FORM = "number_old_form"
    UNUSUAL_LENGTH = "number_unusual_length"
    OTHER_KIND = "number_of_other_kind"
    OTHER_PAPER = "number_of_other_paper"
    APPLICATION = "number_of_application"
    FITS_NONE = "number_fits_none"
    FITS_SEVERAL = "number_fits_several"
    UNKNOWN_REGION = "region_unknown"
    FORMER_REGION = "region_former"
    OTHER_REGION = "region_other"
    UNKNOWN_PROVINCE = "province_unknown"
    UNKNOWN_CODE = "part_unknown"
    OTHER_GROUP = "group_other"
    OUTSIDE_GOODS = "goods_outside"
    OTHER_YEAR = "year_other"
    ENDS_BEFORE = "ends_before_it_begins"
    ENDS_TOO_LATE = "ends_too_late"


SENTENCES = {
    Found.EMPTY: gettext_noop("Type the number of the paper."),
    Found.TOO_MUCH: gettext_noop("This is longer than any number: at most %(most)s letters."),
    Found.SAMPLE: gettext_noop("This is a made-up number of the sample shop, not a real one."),
    Found.READ_AS: gettext_noop("Letters that look like digits were read as digits: %(number)s."),
    Found.LETTERS_ADDED: gettext_noop(
        "The letters at the beginning are missing; it was read as %(number)s."
    ),
    Found.TOO_SHORT: gettext_noop(
        "This has %(digits)s digits; a %(kind)s number has %(wanted)s. Look what is missing."
    ),
    Found.TOO_LONG: gettext_noop(
        "This has %(digits)s digits; a %(kind)s number has %(wanted)s. Look what is too much."
    ),
    Found.FORM: gettext_noop("This does not have the form of a %(kind)s number."),
    Found.OLD_FORM: gettext_noop("This is %(name)s. Ask whether a new one was given."),
    Found.UNUSUAL_LENGTH: gettext_noop("This is %(name)s. Compare it with the paper once more."),
    Found.OTHER_KIND: gettext_noop("This has the form of another number: %(other)s."),
    Found.OTHER_PAPER: gettext_noop("This is %(name)s, not the number of this paper: %(kind)s."),
    Found.APPLICATION: gettext_noop("This is %(name)s, not yet a registration."),
    Found.FITS_NONE: gettext_noop("This has the form of no number that is known here."),
    Found.FITS_SEVERAL: gettext_noop("This fits several kinds of papers (%(kinds)s). Say which."),
    Found.UNKNOWN_REGION: gettext_noop(
        "The number names the region %(region)s, which does not exist."
    ),
    Found.FORMER_REGION: gettext_noop(
        "The number names the region %(region)s by the code of before the region was split."
    ),
    Found.OTHER_REGION: gettext_noop(
        "The number is of %(region)s, the facility lies in %(here)s. A %(kind)s paper holds for one"
        " place."
    ),
    Found.UNKNOWN_PROVINCE: gettext_noop(
        "The number names the province %(province)s, which does not exist."
    ),
    Found.UNKNOWN_CODE: gettext_noop(
        "The code %(value)s within the number is not on the list that is known here."
    ),
    Found.OTHER_GROUP: gettext_noop(
        "The number is of the group %(group)s; these goods are of another kind."
    ),
    Found.OUTSIDE_GOODS: gettext_noop("A %(kind)s paper is not usual for goods of this kind."),
    Found.OTHER_YEAR: gettext_noop(
        "The number says that it ends in %(year)s, the date says %(given)s."
    ),
    Found.ENDS_BEFORE: gettext_noop("The paper ends on %(ends)s, before it begins on %(begins)s."),
    Found.ENDS_TOO_LATE: gettext_noop(
        "An end in %(year)s is later than a %(kind)s paper can hold. Look at the date again."
    ),
}
FORM_SHOWN = gettext_noop(
    "This does not have the form of a %(kind)s number. One looks like this: %(example)s."
)
UNKNOWN_CODES = {
    "group": gettext_noop("The food group %(value)s is not on the list that is known here."),
    "packaging": gettext_noop("The packaging %(value)s is not on the list that is known here."),
}

PART_NAMES = {
    "packaging": gettext_noop("Packaging"),
    "group": gettext_noop("Food group"),
    "region": gettext_noop("Regency or city"),
    "product": gettext_noop("Product of this maker"),
    "producer": gettext_noop("Maker in this region"),
    "year": gettext_noop("Year of its end"),
    "province": gettext_noop("Province"),
    "counter": gettext_noop("National counter"),
    "month": gettext_noop("Month of registration"),
    "registered_year": gettext_noop("Year of registration"),
    "filed_year": gettext_noop("Year of filing"),
    "record": gettext_noop("Recordal"),
    "unit": gettext_noop("Kind of unit"),
    "area": gettext_noop("Area"),
    "serial": gettext_noop("Serial number"),
}

# Whatever data says: there is no kind yet whose row could say otherwise, or nothing to keep.
ALWAYS_BLOCKING = frozenset({Found.EMPTY, Found.TOO_MUCH, Found.FITS_NONE, Found.FITS_SEVERAL})
BLOCKING = (
    Found.TOO_SHORT, Found.TOO_LONG, Found.FORM, Found.OTHER_KIND, Found.OTHER_PAPER,
    Found.APPLICATION, Found.UNKNOWN_REGION, Found.OTHER_REGION, Found.ENDS_BEFORE,
    Found.ENDS_TOO_LATE,
)  # fmt: skip
# What another form of a kind's number may be; see `reading.OtherForm`.
OF_FORMS = (Found.OLD_FORM, Found.UNUSUAL_LENGTH, Found.OTHER_PAPER, Found.APPLICATION)


def blocking_by_default() -> list[str]:
    """Findings that block for a new kind of paper."""
    return [str(code) for code in BLOCKING]


def choosable() -> tuple[Found, ...]:
    """Findings of which data says whether they block."""
    return tuple(code for code in Found if code not in ALWAYS_BLOCKING)


def found(code: Found, blocking: frozenset[str], **params: str | date | Words) -> Finding:
    """A finding. blocking: codes that block for the kind of paper."""
    blocks = code in ALWAYS_BLOCKING or code in blocking
    return Finding(str(code), blocks, SENTENCES[code], tuple(params.items()))
