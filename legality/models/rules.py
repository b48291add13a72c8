"""The rules, as data, of which goods carry which papers, and clearances given by them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from catalog.models import Listing
from catalog.models.history import tracked
from legality.types import Need


class ClearanceRecord(models.Model):
    """A clearance that was given, kept for the record."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="clearances")
    ruleset = models.CharField(max_length=40)
    certificate_ids = ArrayField(models.BigIntegerField(), default=list)
    valid_until = models.DateField(null=True)
    given_at = models.DateTimeField(auto_now_add=True)
    given_by = models.CharField(max_length=120)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.listing_id} {self.ruleset}"


def _codes(length: int = 24) -> ArrayField[list[str], list[str]]:
    """A list of codes or words, often empty."""
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


class GoodsTrait(models.Model):
    """What goods are told by, where their kind alone does not say it.

    It holds for goods when all that it states is so: they are of one of the kinds (slugs); the
    name holds one of name_words or the composition one of material_words, as whole words; they
    keep at most so many days, which somebody has stated; and the name holds none of without_words.
    """

    code = models.CharField(max_length=24, primary_key=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    kinds = _codes(255)
    name_words = _codes(60)
    material_words = _codes(60)
    without_words = _codes(60)
    keeps_at_most = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.code


class RequirementRule(models.Model):
    """Which papers which goods must carry, between two days.

    kinds: slugs of kinds of goods, any kind when empty; traits: codes, all of which the goods
    have; unless_traits: none of which they have; papers: codes of kinds of papers, any one of
    which will do; in_force_from, in_force_until: legal dates, both inclusive; not_halal_answers:
    goods that are sold as not halal have answered; legal_source and certainty: where this is from
    and how sure it is (V seen, I inferred, U unverified: such a rule never blocks); reason: what
    the facility is told.
    """

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    kinds = _codes(255)
    traits = _codes()
    unless_traits = _codes()
    papers = _codes()
    need = models.CharField(max_length=14, choices=[(need.value, need.value) for need in Need])
    in_force_from = models.DateField(null=True, blank=True)
    in_force_until = models.DateField(null=True, blank=True)
    not_halal_answers = models.BooleanField(default=False)
    legal_source = models.TextField()
    certainty = models.CharField(max_length=1)
    reason = models.TextField()
    reason_en = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)
    is_on = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "code")
        constraints = [
            models.CheckConstraint(
                condition=Q(certainty__in=("V", "I", "U")), name="rule_certainty_known"
            ),
            models.CheckConstraint(
                condition=Q(need__in=[need.value for need in Need]), name="rule_need_known"
            ),
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True)
                | Q(in_force_until__isnull=True)
                | Q(in_force_until__gte=models.F("in_force_from")),
                name="rule_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(papers=[]), name="rule_names_a_paper"),
        ]

    def __str__(self) -> str:
        return self.code


class RulesVersion(models.Model):
    """How often rules or traits changed; the database counts (migration 0008), whoever writes."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="rules_version_is_one")]

    def __str__(self) -> str:
        return str(self.number)


tracked(GoodsTrait)
tracked(RequirementRule)
