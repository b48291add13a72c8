"""What people may change of a listing, as plain values, and how two people's changes come together.

Values of three moments are compared: as a person saw them (`base`), as that person wants them
(`mine`), as they are by now (`theirs`). What only one of the two changed is taken; what both
changed differently is a clash, and a person chooses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, NamedTuple

from catalog.types import Delivery

# What a clash is called when somebody removed a variant that the other changed.
WHOLE = "all"


@dataclass(frozen=True)
class VariantValues:
    """One choice. id: None for a new one; price: rupiah; stock: pieces at its beginning, of a new
    one alone."""

    id: int | None
    name: str
    name_en: str
    price: Decimal
    weight_grams: int
    stock: int = 0


_OF_VARIANT = ("name", "name_en", "price", "weight_grams")


@dataclass(frozen=True)
class ListingValues:
    """A listing but for its pictures, state and address; descriptions have a blank line between
    paragraphs."""

    name: str
    name_en: str
    category_id: int | None
    description: str = ""
    description_en: str = ""
    unit_id: int | None = None
    brand_id: int | None = None
    delivery: Delivery = Delivery.PARCEL
    lead_time_days: int | None = None
    buyer_limit: int | None = None
    net_weight_grams: int | None = None
    best_before_days: int | None = None
    is_not_halal: bool = False
    adults_only: bool = False
    size: str = ""
    size_en: str = ""
    composition: str = ""
    composition_en: str = ""
    allergens: str = ""
    allergens_en: str = ""
    storage: str = ""
    storage_en: str = ""
    care: str = ""
    care_en: str = ""
    variants: tuple[VariantValues, ...] = field(default=())

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        packed = asdict(self)
        packed["delivery"] = self.delivery.value
        packed["variants"] = [
            {**variant, "price": str(variant["price"])} for variant in packed["variants"]
        ]
        return packed

    @classmethod
    def of_plain(cls, packed: Mapping[str, Any]) -> ListingValues:
        """The reverse of `plain`. Raises TypeError, KeyError or ValueError for anything else."""
        variants = tuple(
            VariantValues(**{**variant, "price": Decimal(variant["price"])})
            for variant in packed["variants"]
        )
        return cls(**{**packed, "delivery": Delivery(packed["delivery"]), "variants": variants})


SCALARS = tuple(item.name for item in fields(ListingValues) if item.name != "variants")


class Clash(NamedTuple):
    """One value that two people changed. field: of ListingValues, or of VariantValues where
    variant_id is said, WHOLE when one of the two removed it (that one's value is None)."""

    field: str
    variant_id: int | None
    mine: Any
    theirs: Any


class Merged(NamedTuple):
    """values: with `mine` wherever there is a clash."""

    values: ListingValues
    clashes: tuple[Clash, ...]


def merged(base: ListingValues, mine: ListingValues, theirs: ListingValues) -> Merged:
    """Both people's changes in one."""
    clashes: list[Clash] = []
    taken = {name: _chosen(name, None, base, mine, theirs, clashes=clashes) for name in SCALARS}
    variants = _variants(base, mine, theirs, clashes)
    return Merged(ListingValues(**taken, variants=variants), tuple(clashes))


def unknown(values: ListingValues) -> ListingValues:
    """Values that nobody has ever seen, of the same variants. Merged with them as the base, all
    that two people have differently is a clash."""
    never: Any = object()
    variants = tuple(
        replace(variant, **dict.fromkeys(_OF_VARIANT, never)) for variant in values.variants
    )
    return replace(values, **dict.fromkeys(SCALARS, never), variants=variants)


def _chosen(
    name: str, variant_id: int | None, base: Any, mine: Any, theirs: Any, *, clashes: list[Clash]
) -> Any:
    was, wanted, now = (getattr(values, name) for values in (base, mine, theirs))
    if wanted in (was, now):
        return now
    if now != was:
        clashes.append(Clash(name, variant_id, wanted, now))
    return wanted


def _by_id(values: ListingValues) -> dict[int, VariantValues]:
    return {variant.id: variant for variant in values.variants if variant.id is not None}


def _variants(
    base: ListingValues, mine: ListingValues, theirs: ListingValues, clashes: list[Clash]
) -> tuple[VariantValues, ...]:
    was, wanted, now = _by_id(base), _by_id(mine), _by_id(theirs)
    found: list[VariantValues] = []
    for key in sorted(was.keys() | wanted.keys() | now.keys()):
        kept = _variant(key, was.get(key), wanted.get(key), now.get(key), clashes)
        if kept is not None:
            found.append(kept)
    return (*found, *(variant for variant in mine.variants if variant.id is None))


def _variant(
    key: int,
    was: VariantValues | None,
    wanted: VariantValues | None,
    now: VariantValues | None,
    clashes: list[Clash],
) -> VariantValues | None:
    if was is None:
        return now or wanted  # added by the other; or not of this listing, which the writer refuses
    if wanted is not None and now is not None:
        values = {
            name: _chosen(name, key, was, wanted, now, clashes=clashes) for name in _OF_VARIANT
        }
        return replace(now, **values)
    there = wanted or now
    if there is None or same_variant(there, was):
        return None
    clashes.append(Clash(WHOLE, key, wanted, now))
    return wanted


def same_variant(one: VariantValues, other: VariantValues) -> bool:
    """Whether two say the same, whatever is in stock."""
    return all(getattr(one, name) == getattr(other, name) for name in _OF_VARIANT)


def changed_fields(before: ListingValues, after: ListingValues) -> list[str]:
    """Names of what differs, "variants" for any of them."""
    found = [name for name in SCALARS if getattr(before, name) != getattr(after, name)]
    old, new = _by_id(before), _by_id(after)
    is_same = (
        old.keys() == new.keys()
        and len(after.variants) == len(new)
        and all(same_variant(old[key], new[key]) for key in old)
    )
    return found if is_same else [*found, "variants"]


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The paragraphs of a text with blank lines."""
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


def text_of(paragraphs: Sequence[str]) -> str:
    """The reverse."""
    return "\n\n".join(paragraphs)
