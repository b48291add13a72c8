"""Certificates: kinds as data, the papers, what they cover."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from catalog.models import Brand, Facility, Listing, Regency
from catalog.models.history import tracked
from legality.number_findings import blocking_by_default


class Validity(models.TextChoices):
    """How long a paper of a kind holds."""

    FIXED = "fixed", "until a date"
    NONE = "none", "without end"
    RECIPE = "recipe", "while the recipe is unchanged"


class CertificateKind(models.Model):
    """What a kind of paper is called, who gives it, how its number looks, how to check it.

    number_pattern: regular expression of its numbers as they are compared (capitals and digits
    alone), with its parts as named groups, empty when none is known (see `legality.patterns`);
    number_form: how they are written, with {part} for each part; other_forms: rows of pattern,
    finding, name, English name of what is an old or odd form or mistaken for this number;
    part_codes: rows of part, code, name, English name, slugs of goods (blanks between) that the
    code is for; goods: slugs of the kinds of goods that papers of this kind are for, any when
    empty; blocking: findings for which a number or date is not taken, the others only warn;
    term_years: usual term; verify_url_template: address with {number}, empty when there is no deep
    link; source and certainty: where the facts are from (V seen, I inferred, U unverified).
    """

    code = models.CharField(max_length=24, primary_key=True)
    group = models.CharField(max_length=10)
    label = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    short = models.CharField(max_length=24)
    short_en = models.CharField(max_length=24)
    issuer = models.CharField(max_length=160)
    issuer_en = models.CharField(max_length=160)
    number_pattern = models.CharField(max_length=300, blank=True)
    number_form = models.CharField(max_length=120, blank=True)
    other_forms = models.JSONField(default=list, blank=True)
    part_codes = models.JSONField(default=list, blank=True)
    goods = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    blocking = ArrayField(models.CharField(max_length=30), default=blocking_by_default, blank=True)
    validity = models.CharField(max_length=8, choices=Validity.choices)
    term_years = models.PositiveSmallIntegerField(null=True, blank=True)
    portal_name = models.CharField(max_length=80, blank=True)
    portal_url = models.URLField(blank=True)
    verify_url_template = models.CharField(max_length=300, blank=True)
    verify_steps = models.TextField()
    verify_steps_en = models.TextField()
    tells_buyer = models.TextField()
    tells_buyer_en = models.TextField()
    source = models.TextField()
    certainty = models.CharField(max_length=1)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "code")
        constraints = [
            models.CheckConstraint(
                condition=Q(certainty__in=("V", "I", "U")), name="kind_certainty_known"
            )
        ]

    def __str__(self) -> str:
        return self.code


class FormerRegion(models.Model):
    """A code that a kab/kota had before its province was split: numbers given then still bear it.

    code: four digits, without the dot; until: the year of the split; source and certainty as of
    CertificateKind.
    """

    code = models.CharField(max_length=4, primary_key=True)
    regency = models.ForeignKey(Regency, models.PROTECT, related_name="former_codes")
    until = models.PositiveSmallIntegerField()
    source = models.TextField()
    certainty = models.CharField(max_length=1)

    class Meta:
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{4}$"), name="former_region_has_four_digits"
            ),
            models.CheckConstraint(
                condition=Q(certainty__in=("V", "I", "U")), name="former_region_certainty_known"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CertificateState(models.TextChoices):
    """Where a paper stands; only a verified one is ever shown."""

    FILED = "filed", "Diajukan"
    UNVERIFIED = "unverified", "Belum diperiksa"
    VERIFIED = "verified", "Diperiksa"
    ON_HOLD = "on_hold", "Ditahan (resep berubah)"
    REVOKED = "revoked", "Dicabut"
    EXPIRED = "expired", "Berakhir"


class Certificate(models.Model):
    """One paper.

    number_raw as typed, number_norm as compared; holder: an organisation, or a person who is
    never shown; issued_on and expires_on: legal dates, both inclusive, expires_on None when the
    paper has no end; printed_expiry: what stands on it where the law has since lifted it;
    verified_on, verified_by: when and which office looked (a regional office's slug);
    parse_result: what was read in the number, as `legality.numbers.stored` makes it; revoked_on,
    revoked_reason: the legal date on which it was revoked, and what visitors are told of why;
    public_scan: key of the picture that everybody may see, empty without one; note: what the
    office says is to be put right, empty when nothing is; level: as it stands on papers that have
    levels (NKV: "I", "II", "III"), empty when it is not stated.
    """

    kind = models.ForeignKey(CertificateKind, models.PROTECT, related_name="certificates")
    scheme = models.CharField(max_length=40, blank=True)
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="certificates")
    number_raw = models.CharField(max_length=80)
    number_norm = models.CharField(max_length=80)
    holder_name = models.CharField(max_length=160)
    holder_is_person = models.BooleanField(default=False)
    holder_address = models.CharField(max_length=200, blank=True)
    issuer = models.CharField(max_length=160, blank=True)
    legal_basis = models.CharField(max_length=200, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    printed_expiry = models.DateField(null=True, blank=True)
    last_surveillance_on = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=10,
        choices=CertificateState.choices,
        default=CertificateState.UNVERIFIED,
    )
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.CharField(max_length=120, blank=True)
    parse_result = models.JSONField(default=dict, blank=True)
    revoked_on = models.DateField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=300, blank=True)
    public_scan = models.CharField(max_length=64, blank=True)
    note = models.TextField(blank=True)
    level = models.CharField(max_length=4, blank=True)

    class Meta:
        ordering = ("kind__position", "pk")
        constraints = [
            models.UniqueConstraint("kind", "number_norm", name="certificate_number_once"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(issued_on__isnull=True)
                | Q(expires_on__gte=models.F("issued_on")),
                name="certificate_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(verified_on__isnull=False),
                name="certificate_verified_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CertificateState.values),
                name="certificate_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["number_norm"], name="certificate_number"),
            models.Index(fields=["facility", "kind", "id"], name="certificate_of_facility"),
            models.Index(
                fields=["expires_on"],
                name="certificate_ends",
                condition=Q(state="verified"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.number_norm}"


class CertificateCover(models.Model):
    """What a paper covers: exactly one of a listing, a variant of one, a facility, a brand."""

    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="covers")
    listing = models.ForeignKey(
        Listing,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="certificate_covers",
    )
    variant = models.ForeignKey(
        "product.ProductVariant",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    facility = models.ForeignKey(
        Facility,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="certificate_covers",
    )
    brand = models.ForeignKey(
        Brand, models.CASCADE, null=True, blank=True, related_name="certificate_covers"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(listing__isnull=False, facility__isnull=True, brand__isnull=True)
                | Q(variant__isnull=True, listing__isnull=True)
                & (
                    Q(facility__isnull=False, brand__isnull=True)
                    | Q(facility__isnull=True, brand__isnull=False)
                ),
                # a variant is named together with its listing
                name="cover_exactly_one",
            ),
            models.UniqueConstraint(
                "certificate", "listing", "variant", "facility", "brand",
                name="cover_once", nulls_distinct=False,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.certificate_id} covers"


tracked(CertificateKind)
tracked(FormerRegion)
tracked(Certificate, by=("facility",))
tracked(CertificateCover, by=("certificate", "listing"))
