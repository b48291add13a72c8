"""What the form of a listing has, and reading what was typed into it.

`typed` is the form as it came: texts by the names of its fields. It is what sketches keep. Variants
stand in rows ("v-0-price"), pictures in one field of their keys in order ("photos").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog.listing_rules import NUMBERS, TEXTS, VARIANTS_MOST, WEIGHT_MOST_GRAMS, tidied
from catalog.listing_values import ListingValues, VariantValues
from catalog.mapping.numbers import number_of
from catalog.mapping.weights import Bare, weight_of, weight_said
from catalog.plain_text import one_line, plain
from catalog.types import Delivery
from galleries.selectors import EditedPhoto
from storefront.orders.services.delivery import MOST_SIZE, Size
from storefront.web.staff.stock_cells import Unread, pieces_typed, price_typed

Typed = dict[str, str]

CHECKS = ("is_not_halal", "adults_only")
CHOICES = ("category", "unit", "brand", "delivery")
ROW = ("id", "name", "name_en", "price", "weight", "stock", "gone")
MOST_PHOTOS = 12
ALT_LENGTH = 300
# Numbers that are typed as they are; a weight has its unit.
COUNTS = tuple(name for name in NUMBERS if name != "net_weight_grams")
_PLAIN = (*TEXTS, *COUNTS, *CHECKS, *CHOICES, "net_weight", "packed_size", "photos")
_ROW_FIELD = re.compile(rf"v-(\d{{1,2}})-({'|'.join(ROW)})", re.ASCII)
_PHOTO_FIELD = re.compile(r"(?:alt|alt_en|pos|drop)-(\d{1,18})", re.ASCII)
_KEY = re.compile(r"\d{1,18}", re.ASCII)
_LETTERS_MOST = 20_000
_SMALL_GRAMS = 5
_SIDE = r"(\d{1,3})"
_PACKED = re.compile(
    rf"{_SIDE}\s*[x×*]\s*{_SIDE}\s*[x×*]\s*{_SIDE}(?:\s*cm)?", re.ASCII | re.IGNORECASE
)


def typed_of_post(post: QueryDict) -> Typed:
    """The form's own fields, without signs that nobody sees."""
    typed = {
        name: plain(post.get(name, "")[:_LETTERS_MOST])
        for name in post
        if name in _PLAIN or _ROW_FIELD.fullmatch(name) or _PHOTO_FIELD.fullmatch(name)
    }
    if "photo" in post:
        typed["photos"] = " ".join(
            key for key in post.getlist("photo")[: MOST_PHOTOS * 2] if _KEY.fullmatch(key)
        )
    return typed


def says_nothing(typed: Mapping[str, str]) -> bool:
    """Whether a form has neither a word nor a picture: what is only chosen is not worth keeping."""
    written = {name: text for name, text in typed.items() if name not in CHOICES}
    return not any(text.strip() for text in written.values())


def rows_of(typed: Mapping[str, str]) -> list[int]:
    """The numbers of the variants' rows, in order."""
    found = {int(match[1]) for name in typed if (match := _ROW_FIELD.fullmatch(name))}
    return sorted(found)[:VARIANTS_MOST]


def rows_kept(typed: Mapping[str, str]) -> list[int]:
    """Those of the rows that are variants: not empty, not taken out."""
    rows = rows_of(typed) or [0]
    kept = [row for row in rows if not typed.get(f"v-{row}-gone") and not _is_blank(typed, row)]
    return kept or rows[:1]  # nothing typed at all: the first row is asked for


def row_of(typed: Mapping[str, str], key: object) -> int:
    """The row of the variant with a key; for None that of the first new one."""
    said = "" if key is None else str(key)
    return next((row for row in rows_kept(typed) if typed.get(f"v-{row}-id", "") == said), 0)


def rows_made(typed: Mapping[str, str], keys: Sequence[int]) -> Typed:
    """A form with the keys of the variants that were made of its new rows. keys: of all variants
    of the listing since, in the order made."""
    new = [row for row in rows_kept(typed) if key_in(typed.get(f"v-{row}-id", "")) is None]
    made = keys[len(keys) - len(new) :]
    return {**typed, **{f"v-{row}-id": str(key) for row, key in zip(new, made, strict=True)}}


def typed_after(first: Mapping[str, str], typed: Mapping[str, str]) -> Typed:
    """A form that came once more, as changes of what was made of the first."""
    names = [f"v-{row}-id" for row in rows_kept(typed)]
    made = {name: first[name] for name in names if first.get(name) and not typed.get(name)}
    return {**typed, **made}


def means_the_same(first: Mapping[str, str], typed: Mapping[str, str]) -> bool:
    """Whether two forms say the same, however it is written."""
    names = {name for name in (*first, *typed) if name.endswith("-stock")}
    return read(first) == read(typed) and all(
        first.get(name, "").strip() == typed.get(name, "").strip() for name in names
    )


def photo_keys(typed: Mapping[str, str]) -> list[int]:
    """Keys of pictures in the order wished for, without those to be dropped."""
    words = typed.get("photos", "").split()
    keys = list(dict.fromkeys(key for word in words if (key := key_in(word)) is not None))
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
    """What was typed, read. errors: a sentence a field; values are whole only without errors;
    packed: centimetres of the pack, None for none stated; says_packed: whether the form asked."""

    values: ListingValues
    photos: tuple[PhotoWords, ...]
    errors: dict[str, str] = field(default_factory=dict)
    packed: Size | None = None
    says_packed: bool = False


def read(typed: Mapping[str, str]) -> Read:
    """The values that a form means, with a sentence for each that cannot be read."""
    errors: dict[str, str] = {}
    texts: dict[str, Any] = {name: _text(typed, name, errors) for name in TEXTS}
    numbers: dict[str, Any] = {name: _number(typed, name, errors) for name in COUNTS}
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
    packed = _packed(typed, errors)
    photos = _photos(typed, values, errors)
    return Read(values, photos, errors, packed, says_packed="packed_size" in typed)


def _packed(typed: Mapping[str, str], errors: dict[str, str]) -> Size | None:
    text = typed.get("packed_size", "").strip()
    if not text:
        return None
    found = _PACKED.fullmatch(text)
    sides = [int(side) for side in found.groups()] if found else []
    if found is None or not all(1 <= side <= MOST_SIZE for side in sides):
        errors["packed_size"] = _("Write length × width × height in cm, for instance 30 × 20 × 10.")
        return None
    length, width, height = sides
    return length, width, height


def packed_said(size: Size | None) -> str:
    """The reverse."""
    return " × ".join(map(str, size)) if size else ""


def _text(typed: Mapping[str, str], name: str, errors: dict[str, str]) -> str:
    text = tidied(name, typed.get(name, ""))
    _fits(text, TEXTS[name], name, errors)
    return text


def _fits(text: str, most: int, name: str, errors: dict[str, str]) -> None:
    if len(text) > most:
        errors[name] = _("This is too long: %(count)s letters, at most %(most)s.") % {
            "count": len(text),
            "most": most,
        }


def key_in(text: str) -> int | None:
    """The key of a row that a field names; None for everything that can be none."""
    return int(text) if _KEY.fullmatch(text) else None


def _choice(typed: Mapping[str, str], name: str) -> int | None:
    return key_in(typed.get(name, ""))


def _delivery(typed: Mapping[str, str]) -> Delivery:
    text = typed.get("delivery", "")
    return Delivery(text) if text in set(Delivery) else Delivery.PARCEL


def _number(typed: Mapping[str, str], name: str, errors: dict[str, str]) -> int | None:
    text = typed.get(name, "").strip()
    if not text:
        return None
    number, most = number_of(text), NUMBERS[name]
    if number is None or number != number.to_integral() or not 0 < number <= most:
        errors[name] = _("Write a whole number from 1 to %(most)s.") % {"most": most}
        return None
    return int(number)


def _variants(typed: Mapping[str, str], errors: dict[str, str]) -> tuple[VariantValues, ...]:
    kept = rows_kept(typed)
    return tuple(_variant(typed, row, len(kept) == 1, errors) for row in kept)


def _is_blank(typed: Mapping[str, str], row: int) -> bool:
    names = ("id", "name", "name_en", "price", "weight", "stock")
    return not any(typed.get(f"v-{row}-{name}", "").strip() for name in names)


def _variant(
    typed: Mapping[str, str], row: int, is_alone: bool, errors: dict[str, str]
) -> VariantValues:
    at = f"v-{row}-"
    key = key_in(typed.get(f"{at}id", ""))
    name, name_en = (one_line(typed.get(f"{at}{word}", "")) for word in ("name", "name_en"))
    if not name and not is_alone:
        errors[f"{at}name"] = _("Say what is different about this choice, for instance 250 g.")
    _fits(name, TEXTS["name"], f"{at}name", errors)
    _fits(name_en, TEXTS["name"], f"{at}name_en", errors)
    return VariantValues(
        id=key,
        name=name,
        name_en=name_en,
        price=_price(typed, f"{at}price", errors),
        weight_grams=_weight(typed, f"{at}weight", errors, is_asked=key is None),
        stock=_stock(typed, f"{at}stock", errors) if key is None else 0,
    )


def _price(typed: Mapping[str, str], name: str, errors: dict[str, str]) -> Decimal:
    try:
        return price_typed(typed.get(name, ""))
    except Unread as error:
        errors[name] = error.sentence
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
    text = typed.get(name, "")
    try:
        return pieces_typed(text) if text.strip() else 0
    except Unread as error:
        errors[name] = error.sentence
        return 0


def _photos(
    typed: Mapping[str, str], values: ListingValues, errors: dict[str, str]
) -> tuple[PhotoWords, ...]:
    found = []
    for key in photo_keys(typed):
        alt, alt_en = (one_line(typed.get(f"{word}-{key}", "")) for word in ("alt", "alt_en"))
        _fits(alt, ALT_LENGTH, f"alt-{key}", errors)
        _fits(alt_en, ALT_LENGTH, f"alt_en-{key}", errors)
        # without words of their own, pictures at least say what the goods are
        name, name_en = values.name[:ALT_LENGTH], (values.name_en or values.name)[:ALT_LENGTH]
        found.append(PhotoWords(key, alt or name, alt_en or name_en))
    return tuple(found)


def typed_of(values: ListingValues, photos: tuple[EditedPhoto, ...]) -> Typed:
    """A listing as its form shows it before anybody typed."""
    typed = {name: str(getattr(values, name)) for name in TEXTS}
    for name in COUNTS:
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
