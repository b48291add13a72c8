"""Two people at one listing: what the second is shown, and how both changes come together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalog.errors import DomainError, ErrorCode
from catalog.listing_values import (
    WHOLE,
    Clash,
    ListingValues,
    VariantValues,
    merged,
    unknown,
)
from catalog.models import Facility, Listing
from catalog.selectors.stall import LastChange, last_change, values_of
from catalog.services.listing_change import ListingClash, listing_change
from catalog.services.listings import listing_for_update
from catalog.types import Actor
from galleries.selectors import EditedPhoto, photos_edited, pictures_of
from galleries.services import PhotoDraft, listing_photos_set
from galleries.types import Photo
from legality.services.editing import listing_recheck
from legality.services.publication import rules_hold
from storefront.web.staff.frame import page
from storefront.web.staff.listing_fields import PhotoWords, Read, Typed, typed_of, typed_variant
from storefront.web.staff.listing_form import FormPage

_SALT = "lapak.listing.seen"


class Seen(NamedTuple):
    """A listing as somebody saw it: what their changes are compared with."""

    values: ListingValues
    photos: tuple[PhotoWords, ...]


def words_of(photos: Sequence[EditedPhoto]) -> tuple[PhotoWords, ...]:
    """Pictures as they are compared."""
    return tuple(PhotoWords(one.picture_id, one.alt, one.alt_en) for one in photos)


def seen_signed(listing_id: int, seen: Seen) -> str:
    """What a form carries, so that nobody can say they saw something else."""
    packed = [listing_id, seen.values.plain, [list(vars(one).values()) for one in seen.photos]]
    return signing.dumps(packed, salt=_SALT, compress=True)


def seen_read(listing_id: int, token: str) -> Seen | None:
    """The reverse; None for what is not from a form of this listing, or from one too old to tell:
    then nobody knows what was seen, and everything that differs is asked."""
    try:
        key, values, photos = signing.loads(token, salt=_SALT)
        if key == listing_id:
            return Seen(ListingValues.of_plain(values), tuple(PhotoWords(*one) for one in photos))
    except (signing.BadSignature, TypeError, KeyError, ValueError):
        pass
    return None


@dataclass(frozen=True)
class Both:
    """What two people want. mine: with the other's changes where there is no clash; now: as it
    stands; photos: as I want them; photos_clash: whether the other changed them too."""

    mine: ListingValues
    clashes: tuple[Clash, ...]
    now: Seen
    photos: tuple[PhotoWords, ...]
    photos_clash: bool


class EditClash(DomainError):
    """Somebody else changed the same meanwhile; carries everything that the choice needs."""

    code = ErrorCode.WRONG_STATE
    template = ListingClash.template

    def __init__(self, both: Both) -> None:
        self.both = both
        super().__init__()


@transaction.atomic
def listing_edit_together(
    *, actor: Actor, listing: Listing, wanted: Read, seen: Seen | None, on: date, may_withdraw: bool
) -> bool:
    """Write words, goods and pictures; whether it took the listing off sale.

    Raises EditClash, WouldWithdraw, and what the services raise.
    """
    rules_hold()  # before any row, as whoever changes a rule
    listing = listing_for_update(actor=actor, listing_id=listing.pk)
    now = Seen(values_of(listing), words_of(photos_edited(listing_id=listing.pk)))
    base = seen or Seen(unknown(now.values), ())
    photos, is_clash = _photos_merged(base.photos, wanted.photos, now.photos)
    both = merged(base.values, wanted.values, now.values)
    if both.clashes or is_clash:
        raise EditClash(Both(both.values, both.clashes, now, photos, is_clash))
    listing_change(actor=actor, listing_id=listing.pk, wanted=both.values, seen=now.values)
    if photos != now.photos:
        drafts = tuple(PhotoDraft(one.picture_id, one.alt, one.alt_en) for one in photos)
        listing_photos_set(actor=actor, listing_id=listing.pk, photos=drafts)
    return listing_recheck(actor=actor, listing_id=listing.pk, on=on, may_withdraw=may_withdraw)


def _photos_merged(
    base: tuple[PhotoWords, ...], mine: tuple[PhotoWords, ...], now: tuple[PhotoWords, ...]
) -> tuple[tuple[PhotoWords, ...], bool]:
    """The pictures, and whether two people changed them differently."""
    if mine in (base, now):
        return now, False
    return mine, now != base


class Side(NamedTuple):
    """One of the two values to choose from. value: what the form then sends; photos: instead of
    words, where pictures are chosen between."""

    value: str
    words: str
    photos: tuple[Photo, ...] = ()


class Choice(NamedTuple):
    """One clash as the page asks it. name: of the form's field."""

    name: str
    label: str
    mine: Side
    theirs: Side
    by: LastChange | None


class ConflictPage(NamedTuple):
    """choices: what is asked; hidden: everything else, which is sent along as it is."""

    choices: list[Choice]
    hidden: list[tuple[str, str]]
    seen: str


def conflict_answer(
    request: HttpRequest, facility: Facility, context: Mapping[str, Any], *, tab: str
) -> HttpResponse:
    """The page that asks which of two people's changes hold.

    context: asked (ConflictPage); key: of the form; action: where it goes; do: its button's value.
    """
    shown = {"zone": facility.regency.province.zone, **context}
    return page(request, "staff/conflict.html", shown, facility=facility, tab=tab, status=409)


_NAMES = {
    "category_id": "category",
    "unit_id": "unit",
    "brand_id": "brand",
    "net_weight_grams": "net_weight",
    "weight_grams": "weight",
}


def conflict_page(clash: Both, listing: Listing, facility: Facility) -> ConflictPage:
    """What the page shows of a clash."""
    values = _with_removed(clash)
    typed = typed_of(values, ()) | _typed_photos(clash)
    form = FormPage(facility, typed, photos={}, errors={})
    choices = [_choice(one, values, typed, form, listing) for one in clash.clashes]
    if clash.photos_clash:
        choices.append(_photos_choice(clash, listing, facility))
    asked = {choice.name for choice in choices}
    hidden = [(name, text) for name, text in typed.items() if name not in asked]
    return ConflictPage(choices, hidden, seen_signed(listing.pk, clash.now))


def _with_removed(clash: Both) -> ListingValues:
    """What I want, with variants that I removed and somebody else changed."""
    back = [one.theirs for one in clash.clashes if one.field == WHOLE and one.mine is None]
    return replace(clash.mine, variants=(*clash.mine.variants, *back))


def _typed_photos(clash: Both) -> Typed:
    """All pictures' words, mine before the other's; the order is that of the list."""
    words = {one.picture_id: one for one in (*clash.now.photos, *clash.photos)}
    typed = {"photos": _keys(clash.photos)}
    for key, one in words.items():
        typed |= {f"alt-{key}": one.alt, f"alt_en-{key}": one.alt_en}
    return typed


def _keys(photos: Sequence[PhotoWords]) -> str:
    return " ".join(str(one.picture_id) for one in photos)


def _choice(
    clash: Clash, values: ListingValues, typed: Typed, form: FormPage, listing: Listing
) -> Choice:
    by = last_change(listing_id=listing.pk, field="variants" if clash.variant_id else clash.field)
    if clash.variant_id is None:
        name = _NAMES.get(clash.field, clash.field)
        theirs = typed_of(replace(values, **{clash.field: clash.theirs}), ())[name]
        field = form.fields[name]
        said = dict(field.options)
        return Choice(
            name,
            field.label,
            Side(typed[name], _shown(typed[name], said, field.kind)),
            Side(theirs, _shown(theirs, said, field.kind)),
            by,
        )
    return _variant_choice(clash, values, typed, by)


def _shown(value: str, said: dict[str, str], kind: str) -> str:
    if kind == "check":
        return _("Yes") if value else _("No")
    return said.get(value, value) or _("(empty)")


def _variant_choice(
    clash: Clash, values: ListingValues, typed: Typed, by: LastChange | None
) -> Choice:
    row = next(
        place for place, variant in enumerate(values.variants) if variant.id == clash.variant_id
    )
    variant = values.variants[row]
    if clash.field != WHOLE:
        key = _NAMES.get(clash.field, clash.field)
        name = f"v-{row}-{key}"
        theirs = typed_variant(replace(variant, **{clash.field: clash.theirs}))[key]
        label = f"{variant.name}: {_variant_label(key)}"
        return Choice(name, label, Side(typed[name], typed[name]), Side(theirs, theirs), by)
    name = f"v-{row}-gone"
    kept = Side("", _("Keep: %(words)s") % {"words": _variant_words(variant)})
    removed = Side("1", _("Remove"))
    if clash.theirs is None:  # it can only come back as a new one
        typed[f"v-{row}-id"] = ""
        return Choice(name, variant.name, kept, removed, by)
    return Choice(name, variant.name, removed, kept, by)


def _variant_label(key: str) -> str:
    labels = {
        "name": _("What is different"),
        "name_en": _("In English"),
        "price": _("Price"),
        "weight": _("Packed weight"),
    }
    return labels[key]


def _variant_words(variant: VariantValues) -> str:
    typed = typed_variant(variant)
    return f"{variant.name} · Rp{typed['price']} · {typed['weight']}"


def _photos_choice(clash: Both, listing: Listing, facility: Facility) -> Choice:
    keys = [one.picture_id for one in (*clash.photos, *clash.now.photos)]
    found = pictures_of(facility_id=facility.pk, picture_ids=keys)

    def side(photos: Sequence[PhotoWords]) -> Side:
        shown = tuple(found[one.picture_id] for one in photos if one.picture_id in found)
        return Side(_keys(photos), "" if shown else _("No pictures"), shown)

    by = last_change(listing_id=listing.pk, action="listing.photos_set")
    return Choice("photos", _("Pictures"), side(clash.photos), side(clash.now.photos), by)
