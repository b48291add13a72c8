"""Brands under which facilities sell, and the organisations that help them."""

from __future__ import annotations

from django.db import models

from catalog.models.facilities import Facility
from catalog.models.regions import Province


class Brand(models.Model):
    """A name under which one facility sells."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="brands")
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class PartnerKind(models.TextChoices):
    """What kind of organisation a partner is."""

    DEWAN = "dewan", "Dewan UMKM"
    YAYASAN = "yayasan", "Yayasan"
    DINAS = "dinas", "Dinas"
    BLK = "blk", "BLK"
    KOPERASI = "koperasi", "Koperasi"
    UMKM = "umkm", "UMKM"


class Partner(models.Model):
    """An organisation that trains, certifies or promotes; its territory is provinces."""

    kind = models.CharField(max_length=10, choices=PartnerKind.choices)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    provinces = models.ManyToManyField(Province, through="PartnerProvince", related_name="partners")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class PartnerProvince(models.Model):
    """That a partner is at work in a province; a model of its own, so that its history is kept."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="+")
    province = models.ForeignKey(Province, models.CASCADE, related_name="+")

    class Meta:
        db_table = "catalog_partner_provinces"
        unique_together = (("partner", "province"),)

    def __str__(self) -> str:
        return f"{self.partner_id} {self.province_id}"
