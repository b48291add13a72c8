"""Tables of legality; one module a topic."""

from legality.models.evidence import Evidence, Reminder
from legality.models.nights import NightRun, Notice
from legality.models.papers import (
    Certificate,
    CertificateCover,
    CertificateKind,
    CertificateState,
    FormerRegion,
    Validity,
)
from legality.models.reviews import (
    AnswerTemplate,
    RecipeHold,
    Review,
    ReviewAnswer,
    ReviewState,
    Suspension,
    SuspensionCause,
)
from legality.models.rules import ClearanceRecord, GoodsTrait, RequirementRule, RulesVersion

__all__ = [
    "AnswerTemplate",
    "Certificate",
    "CertificateCover",
    "CertificateKind",
    "CertificateState",
    "ClearanceRecord",
    "Evidence",
    "FormerRegion",
    "GoodsTrait",
    "NightRun",
    "Notice",
    "RecipeHold",
    "Reminder",
    "RequirementRule",
    "Review",
    "ReviewAnswer",
    "ReviewState",
    "RulesVersion",
    "Suspension",
    "SuspensionCause",
    "Validity",
]
