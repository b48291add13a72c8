"""Facilities, their names, hours and production units."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from catalog.models.regions import Regency, RegionalOffice


class FacilityKind(models.TextChoices):
    """Kinds of correctional facility, by their Indonesian names."""

    LAPAS = "lapas", "Lapas"
    LAPAS_NARKOTIKA = "lapas_narkotika", "Lapas Narkotika"
    LAPAS_PEREMPUAN = "lapas_perempuan", "Lapas Perempuan"
    LAPAS_TERBUKA = "lapas_terbuka", "Lapas Terbuka"
    RUTAN = "rutan", "Rutan"
    LPKA = "lpka", "LPKA"
    BAPAS = "bapas", "Bapas"


class Facility(models.Model):
    """A correctional facility that makes goods; owns one of Saleor's warehouses.

    klass: "I", "IIA", "IIB", "II", "III" or empty; place: the short place in goods' addresses;
    satker_code: six digits of the treasury, where known; phone and whatsapp as "+62...".
    """

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=FacilityKind.choices)
    klass = models.CharField(max_length=4, blank=True)
    official_name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    place = models.SlugField(max_length=40)
    satker_code = models.CharField(max_length=6, unique=True, null=True, blank=True)  # noqa: DJ001
    regency = models.ForeignKey(Regency, models.PROTECT, related_name="facilities")
    office = models.ForeignKey(RegionalOffice, models.PROTECT, related_name="facilities")
    address = models.CharField(max_length=200)
    phone = models.CharField(max_length=16, blank=True)
    whatsapp = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    craft_line = models.CharField(max_length=140, blank=True)
    craft_line_en = models.CharField(max_length=140, blank=True)
    story = models.TextField(blank=True)
    story_en = models.TextField(blank=True)
    is_open = models.BooleanField(default=True)
    warehouse = models.OneToOneField("warehouse.Warehouse", models.PROTECT, related_name="+")

    class Meta:
        ordering = ("short_name",)
        constraints = [
            models.CheckConstraint(
                condition=Q(satker_code__isnull=True) | Q(satker_code__regex=r"^\d{6}$"),
                name="facility_satker_code_is_six_digits",
            )
        ]

    def __str__(self) -> str:
        return self.short_name


class FacilityAlias(models.Model):
    """Another name under which people look for a facility ("Lapas Petobo")."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("facility", "name", name="facility_alias_once"),
        ]
        indexes = [
            GinIndex(fields=["name"], name="facility_alias_trgm", opclasses=["gin_trgm_ops"])
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """One span in which goods can be picked up. weekday: 0 is Monday; local time of the place."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ("weekday", "opens")
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_weekday"),
            models.CheckConstraint(
                condition=Q(closes__gt=models.F("opens")),
                name="hours_close_after_opening",
            ),
            models.UniqueConstraint("facility", "weekday", "opens", name="hours_once"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"


class UnitKind(models.TextChoices):
    """Where in a facility goods are made."""

    BIMKER = "bimker", "Bimker"
    SAE = "sae", "SAE"
    WORKSHOP = "workshop", "Bengkel kerja"


class ProductionUnit(models.Model):
    """A workshop of a facility. trained: a bare number of people, never fewer than five."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="units")
    key = models.SlugField(max_length=40)
    kind = models.CharField(max_length=10, choices=UnitKind.choices)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    skill = models.CharField(max_length=120)
    skill_en = models.CharField(max_length=120)
    trained = models.PositiveSmallIntegerField(null=True, blank=True)
    training_partner = models.CharField(max_length=120, blank=True)
    training_partner_en = models.CharField(max_length=120, blank=True)
    is_certified = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("facility", "key", name="unit_key_once"),
            models.CheckConstraint(
                condition=Q(trained__isnull=True) | Q(trained__gte=5),
                name="unit_trained_never_under_five",
            ),
        ]

    def __str__(self) -> str:
        return self.name
