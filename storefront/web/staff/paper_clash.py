"""Two people at one paper: what the second is shown."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalog.models import Facility
from catalog.selectors.stall import own_choices
from legality.paper_reading import goods_named
from legality.paper_values import YES, keys_of
from legality.services.certificates import PaperClash
from storefront.web.context import language_of
from storefront.web.staff.conflict import Choice, ConflictPage, Side
from storefront.web.staff.facility_forms import seen_signed
from storefront.web.staff.paper_fields import DATES, TICKS, day_said, kinds_known, labels


def clash_page(facility: Facility, about: str, clash: PaperClash) -> ConflictPage:
    """What the page asks, and everything else of both, which is sent along."""
    both = clash.merged
    words = _Words(facility, [*both.values.values(), *both.clashes.values()])
    named = labels()
    choices = [
        Choice(
            name,
            named[name],
            Side(both.values[name], words.said(name, both.values[name])),
            Side(theirs, words.said(name, theirs)),
            None,
        )
        for name, theirs in both.clashes.items()
    ]
    hidden = [(name, text) for name, text in both.values.items() if name not in both.clashes]
    hidden.append(("sure", "ya"))
    return ConflictPage(choices, hidden, seen_signed(facility.pk, about, clash.now))


class _Words:
    """Texts of a paper as people read them."""

    def __init__(self, facility: Facility, texts: list[str]) -> None:
        keys = [key for text in texts if text.replace(" ", "").isdecimal() for key in text.split()]
        ids = [int(key) for key in keys if len(key) < len("1" * 19)]
        goods = goods_named(facility_id=facility.pk, listing_ids=ids)
        self.goods = {one.id: one.name for one in goods}
        self.brands = dict(own_choices(facility_id=facility.pk).brands)
        self.kinds = kinds_known()

    def said(self, name: str, text: str) -> str:
        """A text of a field."""
        if name in TICKS:
            return _("Yes") if text == YES else _("No")
        if name in DATES:
            return day_said(text) or _("(empty)")
        if name == "kind" and text in self.kinds:
            kind = self.kinds[text]
            return kind.label if language_of() == "id" else kind.label_en
        if name in ("goods", "brands"):
            known = self.goods if name == "goods" else self.brands
            text = ", ".join(known.get(key, "?") for key in keys_of(text))
        return text or _("(empty)")
