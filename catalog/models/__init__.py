"""Tables of the catalogue; one module a topic."""

from catalog.models.audit import AuditEntry
from catalog.models.brands import Brand, Partner
from catalog.models.facilities import (
    Facility,
    FacilityAlias,
    OpeningHours,
    ProductionUnit,
)
from catalog.models.listings import Flagship, FormerAddress, Listing
from catalog.models.memberships import Membership
from catalog.models.outbox import OutboxRow
from catalog.models.readmodel import CardChange, CardPaper, CardRow, StockFlip
from catalog.models.regions import District, Province, Regency, RegionalOffice
from catalog.models.search import SearchRow, SearchTerm, SearchWord, TermUse
from catalog.models.shop_settings import ShopSettings
from catalog.models.sketches import Sketch
from catalog.models.stock import StockMove, StockSave

from catalog.models import history as history  # isort: skip # tracks the models above

__all__ = [
    "AuditEntry",
    "Brand",
    "CardChange",
    "CardPaper",
    "CardRow",
    "District",
    "Facility",
    "FacilityAlias",
    "Flagship",
    "FormerAddress",
    "Listing",
    "Membership",
    "OpeningHours",
    "OutboxRow",
    "Partner",
    "ProductionUnit",
    "Province",
    "Regency",
    "RegionalOffice",
    "SearchRow",
    "SearchTerm",
    "SearchWord",
    "ShopSettings",
    "Sketch",
    "TermUse",
    "StockFlip",
    "StockMove",
    "StockSave",
]
