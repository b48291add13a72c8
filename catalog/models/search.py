"""What is searched, and the rows by which people teach the search their words.

`SearchRow` and `SearchWord` are written only by the database's own functions (migration 0004), in
the transaction that changes the truth. `SearchTerm` is reference data that anybody may extend: a
changed row is in force within seconds, and no listing has to be read anew for it.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact

from catalog.models.listings import Listing

# Every sixteenth listing: see migration 0009.
_SHARE = Q(Exact(F("listing") % 16, 0), is_open=True)


class SearchRow(models.Model):
    """A listing's words.

    head: name (A), kind and brand (B), facility and place (C), short enough to rank many;
    vector: the same with other names, unit (C) and description (D); both in two languages, with
    the marks `=f<facility id>` and `=p<province code>`; name_words, words: what the vocabulary
    takes from the name and from the rest; name, name_en: in plain words; is_open, cleared_until:
    as on the card; lift: what papers, being put forward and stock add to the score.
    """

    listing = models.OneToOneField(Listing, models.CASCADE, primary_key=True, related_name="+")
    is_open = models.BooleanField()
    cleared_until = models.DateField(null=True)
    lift = models.SmallIntegerField()
    name = models.TextField()
    name_en = models.TextField()
    head = SearchVectorField()
    vector = SearchVectorField()
    name_words = ArrayField(models.TextField())
    words = ArrayField(models.TextField())

    class Meta:
        indexes = [
            GinIndex(fields=["head"], name="search_head", condition=Q(is_open=True)),
            GinIndex(fields=["vector"], name="search_vector", condition=Q(is_open=True)),
            GinIndex(fields=["head"], name="search_head_share", condition=_SHARE),
            GinIndex(fields=["vector"], name="search_vector_share", condition=_SHARE),
        ]

    def __str__(self) -> str:
        return str(self.listing_id)


class SearchWord(models.Model):
    """A distinct word of goods, kinds, makers and places: what a misspelt word is compared with.

    in_names: stands in a name of goods; goods: how many public listings have it, counted nightly.
    """

    word = models.CharField(max_length=40, primary_key=True)
    in_names = models.BooleanField()
    goods = models.IntegerField()

    class Meta:
        indexes = [
            GinIndex(OpClass(F("word"), name="gin_trgm_ops"), name="search_word_like"),
            models.Index(OpClass(F("word"), name="varchar_pattern_ops"), name="search_word_start"),
        ]

    def __str__(self) -> str:
        return self.word


class TermUse(models.TextChoices):
    """What a row teaches."""

    STOP = "stop", "says nothing about goods"
    STEM = "stem", "is a form of another word, which the stemmer does not see"
    SPELLING = "spelling", "is another spelling of a word"
    SYNONYM = "synonym", "means the same"
    MAKER = "maker", "is another way to write a kind of facility"
    PLACE = "place", "names provinces or kab/kota"
    PAPER = "paper", "asks for papers"
    FLAG = "flag", "asks for stock, delivery or flagship goods"


class SearchTerm(models.Model):
    """One thing that the search knows about a word or a phrase.

    phrase: one word or several, small letters; means: the word, phrase or value that it stands
    for (for PLACE a slug of a province or the name of a kab/kota, for PAPER a code, for FLAG a
    field of CatalogQuery; empty for STOP); is_on: rows that are switched off stay so at a load.
    """

    use = models.CharField(max_length=10, choices=TermUse.choices)
    phrase = models.CharField(max_length=60)
    means = models.CharField(max_length=80, blank=True, default="")
    is_on = models.BooleanField(default=True)

    class Meta:
        ordering = ("use", "phrase")
        constraints = [
            models.UniqueConstraint("use", "phrase", "means", name="search_term_once"),
        ]

    def __str__(self) -> str:
        return f"{self.use}: {self.phrase}"
