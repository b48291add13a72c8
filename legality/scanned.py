"""Scans as they are seen by who may: their facility, its regional office and the centre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.core import signing
from django.utils.text import slugify

from catalog.errors import NotFound
from catalog.policies.scope import can_see_of_facility, of_facilities_managed_by
from catalog.storage import ADDRESS_SECONDS, private_address, private_read, private_scan_name
from catalog.types import Actor
from legality.models import Certificate, Evidence
from legality.scans.kinds import Kind

_SALT = "legality.scan"
_WEBP = "image/webp"
_EXTENSIONS: dict[str, str] = {Kind.PDF: "pdf", Kind.JPEG: "jpg", _WEBP: "webp"}


class Part(StrEnum):
    """The files of a scan, by the words in their names. PREVIEW: of the first page; those of the
    others are counted, see `page_words`."""

    FILE = "berkas"
    PREVIEW = "pratinjau"
    THUMBNAIL = "kecil"


def page_words(pages: int) -> list[str]:
    """Words in the names of the pictures of so many pages."""
    return [Part.PREVIEW, *(f"{Part.PREVIEW}-{page}" for page in range(2, pages + 1))]


@dataclass(frozen=True)
class EvidenceShown:
    """One scan of a paper with addresses that live five minutes.

    name: as it was called; media_type, size: of `file`; thumbnail: the first page, smaller than in
    previews, which are of every page, of scans that were brought long ago of the first alone.
    """

    evidence_id: int
    name: str
    media_type: str
    size: int
    pages: int
    uploaded_at: datetime
    uploaded_name: str
    file: str
    thumbnail: str
    previews: tuple[str, ...]

    @property
    def preview(self) -> str:
        """The first page."""
        return self.previews[0]


class Opened(NamedTuple):
    """A file of a scan. inline: whether a page may show it; others are saved under `called`."""

    content: bytes
    media_type: str
    called: str
    inline: bool


def part_type(evidence: Evidence, word: str) -> str:
    """Media type of one of its files. word: of `Part`, or of `page_words`."""
    return evidence.media_type if word == Part.FILE else _WEBP


def part_name(evidence: Evidence, word: str) -> str:
    """Name of one of its files in the private storage."""
    return private_scan_name(evidence.key, word, _EXTENSIONS[part_type(evidence, word)])


def evidence_of(*, actor: Actor, certificate_id: int) -> tuple[EvidenceShown, ...]:
    """The scans of a paper, the oldest first. Two statements. Raises NotFound."""
    papers = Certificate.objects.filter(of_facilities_managed_by(actor))
    certificate = papers.filter(pk=certificate_id).first()
    if certificate is None:
        raise NotFound
    rows = Evidence.objects.filter(certificate=certificate, removed_at__isnull=True)
    return tuple(_shown(actor, certificate, row) for row in rows)


def evidence_of_papers(
    *, actor: Actor, papers: Sequence[Certificate]
) -> dict[int, tuple[EvidenceShown, ...]]:
    """The same of several papers that the actor sees, by their keys. One statement."""
    of = {paper.pk: paper for paper in papers}
    found: dict[int, tuple[EvidenceShown, ...]] = dict.fromkeys(of, ())
    for row in Evidence.objects.filter(certificate__in=of, removed_at__isnull=True):
        shown = _shown(actor, of[row.certificate_id], row)
        found[row.certificate_id] += (shown,)
    return found


def _shown(actor: Actor, certificate: Certificate, row: Evidence) -> EvidenceShown:
    words = (Part.FILE, Part.THUMBNAIL, *page_words(row.previews))
    file, thumbnail, *previews = (_address(actor, certificate, row, word) for word in words)
    return EvidenceShown(
        row.pk, row.original_name, row.media_type, row.size, row.pages, row.uploaded_at,
        row.uploaded_name, file, thumbnail, tuple(previews),
    )  # fmt: skip


def _address(actor: Actor, certificate: Certificate, row: Evidence, word: str) -> str:
    return private_address(
        part_name(row, word),
        ticket=ticket_of(actor, row, word),
        media_type=part_type(row, word),
        called=_called(certificate, row, word),
        inline=_is_inline(row, word),
    )


def ticket_of(actor: Actor, row: Evidence, word: str) -> str:
    """What opens the file for this person in the next five minutes, and for nobody else."""
    return signing.dumps([row.pk, word, actor.user_id], salt=_SALT)


def evidence_opened(*, actor: Actor, ticket: str) -> Opened:
    """The file that a ticket is for; whether the person may see it is asked anew. Two statements.

    Raises NotFound: a ticket that is forged, too old or another's, a scan that was removed or that
    they may no longer see.
    """
    try:
        key, word, user_id = signing.loads(ticket, salt=_SALT, max_age=ADDRESS_SECONDS)
    except signing.BadSignature:
        raise NotFound from None
    if actor.user_id is None or actor.user_id != user_id:
        raise NotFound
    rows = Evidence.objects.select_related("certificate").filter(removed_at__isnull=True)
    row = rows.filter(pk=key).first()
    if row is None or not can_see_of_facility(actor, row):
        raise NotFound
    try:
        content = private_read(part_name(row, word))
    except FileNotFoundError:
        raise NotFound from None
    return Opened(
        content,
        part_type(row, word),
        _called(row.certificate, row, word),
        _is_inline(row, word),
    )


def _is_inline(row: Evidence, word: str) -> bool:
    """Pictures are shown; a PDF is saved and opened by what the person trusts with it."""
    return part_type(row, word) != Kind.PDF


def _called(certificate: Certificate, row: Evidence, word: str) -> str:
    number = slugify(certificate.number_norm)[:60]
    extension = _EXTENSIONS[part_type(row, word)]
    return f"{certificate.kind_id}-{number}-{row.pk}.{extension}"
