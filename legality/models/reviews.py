"""What facilities hand in, what the regional office answers, and what is off sale and why."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from catalog.models import Facility, Listing
from catalog.models.history import tracked
from legality.models.papers import Certificate


class ReviewState(models.TextChoices):
    """Where a handing-in stands."""

    WAITING = "waiting", "Menunggu"
    APPROVED = "approved", "Disetujui"
    SENT_BACK = "sent_back", "Perlu diperbaiki"
    REFUSED = "refused", "Ditolak"
    TAKEN_BACK = "taken_back", "Ditarik kembali"


class Review(models.Model):
    """One handing-in of a listing, and what the regional office said to it.

    values: the listing as it was handed in (`legality.handed_in.values_of`); digest: of these
    values, so that nobody decides on others than they saw; findings: what the rules found then;
    note: what the facility is told of the whole. decided_by: None while it waits and when it was
    taken back.
    """

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="reviews")
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+")
    submitted_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_name = models.CharField(max_length=120, blank=True)
    values = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    findings = models.JSONField(default=list, blank=True)
    state = models.CharField(
        max_length=10, choices=ReviewState.choices, default=ReviewState.WAITING
    )
    note = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["listing"], condition=Q(state="waiting"), name="review_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReviewState.values), name="review_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | ~Q(state="waiting") & Q(decided_at__isnull=False),
                name="review_decided_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["facility", "submitted_at"],
                name="review_queue",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["listing", "-submitted_at"], name="review_of_listing"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.state}"


class ReviewAnswer(models.Model):
    """What the office says to one finding of a review. code: the finding's."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="answers")
    code = models.CharField(max_length=40)
    note = models.TextField()

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["review", "code"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.code}"


class AnswerTemplate(models.Model):
    """An answer that officers give often. codes: findings it is offered for, any when empty."""

    code = models.CharField(max_length=40, primary_key=True)
    label = models.CharField(max_length=80)
    text = models.TextField()
    text_en = models.TextField()
    codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_on = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.code


class RecipeHold(models.Model):
    """That a listing's recipe changed: until it is confirmed, papers that hold "while the recipe
    is unchanged" do not count for it. before, after: the composition."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="recipe_holds")
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    begun_by = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["listing"], condition=Q(ended_at__isnull=True), name="recipe_held_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} since {self.begun_at}"


class SuspensionCause(models.TextChoices):
    """Why goods went off sale although nobody of the facility wished it."""

    OFFICER = "officer", "Petugas"
    EXPIRY = "expiry", "Surat berakhir"
    REVOCATION = "revocation", "Surat dicabut"
    RECIPE = "recipe", "Resep berubah"
    RULES = "rules", "Aturan berubah"
    RECONCILED = "reconciled", "Ditemukan tanpa kelayakan"


class Suspension(models.Model):
    """One time that goods were taken off sale.

    reason: Indonesian, what the facility is told; certificate: the paper that it is about, None
    without one; values_digest: of the listing's values then (`legality.handed_in`), so that
    it comes back by itself only as it was, "" when it never may.
    """

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="suspensions")
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+")
    cause = models.CharField(max_length=10, choices=SuspensionCause.choices)
    reason = models.TextField()
    certificate = models.ForeignKey(
        Certificate, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    values_digest = models.CharField(max_length=64, blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    begun_by = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["listing"], condition=Q(ended_at__isnull=True), name="suspended_once"
            ),
            models.CheckConstraint(
                condition=Q(cause__in=SuspensionCause.values), name="suspension_cause_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["facility"],
                name="suspended_now",
                condition=Q(ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.cause}"


tracked(Review, by=("listing",))
tracked(ReviewAnswer, by=("review",))
tracked(AnswerTemplate)
tracked(RecipeHold, by=("listing",))
tracked(Suspension, by=("listing",))
