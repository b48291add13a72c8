"""What a line of goods says, read: the values, what is wrong, what has to be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from catalog.mapping.values import Doubt, Flaw
from catalog.types import Delivery


@dataclass(frozen=True, slots=True)
class PaperRead:
    """A paper with a number. issued_on, expires_on: legal dates as the sheet gives them; holder:
    an organisation, "" when not said; holder_is_person: then no name is kept."""

    code: str
    number: str
    is_filed: bool
    place: int
    issued_on: date | None = None
    expires_on: date | None = None
    holder: str = ""
    holder_is_person: bool = False


@dataclass
class GoodsRead:
    """One line. variant: "" when the sheet names none, then variant_shown is made of weight or
    measure; is_net: the weight is without the pack; flaws and doubts: by column (-1: the line as
    a whole); notes: things worth a word that keep nothing out."""

    sheet: str
    line: int
    facility_id: int | None = None
    name: str = ""
    kind: str = ""
    price: Decimal | None = None
    variant: str = ""
    variant_shown: str = ""
    weight_grams: int | None = None
    is_net: bool = False
    stock: int | None = None
    unit: str = ""
    brand: str = ""
    description: str = ""
    composition: str = ""
    is_flagship: bool = False
    delivery: Delivery | None = None
    lead_days: int | None = None
    papers: tuple[PaperRead, ...] = ()
    flaws: list[tuple[int, Flaw]] = field(default_factory=list)
    doubts: list[tuple[int, Doubt]] = field(default_factory=list)
    notes: list[Flaw] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether it can come in."""
        return not self.flaws and not self.doubts
