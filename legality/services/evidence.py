"""Scans of papers: brought, removed, and shown to everybody with parts made black."""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import Invalid, NotFound
from catalog.models import AuditEntry
from catalog.plain_text import one_line
from catalog.policies.abilities import Act, require
from catalog.policies.scope import of_facilities_managed_by
from catalog.services.locking import locked
from catalog.storage import (
    private_read,
    private_remove,
    private_write,
    public_remove,
    public_scan_name,
    public_write,
)
from catalog.types import Actor
from legality.errors import ScanRefused
from legality.models import Certificate, Evidence
from legality.scanned import Part, evidence_of, page_words, part_name
from legality.scans.blackening import MOST_BOXES, Box, blackened
from legality.scans.cleaning import CleanScan, scan_clean
from legality.scans.kinds import Reason, Refused
from legality.services.certificates import certificate_for_change

__all__ = [
    "evidence_add",
    "evidence_of",
    "evidence_publish",
    "evidence_remove",
    "evidence_unpublish",
    "scan_read",
]

MOST_SCANS = 10
_NAME_MOST = 120
_KEY_BYTES = 32
SCAN_SHOWN, SCAN_HIDDEN = "certificate.scan_shown", "certificate.scan_hidden"

log = logging.getLogger(__name__)


def scan_read(content: bytes) -> CleanScan:
    """Look a scan through before any row is locked: it takes seconds. Raises ScanRefused."""
    try:
        return scan_clean(content)
    except Refused as refusal:
        raise ScanRefused(refusal.reason) from refusal


def evidence_add(
    *,
    actor: Actor,
    certificate_id: int,
    name: str,
    content: bytes,
    clean: CleanScan | None = None,
) -> Evidence:
    """Keep a scan of a paper; the same scan twice is one.

    name: as the file was called, for people only; clean: what `scan_read` made of it, to be given
    by who stands in a transaction. Raises NotFound, NotAllowed, ScanRefused. The
    file is looked through and its parts are written before the row and outside of any transaction
    of its own; when a step fails, what was written is taken away.
    """
    certificate = _certificate_of(actor, certificate_id, Act.CERTIFICATE_RECORD)
    digest = hashlib.sha256(content).hexdigest()
    if there := _there(certificate.pk, digest):
        return there
    evidence, files = _looked_through(actor, certificate, content, clean)
    evidence.original_name = _name_shown(name)
    evidence.sha256 = digest
    _files_write(files)
    try:
        kept = _row_keep(actor, evidence)
    except BaseException:
        _files_remove(files)
        raise
    if kept.pk != evidence.pk:
        _files_remove(files)  # another was quicker with the same scan
    return kept


def _certificate_of(actor: Actor, certificate_id: int, act: Act) -> Certificate:
    rows = Certificate.objects.filter(of_facilities_managed_by(actor))
    certificate = rows.filter(pk=certificate_id).first()
    if certificate is None:
        raise NotFound
    require(actor, act, certificate.facility_id)
    return certificate


def _there(certificate_id: int, digest: str) -> Evidence | None:
    return Evidence.objects.filter(
        certificate_id=certificate_id, sha256=digest, removed_at__isnull=True
    ).first()


def _looked_through(
    actor: Actor, certificate: Certificate, content: bytes, clean: CleanScan | None
) -> tuple[Evidence, Mapping[str, bytes]]:
    """A scan that is not saved yet, and what its files are to hold. Raises ScanRefused."""
    try:
        _room_require(certificate.pk)
    except Refused as refusal:
        raise ScanRefused(refusal.reason) from refusal
    clean = clean or scan_read(content)
    evidence = Evidence(
        certificate=certificate,
        facility_id=certificate.facility_id,
        key=secrets.token_hex(_KEY_BYTES),
        came_as=clean.came_as,
        media_type=clean.media_type,
        size=len(clean.content),
        pages=clean.pages,
        previews=clean.pages,
        uploaded_by_id=actor.user_id,
        uploaded_name=actor.name[:_NAME_MOST],
    )
    return evidence, _files(evidence, clean)


def _room_require(certificate_id: int) -> None:
    """Raises Refused for a paper that has as many scans as it can have."""
    rows = Evidence.objects.filter(certificate_id=certificate_id, removed_at__isnull=True)
    if rows.count() >= MOST_SCANS:
        raise Refused(Reason.TOO_MANY_SCANS)


def _files(evidence: Evidence, clean: CleanScan) -> dict[str, bytes]:
    pages = zip(page_words(evidence.previews), clean.previews, strict=True)
    made = {Part.FILE: clean.content, Part.THUMBNAIL: clean.thumbnail, **dict(pages)}
    return {part_name(evidence, word): content for word, content in made.items()}


def _name_shown(name: str) -> str:
    """The last part of a name, without signs that cannot be seen."""
    return one_line(name.replace("\\", "/").rpartition("/")[2])[:_NAME_MOST] or "-"


def _files_write(files: Mapping[str, bytes]) -> None:
    """Raises ScanRefused when the storage does not take them all; then none of them is there."""
    try:
        for name, content in files.items():
            private_write(name, content)
    except Exception as error:  # each storage has errors of its own
        log.exception("scan: not kept")
        _files_remove(files)
        raise ScanRefused(Reason.NOT_KEPT) from error


def _files_remove(files: Mapping[str, bytes]) -> None:
    """As far as the storage answers; what stays behind has no row and nobody finds it."""
    for name in files:
        try:
            private_remove(name)
        except Exception:
            log.exception("scan: %s stays behind", name)


@transaction.atomic
def _row_keep(actor: Actor, evidence: Evidence) -> Evidence:
    """Write the row, one scan of a paper at a time; or the row of the same scan."""
    certificate_for_change(actor, evidence.certificate_id, Act.CERTIFICATE_RECORD)
    if there := _there(evidence.certificate_id, evidence.sha256):
        return there
    try:
        _room_require(evidence.certificate_id)
    except Refused as refusal:
        raise ScanRefused(refusal.reason) from refusal
    evidence.save(force_insert=True)
    audit(actor, "evidence.added", evidence, sha256=evidence.sha256, pages=evidence.pages)
    return evidence


@transaction.atomic
def evidence_remove(*, actor: Actor, evidence_id: int) -> bool:
    """Show a scan no longer; twice is once. Its files stay, for what was decided on must stay; the
    picture that everybody sees of it goes with it, and whether there was one is returned.

    Raises NotFound, NotAllowed.
    """
    rows = Evidence.objects.filter(of_facilities_managed_by(actor), pk=evidence_id)
    certificate_id = rows.values_list("certificate_id", flat=True).first()
    if certificate_id is None:
        raise NotFound
    # before the scan's row: who shows it to everybody holds the paper, too
    certificate = certificate_for_change(actor, certificate_id, Act.CERTIFICATE_RECORD)
    evidence = locked(rows)
    if evidence.removed_at is not None:
        return False
    evidence.removed_at = timezone.now()
    evidence.save(update_fields=["removed_at"])
    audit(actor, "evidence.removed", evidence)
    is_shown = bool(certificate.public_scan) and _shown_scan(certificate) in {None, evidence_id}
    if is_shown:
        _public_key_set(actor, certificate, "", evidence=evidence_id)
    return is_shown


def _shown_scan(certificate: Certificate) -> int | None:
    """The scan that everybody sees, by the trail; None when it does not say."""
    acts = AuditEntry.objects.filter(
        subject_table=Certificate._meta.db_table,
        subject_id=str(certificate.pk),
        action=SCAN_SHOWN,
    )
    detail = acts.order_by("-at", "-pk").values_list("detail", flat=True).first()
    return detail.get("evidence") if detail else None


def evidence_publish(*, actor: Actor, evidence_id: int, boxes: Sequence[Box]) -> None:
    """Let everybody see the first page of a scan with the boxes burned in black, instead of what
    they saw of the paper before.

    Raises NotFound, NotAllowed, Invalid (boxes outside of the picture, or too many). The picture is
    made and written before the row, outside of any transaction of its own.
    """
    evidence = _evidence_of(actor, evidence_id, Act.CERTIFICATE_VERIFY)
    _boxes_require(boxes)
    key = secrets.token_hex(_KEY_BYTES)
    picture = blackened(_preview(evidence), boxes)
    public_write(public_scan_name(key), picture)
    try:
        _public_scan_set(actor, evidence.certificate_id, key, evidence=evidence_id)
    except BaseException:
        public_remove(public_scan_name(key))
        raise


def _preview(evidence: Evidence) -> bytes:
    """Raises NotFound when the storage has lost it."""
    try:
        return private_read(part_name(evidence, Part.PREVIEW))
    except FileNotFoundError:
        raise NotFound from None


def _evidence_of(actor: Actor, evidence_id: int, act: Act) -> Evidence:
    rows = Evidence.objects.filter(of_facilities_managed_by(actor), removed_at__isnull=True)
    evidence = rows.filter(pk=evidence_id).first()
    if evidence is None:
        raise NotFound
    require(actor, act, evidence.facility_id)
    return evidence


def _boxes_require(boxes: Sequence[Box]) -> None:
    """Raises Invalid."""
    if len(boxes) > MOST_BOXES:
        raise Invalid(field="boxes", reason=gettext_noop("These are too many boxes: at most 40."))
    if not all(box.is_within for box in boxes):
        raise Invalid(field="boxes", reason=gettext_noop("A box must lie inside of the picture."))


@transaction.atomic
def evidence_unpublish(*, actor: Actor, certificate_id: int) -> None:
    """Take the picture of a paper away from everybody; twice is once.

    Raises NotFound, NotAllowed.
    """
    _public_scan_set(actor, certificate_id, "")


@transaction.atomic
def _public_scan_set(actor: Actor, certificate_id: int, key: str, **detail: int) -> None:
    """What was there before is deleted with it. Raises NotFound for a scan that was removed."""
    certificate = certificate_for_change(actor, certificate_id, Act.CERTIFICATE_VERIFY)
    if key:
        _evidence_of(actor, detail["evidence"], Act.CERTIFICATE_VERIFY)
    _public_key_set(actor, certificate, key, **detail)


def _public_key_set(actor: Actor, certificate: Certificate, key: str, **detail: int) -> None:
    """The same of a paper that is locked."""
    before, certificate.public_scan = certificate.public_scan, key
    if before == key:
        return
    certificate.save(update_fields=["public_scan"])
    audit(actor, SCAN_SHOWN if key else SCAN_HIDDEN, certificate, **detail)
    if before:
        transaction.on_commit(lambda: public_remove(public_scan_name(before)), robust=True)
