"""Pictures, the pictures of listings, albums."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from catalog.models import Facility, Listing, ProductionUnit
from catalog.models.history import tracked


class Picture(models.Model):
    """One picture, whoever shows it.

    key: SHA-256 of the cleaned original, also the name of its files; width, height: pixels of
    the original; original: its name in the public storage; widths: renditions that exist in
    every format (empty until the worker made them).
    """

    key = models.CharField(max_length=64, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    original = models.CharField(max_length=120)
    widths = ArrayField(models.IntegerField(), default=list)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key[:12]


class PictureBrought(models.Model):
    """That a facility brought a picture: whoever did not may not show it."""

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="brought")
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("picture", "facility", name="picture_brought_once")]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.facility_id}"


class ListingPhoto(models.Model):
    """A picture of a listing; position 0 is the one on its card."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="photos")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="listing_photos")
    position = models.PositiveSmallIntegerField()
    alt = models.CharField(max_length=300)
    alt_en = models.CharField(max_length=300)

    class Meta:
        ordering = ("listing", "position")
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "position"],
                name="listing_photo_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=~Q(alt="") & ~Q(alt_en=""), name="listing_photo_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.position}"


class Album(models.Model):
    """Photos of one facility under one title."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="albums")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    intro = models.TextField(blank=True)
    intro_en = models.TextField(blank=True)
    is_public = models.BooleanField(default=True)
    made_on = models.DateField()

    class Meta:
        ordering = ("-made_on", "-pk")
        constraints = [models.UniqueConstraint("facility", "slug", name="album_slug_once")]

    def __str__(self) -> str:
        return self.slug


class AlbumPhoto(models.Model):
    """A photo in an album: what it shows, when and in which workshop it was taken."""

    album = models.ForeignKey(Album, models.CASCADE, related_name="photos")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="album_photos")
    position = models.PositiveSmallIntegerField()
    caption = models.CharField(max_length=300)
    caption_en = models.CharField(max_length=300)
    alt = models.CharField(max_length=300)
    alt_en = models.CharField(max_length=300)
    taken_on = models.DateField(null=True, blank=True)
    unit = models.ForeignKey(ProductionUnit, models.SET_NULL, null=True, blank=True)
    listings = models.ManyToManyField(Listing, related_name="album_photos", blank=True)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ("album", "position")
        constraints = [
            models.UniqueConstraint("album", "position", name="album_photo_position"),
            models.CheckConstraint(
                condition=~Q(alt="") & ~Q(alt_en="") & ~Q(caption="") & ~Q(caption_en=""),
                name="album_photo_has_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.album_id} {self.position}"


tracked(ListingPhoto, by=("listing",))
tracked(Album, by=("facility",))
tracked(AlbumPhoto, by=("album",))
