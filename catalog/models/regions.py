"""Provinces, their kab/kota and kecamatan, and the regional offices, which are not provinces."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Zone(models.TextChoices):
    """Indonesia's three clocks."""

    WIB = "WIB", "Asia/Jakarta"
    WITA = "WITA", "Asia/Makassar"
    WIT = "WIT", "Asia/Jayapura"


class Province(models.Model):
    """One of the 38. code: two digits of Kemendagri ("72")."""

    code = models.CharField(max_length=2, primary_key=True)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    zone = models.CharField(max_length=4, choices=Zone.choices)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Regency(models.Model):
    """A kabupaten or kota. code: Kemendagri with its dot ("72.71")."""

    code = models.CharField(max_length=5, primary_key=True)
    province = models.ForeignKey(Province, models.PROTECT, related_name="regencies")
    name = models.CharField(max_length=80)
    is_city = models.BooleanField()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    """A kecamatan.

    code: Kemendagri with its dots ("72.71.01"); postal_codes: of its villages; villages: their
    names by postal code; search: its name, kab/kota and province as the search compares them.
    """

    code = models.CharField(max_length=8, primary_key=True)
    regency = models.ForeignKey(Regency, models.PROTECT, related_name="districts")
    name = models.CharField(max_length=80)
    postal_codes = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    villages = models.JSONField(default=dict, blank=True)
    search = models.CharField(max_length=200)

    class Meta:
        ordering = ("code",)
        indexes = [
            GinIndex(fields=["search"], name="district_search", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["postal_codes"], name="district_postal_codes"),
        ]

    def __str__(self) -> str:
        return self.name


class RegionalOffice(models.Model):
    """A Kanwil.

    is_confirmed: whether the office itself confirmed its provinces; lets_publish: whether its
    facilities publish at once what needs no paper.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    provinces = models.ManyToManyField(Province, through="OfficeProvince", related_name="offices")
    is_confirmed = models.BooleanField(default=False)
    lets_publish = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class OfficeProvince(models.Model):
    """That an office looks after a province; a model of its own, so that its history is kept."""

    regionaloffice = models.ForeignKey(RegionalOffice, models.CASCADE, related_name="+")
    province = models.ForeignKey(Province, models.CASCADE, related_name="+")

    class Meta:
        db_table = "catalog_regionaloffice_provinces"
        unique_together = (("regionaloffice", "province"),)

    def __str__(self) -> str:
        return f"{self.regionaloffice_id} {self.province_id}"
