"""What narrows a list right now, as words with the address that takes each away."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.types import CatalogQuery
from storefront.web.formats import rupiah, rupiah_range
from storefront.web.shop.asked import Asked
from storefront.web.shop.parameters import (
    FLAGS,
    PRICE,
    values_in_force,
    with_value,
    without,
)

MOST_IN_WORDS = 6  # values that a heading names


@dataclass(frozen=True, slots=True)
class Applied:
    """A value in force. group: "jenis", "stok" ... or "harga"; address: the list without it."""

    group: str
    value: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Promoted:
    """A filter that stands above the list, to be switched by one touch."""

    label: str
    address: str
    is_on: bool
    count: int


def flag_label(parameter: str) -> str:
    """The word of a flag."""
    return {
        "stok": _("In stock"),
        "unggulan": _("Flagship"),
        "kirim": _("Can be shipped"),
        "dibuat": _("Made to order"),
    }[parameter]


def price_label(query: CatalogQuery, language: str) -> str:
    """The price bounds in words; empty when there are none."""
    low, high = query.price_from, query.price_to
    if low is not None and high is not None:
        return rupiah_range(low, high, language)
    if low is not None:
        return _("From %(price)s") % {"price": rupiah(low, language)}
    if high is not None:
        return _("Up to %(price)s") % {"price": rupiah(high, language)}
    return ""


def label_of(asked: Asked, parameter: str, value: str) -> str:
    """A value as people read it."""
    if parameter == PRICE:
        return price_label(asked.query, asked.language)
    return asked.words.labels[parameter][value] if value else flag_label(parameter)


def address_without(asked: Asked, parameter: str, value: str = "") -> str:
    """The list without a value. One that the words name is given up by taking the words as they
    stand; what else they name is then written out."""
    if asked.is_understood(parameter, value):
        return asked.literal_address(without(asked.written_out, parameter, value))
    return asked.address(without(asked.parameters.query, parameter, value))


def applied_values(asked: Asked, most: int) -> list[Applied]:
    """The first values in force, in the order of the address."""
    return [
        Applied(group, value, label_of(asked, group, value), address_without(asked, group, value))
        for group, value in values_in_force(asked.query)[:most]
    ]


def promoted(asked: Asked) -> list[Promoted]:
    """The filters asked for most: two papers, stock, flagship."""
    counts = {("surat", value.value): value.count for value in asked.found.papers}
    counts |= {(name, ""): getattr(asked.found, flag) for name, flag in FLAGS.items()}
    on = set(values_in_force(asked.query))
    chips = []
    for parameter, value in (("surat", "halal"), ("surat", "pirt"), ("stok", ""), ("unggulan", "")):
        if value and value not in asked.words.labels[parameter]:
            continue
        is_on = (parameter, value) in on
        chips.append(
            Promoted(
                label_of(asked, parameter, value),
                address_without(asked, parameter, value)
                if is_on
                else asked.address(with_value(asked.parameters.query, parameter, value)),
                is_on,
                counts.get((parameter, value), 0),
            )
        )
    return chips


def heading(asked: Asked) -> str:
    """The list in words: "Batik dari Jawa Tengah, halal"; the words searched for stand first."""
    chosen = values_in_force(asked.query)
    text = asked.parameters.text
    if text and asked.searched is not None:
        own = [one for one in chosen if not asked.is_understood(*one)]
        words = _("Results for “%(text)s”") % {"text": text}
        return _in_words(asked, words, own) if len(own) <= MOST_IN_WORDS else words
    if len(chosen) > MOST_IN_WORDS:
        count = len(chosen)
        return ngettext("Catalogue, %(count)s filter", "Catalogue, %(count)s filters", count) % {
            "count": count
        }
    return _in_words(asked, "", chosen) if chosen else _("Catalogue")


def _in_words(asked: Asked, goods: str, chosen: list[tuple[str, str]]) -> str:
    """Kinds, then where from, then the rest after commas. goods: stands for the kinds."""
    kinds = [label_of(asked, *one) for one in chosen if one[0] == "jenis"]
    by_group = [
        [label_of(asked, *one) for one in chosen if one[0] == group]
        for group in ("fasilitas", "provinsi", "kantor")
    ]
    places = ", ".join(_and(labels) for labels in by_group if labels)
    rest = [
        label_of(asked, *one) for one in chosen if one[0] in ("surat", PRICE) or one[0] in FLAGS
    ]
    if goods:
        words, rest = goods, [*kinds, *rest]
    else:
        words = _and([kinds[0], *map(_inside, kinds[1:])]) if kinds else _("Goods")
    if places:
        words = _("%(goods)s from %(place)s") % {"goods": words, "place": places}
    return ", ".join([words, *map(_inside, rest)])


def _and(parts: list[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    if len(parts) == 1:
        return parts[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _inside(label: str) -> str:
    """A label within a sentence: small first letter, but for names such as P-IRT and SNI."""
    return label[:1].lower() + label[1:] if label[1:2].islower() and label[:2] != "Rp" else label
