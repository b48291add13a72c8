"""Who is what, where, and from when to when."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce

from catalog.models.brands import Partner
from catalog.models.facilities import Facility
from catalog.models.regions import RegionalOffice
from catalog.types import Role

OF_FACILITIES = (Role.FACILITY_OPERATOR, Role.FACILITY_HEAD)
OF_OFFICES = (Role.REGIONAL_OFFICER, Role.REGIONAL_HEAD)
OF_PARTNERS = (Role.BOARD_EDITOR, Role.BOARD_VIEWER)
OF_THE_SHOP = (Role.CENTRAL_OFFICER, Role.AUDITOR)
HELD = (*OF_THE_SHOP, *OF_OFFICES, *OF_FACILITIES, *OF_PARTNERS)


def _fits(roles: tuple[Role, ...], **present: bool) -> Q:
    places = {"facility": False, "office": False, "partner": False} | present
    missing = {f"{name}__isnull": not is_there for name, is_there in places.items()}
    return Q(role__in=[role.value for role in roles], **missing)


# What a role belongs to: a facility, an office, a partner organisation, or the whole shop.
PLACE_FITS_ROLE = (
    _fits(OF_FACILITIES, facility=True)
    | _fits(OF_OFFICES, office=True)
    | _fits(OF_PARTNERS, partner=True)
    | _fits(OF_THE_SHOP)
)


class Membership(models.Model):
    """One role of a person in one place; a person may have several.

    It holds from begins_at (included) to ends_at (excluded; None is no end). Ended ones stay:
    they say who was what when something was done. given_by, ended_by: None for a command.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in HELD])
    facility = models.ForeignKey(
        Facility, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    office = models.ForeignKey(
        RegionalOffice, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=PLACE_FITS_ROLE, name="membership_place_fits_role"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("begins_at")),
                name="membership_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce("facility", 0), RangeOperators.EQUAL),
                    (Coalesce("office", 0), RangeOperators.EQUAL),
                    (Coalesce("partner", 0), RangeOperators.EQUAL),
                    (
                        Func(
                            "begins_at",
                            "ends_at",
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
