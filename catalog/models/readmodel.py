"""The read model: one row a listing with all that a card and a filter need.

Written only by `catalog.services.readmodel` and by the database's own functions (migrations
0002 and 0003), in the transaction that changes the truth. Lists never look elsewhere.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import ExpressionWrapper, F, Q

from catalog.models.listings import Listing


class CardRow(models.Model):
    """A listing's card.

    is_open: published here and visible in Saleor; cleared_until, flagship_from, flagship_until:
    legal dates to be compared with today by who reads; stock: on hand minus promised, over all
    variants; stock_state: StockState; papers: a list of {code, short, short_en, until};
    photo_widths: renditions that exist.
    """

    listing = models.OneToOneField(Listing, models.CASCADE, primary_key=True, related_name="card")
    product_id = models.IntegerField(unique=True)
    slug = models.CharField(max_length=120)
    name = models.CharField(max_length=250)
    name_en = models.CharField(max_length=250)
    price_min = models.DecimalField(max_digits=12, decimal_places=2)
    price_max = models.DecimalField(max_digits=12, decimal_places=2)
    category_id = models.IntegerField(null=True)
    facility_id = models.BigIntegerField()
    facility_slug = models.CharField(max_length=80)
    facility_name = models.CharField(max_length=60)
    province_code = models.CharField(max_length=2)
    province_name = models.CharField(max_length=80)
    stock = models.IntegerField(default=0)
    stock_state = models.SmallIntegerField(default=0)
    is_sold_out = models.GeneratedField(
        expression=ExpressionWrapper(Q(stock_state=0), output_field=models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    lead_time_days = models.SmallIntegerField(null=True)
    delivery = models.CharField(max_length=14)
    is_not_halal = models.BooleanField(default=False)
    papers = models.JSONField(default=list)
    photo_key = models.CharField(max_length=64, blank=True, default="")
    photo_width = models.IntegerField(default=0)
    photo_height = models.IntegerField(default=0)
    photo_alt = models.CharField(max_length=300, blank=True, default="")
    photo_alt_en = models.CharField(max_length=300, blank=True, default="")
    photo_widths = ArrayField(models.IntegerField(), default=list)
    flagship_from = models.DateField(null=True)
    flagship_until = models.DateField(null=True)
    is_open = models.BooleanField(default=False)
    cleared_until = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "catalog_card"
        indexes = [
            models.Index(fields=["slug"], name="card_slug"),
            models.Index(
                F("is_sold_out"), F("published_at").desc(), F("listing").desc(),
                name="card_newest", condition=Q(is_open=True),
            ),
            models.Index(
                F("is_sold_out"), F("price_min"), F("listing"),
                name="card_price", condition=Q(is_open=True),
            ),
            models.Index(
                F("category_id"), F("is_sold_out"), F("published_at").desc(), F("listing").desc(),
                name="card_category", condition=Q(is_open=True),
            ),
            models.Index(
                F("facility_id"), F("is_sold_out"), F("published_at").desc(), F("listing").desc(),
                name="card_facility", condition=Q(is_open=True),
            ),
            models.Index(
                F("province_code"), F("is_sold_out"), F("published_at").desc(),
                F("listing").desc(),
                name="card_province", condition=Q(is_open=True),
            ),
            models.Index(
                F("category_id"), F("is_sold_out"), F("price_min"), F("listing"),
                name="card_category_price", condition=Q(is_open=True),
            ),
            models.Index(
                F("facility_id"), F("is_sold_out"), F("price_min"), F("listing"),
                name="card_facility_price", condition=Q(is_open=True),
            ),
            models.Index(
                F("province_code"), F("is_sold_out"), F("price_min"), F("listing"),
                name="card_province_price", condition=Q(is_open=True),
            ),
            models.Index(
                F("flagship_until"), name="card_flagship",
                condition=Q(is_open=True, flagship_until__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.slug


class CardPaper(models.Model):
    """A paper that a card may be filtered by, while it is in force."""

    card = models.ForeignKey(CardRow, models.CASCADE, related_name="+")
    code = models.CharField(max_length=24)
    until = models.DateField(null=True)

    class Meta:
        db_table = "catalog_cardpaper"
        constraints = [models.UniqueConstraint("card", "code", name="cardpaper_once")]
        indexes = [models.Index(fields=["code", "card"], name="cardpaper_code")]

    def __str__(self) -> str:
        return f"{self.card_id} {self.code}"


class CardChange(models.Model):
    """That a card changed in what filters count. Written by the database (migration 0003).

    listing_id: of the card, which may be gone; xid: the latest transaction that changed it.
    """

    listing_id = models.BigIntegerField(primary_key=True)
    xid = models.BigIntegerField()

    class Meta:
        db_table = "catalog_cardchange"
        indexes = [models.Index(fields=["xid"], name="cardchange_xid")]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.xid}"


class StockFlip(models.Model):
    """That a public card sold out or came back. Written by the database (migration 0003).

    Kept for a day at least: as long as the pages of a list follow each other without gap.
    """

    id = models.BigAutoField(primary_key=True)
    listing_id = models.BigIntegerField()
    xid = models.BigIntegerField()
    at = models.DateTimeField()
    was_sold_out = models.BooleanField()

    class Meta:
        db_table = "catalog_stockflip"
        indexes = [
            models.Index(fields=["xid"], name="stockflip_xid"),
            models.Index(fields=["listing_id"], name="stockflip_listing"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.was_sold_out}"
