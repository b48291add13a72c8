"""What the form of a listing has, and reading what was typed into it.

`typed` is the form as it came: texts by the names of its fields. It is what sketches keep. Variants
stand in rows ("v-0-price"), pictures in one field of their keys in order ("photos").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog.listing_values import ListingValues, VariantValues
from catalog.mapping.numbers import number_of
from catalog.mapping.prices import price_of
from catalog.mapping.prices import rupiah as as_rupiah
from catalog.mapping.values import Doubt
from catalog.mapping.weights import Bare, weight_of, weight_said
from catalog.services.listing_change import MOST_VARIANTS
from catalog.services.listings import STOCK_MOST, WEIGHT_MOST_GRAMS
from catalog.types import Delivery
from galleries.selectors import EditedPhoto

Typed = dict[str, str]

# Most letters of each text; those in _LONG have lines.
TEXTS = {
    "name": 250, "name_en": 250, "description": 10_000, "description_en": 10_000,
    "size": 120, "size_en": 120, "composition": 10_000, "composition_en": 10_000,
    "allergens": 200, "allergens_en": 200, "storage": 300, "storage_en": 300,
    "care": 300, "care_en": 300,
}  # fmt: skip
LONG = frozenset({"description", "description_en", "composition", "composition_en"})
NUMBERS = {"lead_time_days": 365, "buyer_limit": 1000, "best_before_days": 3650}
CHECKS = ("is_not_halal", "adults_only")
CHOICES = ("category", "unit", "brand", "delivery")
ROW = ("id", "name", "name_en", "price", "weight", "stock", "gone")
MOST_PHOTOS = 12
ALT_LENGTH = 300
_PLAIN = (*TEXTS, *NUMBERS, *CHECKS, *CHOICES, "net_weight", "photos")
_ROW_FIELD = re.compile(rf"v-(\d{{1,2}})-({'|'.join(ROW)})")
_PHOTO_FIELD = re.compile(r"(?:alt|alt_en|pos|drop)-(\d{1,18})")
_KEY = re.compile(r"\d{1,18}")
# Marks that turn the direction of what follows, and everything that has no shape.
_HIDDEN = frozenset(
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
_LETTERS_MOST = 20_000
_SMALL_GRAMS = 5
VARIANT_NAME, VARIANT_NAME_EN = "Satu ukuran", "One size"


def typed_of_post(post: QueryDict) -> Typed:
    """The form's own fields, without signs that nobody sees."""
    typed = {
        name: clean(post.get(name, ""))
        for name in post
        if name in _PLAIN or _ROW_FIELD.fullmatch(name) or _PHOTO_FIELD.fullmatch(name)
    }
    if "photo" in post:
        typed["photos"] = " ".join(
            key for key in post.getlist("photo")[: MOST_PHOTOS * 2] if _KEY.fullmatch(key)
        )
    return typed


def clean(text: str) -> str:
    """A text whose signs all can be seen; lines end with one sign."""
    text = unicodedata.normalize("NFC", text[:_LETTERS_MOST].replace("\r\n", "\n"))
    return "".join(
        sign
        for sign in text
        if sign not in _HIDDEN and (sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))
    )


def rows_of(typed: Mapping[str, str]) -> list[int]:
    """The numbers of the variants' rows, in order."""
    found = {int(match[1]) for name in typed if (match := _ROW_FIELD.fullmatch(name))}
    return sorted(found)[:MOST_VARIANTS]


def photo_keys(typed: Mapping[str, str]) -> list[int]:
    """Keys of pictures in the order wished for, without those to be dropped."""
    keys = list(dict.fromkeys(int(key) for key in typed.get("photos", "").split()))
    kept = [key for key in keys if not typed.get(f"drop-{key}")]

    def place(key: int) -> tuple[int, int]:
        wished = key_in(typed.get(f"pos-{key}", ""))
        return (keys.index(key) + 1 if wished is None else wished, keys.index(key))

    return sorted(kept, key=place)[:MOST_PHOTOS]


@dataclass(frozen=True)
class PhotoWords:
    """A picture with what was typed about it."""

    picture_id: int
    alt: str
    alt_en: str


@dataclass(frozen=True)
class Read:
    """What was typed, read. errors: a sentence a field; values are whole only without errors."""

    values: ListingValues
    photos: tuple[PhotoWords, ...]
    errors: dict[str, str] = field(default_factory=dict)


def read(typed: Mapping[str, str]) -> Read:
    """The values that a form means, with a sentence for each that cannot be read."""
    errors: dict[str, str] = {}
    texts: dict[str, Any] = {name: _text(typed, name, errors) for name in TEXTS}
    numbers: dict[str, Any] = {
        name: _number(typed, name, most, errors) for name, most in NUMBERS.items()
    }
    if not texts["name"]:
        errors["name"] = errors.get("name") or _("Give the goods a name.")
    values = ListingValues(
        **texts,
        category_id=_choice(typed, "category"),
        unit_id=_choice(typed, "unit"),
        brand_id=_choice(typed, "brand"),
        delivery=_delivery(typed),
        net_weight_grams=_weight(typed, "net_weight", errors) or None,
        is_not_halal=bool(typed.get("is_not_halal")),
        adults_only=bool(typed.get("adults_only")),
        **numbers,
        variants=_variants(typed, errors),
    )
    if values.category_id is None:
        errors["category"] = _("Choose the kind of goods.")
    return Read(values, _photos(typed, values, errors), errors)


def _text(typed: Mapping[str, str], name: str, errors: dict[str, str]) -> str:
    text = typed.get(name, "").strip()
    if name not in LONG:
        text = " ".join(text.split())
    most = TEXTS[name]
    if len(text) > most:
        errors[name] = _("This is too long: %(count)s letters, at most %(most)s.") % {
            "count": len(text),
            "most": most,
        }
    return text


def key_in(text: str) -> int | None:
    """The key of a row that a field names; None for everything that can be none."""
    return int(text) if _KEY.fullmatch(text) else None


def _choice(typed: Mapping[str, str], name: str) -> int | None:
    return key_in(typed.get(name, ""))


def _delivery(typed: Mapping[str, str]) -> Delivery:
    text = typed.get("delivery", "")
    return Delivery(text) if text in set(Delivery) else Delivery.PARCEL


def _number(typed: Mapping[str, str], name: str, most: int, errors: dict[str, str]) -> int | None:
    text = typed.get(name, "").strip()
    if not text:
        return None
    number = number_of(text)
    if number is None or number != number.to_integral() or not 0 < number <= most:
        errors[name] = _("Write a whole number from 1 to %(most)s.") % {"most": most}
        return None
    return int(number)


def _variants(typed: Mapping[str, str], errors: dict[str, str]) -> tuple[VariantValues, ...]:
    rows = rows_of(typed) or [0]
    kept = [row for row in rows if not typed.get(f"v-{row}-gone") and not _is_blank(typed, row)]
    if not kept:  # nothing typed at all: the first row is asked for
        kept = rows[:1]
    return tuple(_variant(typed, row, len(kept) == 1, errors) for row in kept)


def _is_blank(typed: Mapping[str, str], row: int) -> bool:
    names = ("id", "name", "name_en", "price", "weight", "stock")
    return not any(typed.get(f"v-{row}-{name}", "").strip() for name in names)


def _variant(
    typed: Mapping[str, str], row: int, is_alone: bool, errors: dict[str, str]
) -> VariantValues:
    at = f"v-{row}-"
    key = typed.get(f"{at}id", "")
    name = " ".join(typed.get(f"{at}name", "").split())
    name_en = " ".join(typed.get(f"{at}name_en", "").split())
    is_new = not _KEY.fullmatch(key)
    if not name and not is_alone:
        errors[f"{at}name"] = _("Say what is different about this choice, for instance 250 g.")
    if len(name) > TEXTS["name"] or len(name_en) > TEXTS["name"]:
        errors[f"{at}name"] = _("This is too long: %(count)s letters, at most %(most)s.") % {
            "count": max(len(name), len(name_en)),
            "most": TEXTS["name"],
        }
    if not name and is_new:
        name, name_en = VARIANT_NAME, name_en or VARIANT_NAME_EN
    return VariantValues(
        id=None if is_new else int(key),
        name=name,
        name_en=name_en,
        price=_price(typed, f"{at}price", errors),
        weight_grams=_weight(typed, f"{at}weight", errors, is_asked=is_new),
        stock=_stock(typed, f"{at}stock", errors) if is_new else 0,
    )


def _price(typed: Mapping[str, str], name: str, errors: dict[str, str]) -> Decimal:
    text = typed.get(name, "").strip()
    found = price_of(text)
    if isinstance(found, Decimal):
        return found
    if isinstance(found, Doubt) and len(found.choices) > 0 and found.code == "ask_price_small":
        meant = as_rupiah(Decimal(found.choices[-1].value))
        errors[name] = _("Is %(price)s meant? Write it out, for instance 15.000 or 15rb.") % {
            "price": meant
        }
    else:
        errors[name] = _("Write the price in whole rupiah, for instance 15.000 or 15rb.")
    return Decimal(0)


def _weight(
    typed: Mapping[str, str], name: str, errors: dict[str, str], *, is_asked: bool = False
) -> int:
    text = typed.get(name, "").strip()
    found = weight_of(text)
    if isinstance(found, Bare):
        is_grams = found.number == found.number.to_integral() and found.number >= _SMALL_GRAMS
        found = int(found.number) if is_grams else None
    elif found is None and not (is_asked or text):
        return 0
    if isinstance(found, int) and 0 < found <= WEIGHT_MOST_GRAMS:
        return found
    errors[name] = _("Write the weight with its unit, for instance 250 g or 1,5 kg.")
    return 0


def _stock(typed: Mapping[str, str], name: str, errors: dict[str, str]) -> int:
    text = typed.get(name, "").strip()
    number = number_of(text) if text else Decimal(0)
    if number is None or number != number.to_integral() or not 0 <= number <= STOCK_MOST:
        errors[name] = _("Write how many pieces are there, 0 or more.")
        return 0
    return int(number)


def _photos(
    typed: Mapping[str, str], values: ListingValues, errors: dict[str, str]
) -> tuple[PhotoWords, ...]:
    found = []
    for key in photo_keys(typed):
        alt, alt_en = (
            " ".join(typed.get(f"{name}-{key}", "").split()) for name in ("alt", "alt_en")
        )
        if max(len(alt), len(alt_en)) > ALT_LENGTH:
            errors[f"alt-{key}"] = _("This is too long: %(count)s letters, at most %(most)s.") % {
                "count": max(len(alt), len(alt_en)),
                "most": ALT_LENGTH,
            }
        # without words of their own, pictures at least say what the goods are
        name, name_en = values.name[:ALT_LENGTH], (values.name_en or values.name)[:ALT_LENGTH]
        found.append(PhotoWords(key, alt or name, alt_en or name_en))
    return tuple(found)


def typed_of(values: ListingValues, photos: tuple[EditedPhoto, ...]) -> Typed:
    """A listing as its form shows it before anybody typed."""
    typed = {name: str(getattr(values, name)) for name in TEXTS}
    for name in NUMBERS:
        typed[name] = _said(getattr(values, name))
    for name in CHECKS:
        typed[name] = "1" if getattr(values, name) else ""
    typed |= {
        "category": _said(values.category_id),
        "unit": _said(values.unit_id),
        "brand": _said(values.brand_id),
        "delivery": values.delivery.value,
        "net_weight": exact_weight(values.net_weight_grams or 0),
    }
    for row, variant in enumerate(values.variants):
        typed |= {f"v-{row}-{name}": text for name, text in typed_variant(variant).items()}
    return typed | typed_photos(photos, values)


def typed_variant(variant: VariantValues) -> Typed:
    """A variant's row."""
    return {
        "id": _said(variant.id),
        "name": variant.name,
        "name_en": variant.name_en,
        "price": f"{int(variant.price):,}".replace(",", "."),
        "weight": exact_weight(variant.weight_grams),
        "stock": "" if variant.id else str(variant.stock),
    }


def exact_weight(grams: int) -> str:
    """Grams as people write them. "1,234 kg" could be read as a thousand kilos: not that."""
    if not grams:
        return ""
    return f"{grams} g" if grams % 10 else weight_said(grams)


def typed_photos(photos: tuple[EditedPhoto, ...], values: ListingValues) -> Typed:
    """Pictures with their words; words that only repeat the name are left for the name to say."""
    typed = {"photos": " ".join(str(photo.picture_id) for photo in photos)}
    for place, photo in enumerate(photos, start=1):
        typed[f"alt-{photo.picture_id}"] = "" if photo.alt == values.name else photo.alt
        typed[f"alt_en-{photo.picture_id}"] = (
            "" if photo.alt_en in (values.name, values.name_en) else photo.alt_en
        )
        typed[f"pos-{photo.picture_id}"] = str(place)
    return typed


def _said(number: int | None) -> str:
    return "" if number is None else str(number)
