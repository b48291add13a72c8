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
from catalog.models.outbox import OutboxRow
from catalog.models.readmodel import CardPaper, CardRow
from catalog.models.regions import Province, Regency, RegionalOffice

__all__ = [
    "AuditEntry",
    "Brand",
    "CardPaper",
    "CardRow",
    "Facility",
    "FacilityAlias",
    "Flagship",
    "FormerAddress",
    "Listing",
    "OpeningHours",
    "OutboxRow",
    "Partner",
    "ProductionUnit",
    "Province",
    "Regency",
    "RegionalOffice",
]
