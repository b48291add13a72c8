"""Scans of papers: who brings, sees, removes and shows them, and that nothing is half kept."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.files.storage import storages
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone, translation
from PIL import Image, ImageChops, ImageStat

from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.models import AuditEntry, Membership
from catalog.storage import private_write, public_read, public_scan_name, public_write
from catalog.types import Actor
from legality.errors import ScanRefused
from legality.models import Certificate, CertificateState, Evidence
from legality.scanned import EvidenceShown, Part, page_words, part_name, ticket_of
from legality.scans.blackening import MOST_BOXES, Box
from legality.scans.cleaning import CleanScan, scan_clean
from legality.scans.kinds import Reason
from legality.services import evidence as services
from legality.services.evidence import (
    MOST_SCANS,
    evidence_add,
    evidence_of,
    evidence_publish,
    evidence_remove,
    evidence_unpublish,
)
from tests.architecture.sample import more_people
from tests.cast import Cast, cast_make, client_of
from tests.conftest import serving_role
from tests.legality import scan_files as made
from tests.making import draft_listing, paper_make

pytestmark = pytest.mark.django_db

INSIDE = (
    "sari",
    "facility_head",
    "regional_officer",
    "regional_head",
    "central_officer",
    "auditor",
)
OUTSIDE = (
    "budi", "other_regional_officer", "board_editor", "board_viewer", "anonymous", "neighbor",
    "former", "moved", "nobody",
)  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    return cast_make()


@pytest.fixture
def paper(cast: Cast) -> Certificate:
    return paper_make(draft_listing(cast.here), state=CertificateState.UNVERIFIED)


@pytest.fixture(autouse=True)
def files() -> Iterator[set[str]]:
    """What stands in the private storage before; afterwards it is as before."""
    before = kept_files()
    yield before
    for name in kept_files() - before:
        storages["private"].delete(name)


def kept_files() -> set[str]:
    root = Path(storages["private"].path(""))
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def brought(
    actor: Actor, paper: Certificate, content: bytes = b"", name: str = "a.jpg"
) -> Evidence:
    """As the page does it: with the rights of the serving role."""
    with serving_role(actor):
        return evidence_add(
            actor=actor, certificate_id=paper.pk, name=name, content=content or made.jpeg()
        )


def shown(actor: Actor, paper: Certificate) -> EvidenceShown:
    (one,) = evidence_of(actor=actor, certificate_id=paper.pk)
    return one


def acts(paper: Certificate) -> list[str]:
    keys = [str(paper.pk), *map(str, Evidence.objects.values_list("pk", flat=True))]
    rows = AuditEntry.objects.filter(subject_id__in=keys).order_by("pk")
    return [row.action for row in rows if row.action.startswith(("evidence", "certificate.scan"))]


def test_a_scan_is_kept_cleaned_and_its_bringer_is_known(
    cast: Cast, paper: Certificate, files: set[str]
) -> None:
    row = brought(cast.sari, paper, made.saved(made.pdf_of(2)), name="C:\\surat\\SPP IRT\u202e.pdf")
    row.refresh_from_db()
    assert (row.came_as, row.media_type, row.pages) == ("application/pdf", "application/pdf", 2)
    assert row.original_name == "SPP IRT.pdf" and row.uploaded_by_id == cast.sari.user_id
    assert row.facility_id == cast.here.pk and re.fullmatch(r"[0-9a-f]{64}", row.key)
    assert kept_files() - files == {
        part_name(row, word) for word in (*Part, *page_words(row.pages))
    }
    assert acts(paper) == ["evidence.added"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pgh_label FROM legality_evidenceevent WHERE pgh_obj_id = %s", [row.pk]
        )
        assert cursor.fetchall() == [("insert",)]


def test_files_are_their_owners_alone(cast: Cast, paper: Certificate) -> None:
    row = brought(cast.sari, paper)
    path = Path(storages["private"].path(part_name(row, Part.FILE)))
    assert path.stat().st_mode & 0o077 == 0 and path.parent.stat().st_mode & 0o077 == 0


def test_the_same_scan_twice_is_one(cast: Cast, paper: Certificate, files: set[str]) -> None:
    first = brought(cast.sari, paper)
    there = kept_files()
    assert brought(cast.facility_head, paper, name="lain.jpg") == first
    assert kept_files() == there and acts(paper) == ["evidence.added"]
    with serving_role(cast.sari):
        evidence_remove(actor=cast.sari, evidence_id=first.pk)
        evidence_remove(actor=cast.sari, evidence_id=first.pk)
    assert brought(cast.sari, paper) != first
    assert acts(paper) == ["evidence.added", "evidence.removed", "evidence.added"]


def test_another_who_was_quicker_with_the_same_scan_has_the_only_one(
    cast: Cast, paper: Certificate, files: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both had looked before either wrote."""
    real = scan_clean
    quicker: list[Evidence] = []

    def slow(content: bytes) -> CleanScan:
        monkeypatch.setattr(services, "scan_clean", real)
        quicker.append(evidence_add(
            actor=cast.facility_head, certificate_id=paper.pk, name="b.jpg", content=content
        ))  # fmt: skip
        return real(content)

    monkeypatch.setattr(services, "scan_clean", slow)
    late = evidence_add(actor=cast.sari, certificate_id=paper.pk, name="a.jpg", content=made.jpeg())
    assert [late] == quicker and Evidence.objects.count() == 1
    assert kept_files() - files == {part_name(late, part) for part in Part}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: b"bukan surat", Reason.UNKNOWN),
        (lambda: made.saved(made.pdf_of(200)), Reason.TOO_MANY_PAGES),
        (lambda: made.with_(made.SCRIPTS["when it opens"]), Reason.SCRIPT),
        (lambda: made.jpeg() + made.archive(), Reason.MIXED),
    ],
)
def test_what_is_refused_leaves_nothing_and_says_why_beside_the_field(
    cast: Cast, paper: Certificate, files: set[str], content: Any, reason: Reason
) -> None:
    with pytest.raises(ScanRefused) as refusal:
        brought(cast.sari, paper, content(), "x.pdf")
    assert refusal.value.reason is reason and refusal.value.params["field"] == "scan"
    with translation.override("id"):
        said = translation.gettext(str(refusal.value.params["reason"]))
    assert said != refusal.value.params["reason"] and said.endswith(".")
    assert kept_files() == files and not Evidence.objects.exists() and acts(paper) == []


def test_an_empty_file_is_refused(cast: Cast, paper: Certificate) -> None:
    with pytest.raises(ScanRefused) as refusal:
        evidence_add(actor=cast.sari, certificate_id=paper.pk, name="x", content=b"")
    assert refusal.value.reason is Reason.EMPTY


def test_an_eleventh_scan_is_refused(cast: Cast, paper: Certificate) -> None:
    for number in range(MOST_SCANS):
        Evidence.objects.create(
            certificate=paper, facility=cast.here, key=f"{number}", original_name="x", size=1,
            came_as="image/png", media_type="image/jpeg", sha256=f"{number}",
        )  # fmt: skip
    with pytest.raises(ScanRefused) as refusal:
        brought(cast.sari, paper)
    assert refusal.value.reason is Reason.TOO_MANY_SCANS


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_storage_that_fails_leaves_nothing_behind(
    cast: Cast, paper: Certificate, files: set[str], monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    calls: list[str] = []
    real = private_write

    def write(name: str, content: bytes) -> None:
        calls.append(name)
        if len(calls) == failing:
            raise OSError("the disk is full")
        real(name, content)

    monkeypatch.setattr(services, "private_write", write)
    with pytest.raises(ScanRefused) as refusal:
        brought(cast.sari, paper)
    assert refusal.value.reason is Reason.NOT_KEPT and len(calls) == failing
    assert kept_files() == files and not Evidence.objects.exists() and acts(paper) == []


def test_a_row_that_fails_takes_its_files_with_it(
    cast: Cast, paper: Certificate, files: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*given: object, **more: object) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr(services, "audit", fails)
    with pytest.raises(RuntimeError), transaction.atomic():
        evidence_add(actor=cast.sari, certificate_id=paper.pk, name="x", content=made.jpeg())
    assert kept_files() == files and not Evidence.objects.exists()


def test_a_paper_that_goes_meanwhile_leaves_nothing(
    cast: Cast, paper: Certificate, files: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = scan_clean

    def slow(content: bytes) -> CleanScan:
        Certificate.objects.filter(pk=paper.pk).delete()
        return real(content)

    monkeypatch.setattr(services, "scan_clean", slow)
    with pytest.raises(NotFound):
        evidence_add(actor=cast.sari, certificate_id=paper.pk, name="x", content=made.jpeg())
    assert kept_files() == files


@pytest.mark.django_db(transaction=True)
def test_nothing_heavy_happens_in_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = cast_make()
    paper = paper_make(draft_listing(cast.here), state=CertificateState.UNVERIFIED)
    seen: list[bool] = []
    for name in ("scan_clean", "private_write", "private_read", "public_write", "blackened"):
        real = getattr(services, name)

        def watched(*given: Any, _real: Any = real, **more: Any) -> Any:
            seen.append(connection.in_atomic_block)
            return _real(*given, **more)

        monkeypatch.setattr(services, name, watched)
    row = evidence_add(actor=cast.sari, certificate_id=paper.pk, name="x", content=made.jpeg())
    evidence_publish(actor=cast.regional_officer, evidence_id=row.pk, boxes=[])
    assert seen == [False] * 7


def opened(client: Client, address: str) -> Any:
    return client.get(address)


def test_who_may_see_it_sees_it_and_others_find_nothing(cast: Cast, paper: Certificate) -> None:
    row = brought(cast.sari, paper, made.saved(made.pdf_of()))
    people = {**cast.everybody(), **more_people(cast)}
    for name in INSIDE:
        one = shown(people[name], paper)
        for address, kind in ((one.file, "application/pdf"), (one.preview, "image/webp"),
                              (one.thumbnail, "image/webp")):  # fmt: skip
            answer = opened(client_of(people[name]), address)
            assert (answer.status_code, answer["Content-Type"]) == (200, kind), (name, address)
            # not with somebody else's address, though both may see it
            other = people["sari" if name != "sari" else "facility_head"]
            assert opened(client_of(other), address).status_code == 404
    for name in OUTSIDE:
        with pytest.raises(NotFound):
            evidence_of(actor=people[name], certificate_id=paper.pk)
        for part in Part:  # a ticket that they were given when they still might, or never
            address = f"/petugas/bukti/{ticket_of(people[name], row, part)}/"
            assert opened(client_of(people[name]), address).status_code == 404, (name, part)
    address = shown(cast.sari, paper).preview
    assert opened(Client(), address).status_code == 404
    half = Client()  # the password alone
    user = get_user_model().objects.get(pk=cast.sari.user_id)
    half.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert opened(half, address).status_code == 404


def test_a_key_that_may_only_change_stock_sees_no_scan(cast: Cast, paper: Certificate) -> None:
    key = Actor(cast.sari.name, cast.sari.grants, cast.sari.user_id, frozenset({"stock.change"}))
    with pytest.raises(NotFound):
        evidence_of(actor=key, certificate_id=paper.pk)


def test_how_a_file_is_given(cast: Cast, paper: Certificate) -> None:
    brought(cast.sari, paper, made.saved(made.pdf_of()))
    one = shown(cast.sari, paper)
    client = client_of(cast.sari)
    file, picture = opened(client, one.file), opened(client, one.preview)
    assert file["Content-Disposition"].startswith('attachment; filename="pirt-contoh')
    assert picture["Content-Disposition"].startswith("inline")
    for answer in (file, picture):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "script" not in answer["Content-Security-Policy"]
    assert file.content.startswith(b"%PDF-") and len(file.content) == one.size
    assert client.post(one.file).status_code == 405
    assert client.head(one.file).status_code == 200


def test_every_page_is_seen_by_who_sees_the_scan(cast: Cast, paper: Certificate) -> None:
    brought(cast.sari, paper, made.saved(made.pdf_of(3)))
    one = shown(cast.regional_officer, paper)
    assert one.pages == len(one.previews) == len(set(one.previews)) == 3
    client = client_of(cast.regional_officer)
    for address in one.previews:
        answer = opened(client, address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        assert max(Image.open(io.BytesIO(answer.content)).size) <= 1600
        assert opened(client_of(cast.budi), address).status_code == 404
    for html in (
        client.get(f"/wilayah/surat/{paper.pk}/").content.decode(),
        client_of(cast.sari).get(f"/petugas/{cast.here.slug}/surat/{paper.pk}/").content.decode(),
    ):
        pages = html[html.index('class="scan-pages"') :]
        pages = pages[: pages.index("</details>")]
        assert pages.count("<img") == 3 and "Halaman 3 dari 3" in pages
        assert "Lihat 3 halamannya" in pages


def test_a_scan_of_before_pages_had_pictures_shows_its_first(
    cast: Cast, paper: Certificate
) -> None:
    row = brought(cast.sari, paper, made.saved(made.pdf_of(3)))
    Evidence.objects.filter(pk=row.pk).update(previews=1)
    one = shown(cast.sari, paper)
    assert (one.pages, len(one.previews)) == (3, 1)


def test_an_address_lives_five_minutes(cast: Cast, paper: Certificate) -> None:
    brought(cast.sari, paper)
    client = client_of(cast.sari)
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        address = shown(cast.sari, paper).preview
    with time_machine.travel(now + timedelta(seconds=299), tick=False):
        assert opened(client, address).status_code == 200
    with time_machine.travel(now + timedelta(seconds=302), tick=False):
        assert opened(client, address).status_code == 404


def test_a_forged_address_opens_nothing(cast: Cast, paper: Certificate) -> None:
    brought(cast.sari, paper)
    client = client_of(cast.sari)
    address = shown(cast.sari, paper).preview
    whole, mark = address.rstrip("/").rsplit(":", 1)
    for forged in (f"{whole}:{mark[::-1]}/", f"{whole}/", "/petugas/bukti/x:y:z/",
                   "/petugas/bukti/surat%2Fa/"):  # fmt: skip
        assert opened(client, forged).status_code == 404


def test_a_removed_scan_is_seen_no_more_but_stays(
    cast: Cast, paper: Certificate, files: set[str]
) -> None:
    row = brought(cast.sari, paper)
    address = shown(cast.sari, paper).file
    with serving_role(cast.sari):
        evidence_remove(actor=cast.sari, evidence_id=row.pk)
    assert evidence_of(actor=cast.sari, certificate_id=paper.pk) == ()
    assert opened(client_of(cast.sari), address).status_code == 404
    assert kept_files() - files == {
        part_name(row, word) for word in (*Part, *page_words(row.pages))
    }
    with pytest.raises(NotFound):
        evidence_publish(actor=cast.regional_officer, evidence_id=row.pk, boxes=[])


def test_whoever_loses_the_role_sees_nothing_with_the_address_they_have(
    cast: Cast, paper: Certificate
) -> None:
    brought(cast.sari, paper)
    address, client = shown(cast.sari, paper).file, client_of(cast.sari)
    assert opened(client, address).status_code == 200
    Membership.objects.filter(user_id=cast.sari.user_id or 0).update(ends_at=timezone.now())
    assert opened(client, address).status_code == 404


def test_statements_do_not_grow_with_the_scans(
    cast: Cast, paper: Certificate, django_assert_num_queries: Any
) -> None:
    for color in ((300, 400), (300, 401), (300, 402)):
        brought(cast.sari, paper, made.jpeg(size=color))
    with django_assert_num_queries(2):
        assert len(evidence_of(actor=cast.sari, certificate_id=paper.pk)) == 3


BAND = Box(0, 0, 1, 0.25)


def published(cast: Cast, row: Evidence, *boxes: Box) -> str:
    with serving_role(cast.regional_officer):
        evidence_publish(actor=cast.regional_officer, evidence_id=row.pk, boxes=boxes)
    return Certificate.objects.get(pk=row.certificate_id).public_scan


def test_everybody_sees_the_first_page_with_its_boxes_black(cast: Cast, paper: Certificate) -> None:
    row = brought(cast.sari, paper, made.saved(made.pdf_of(3)))
    key = published(cast, row, BAND)
    picture = public_read(public_scan_name(key))
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    red, green, _blue = image.split()
    assert ImageStat.Stat(ImageChops.subtract(red, green)).extrema[0][1] < 60  # no red is left
    below = image.getpixel((20, image.height - 20))
    assert isinstance(below, tuple) and min(below) > 230
    answer = Client().get(storages["public"].url(public_scan_name(key)))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert key not in row.key and len(key) == 64


def test_a_new_picture_takes_the_place_of_the_old_one(
    cast: Cast, paper: Certificate, django_capture_on_commit_callbacks: Any
) -> None:
    row = brought(cast.sari, paper)
    first = published(cast, row, BAND)
    with django_capture_on_commit_callbacks(execute=True):
        second = published(cast, row)
    assert first != second and public_read(public_scan_name(second))
    with pytest.raises(FileNotFoundError):
        public_read(public_scan_name(first))
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True), serving_role(cast.regional_officer):
            evidence_unpublish(actor=cast.regional_officer, certificate_id=paper.pk)
    with pytest.raises(FileNotFoundError):
        public_read(public_scan_name(second))
    assert Certificate.objects.get(pk=paper.pk).public_scan == ""
    assert acts(paper) == [
        "evidence.added", "certificate.scan_shown", "certificate.scan_shown",
        "certificate.scan_hidden",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["sari", "regional_officer"])
def test_the_picture_for_everybody_goes_with_the_scan_it_was_made_of(
    cast: Cast, paper: Certificate, name: str, django_capture_on_commit_callbacks: Any
) -> None:
    actor = getattr(cast, name)
    first, second = (brought(cast.sari, paper, made.jpeg(size=(300, n))) for n in (400, 401))
    published(cast, first, BAND)
    key = published(cast, second, BAND)
    with serving_role(cast.sari):
        assert evidence_remove(actor=cast.sari, evidence_id=first.pk) is False
    assert Certificate.objects.get(pk=paper.pk).public_scan == key
    with django_capture_on_commit_callbacks(execute=True), serving_role(actor):
        assert evidence_remove(actor=actor, evidence_id=second.pk) is True
    assert Certificate.objects.get(pk=paper.pk).public_scan == ""
    with pytest.raises(FileNotFoundError):
        public_read(public_scan_name(key))
    assert acts(paper)[-2:] == ["evidence.removed", "certificate.scan_hidden"]
    with serving_role(actor):
        assert evidence_remove(actor=actor, evidence_id=second.pk) is False  # twice is once


def test_a_scan_removed_while_its_picture_was_made_is_shown_to_nobody(
    cast: Cast, paper: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = brought(cast.sari, paper)
    written: list[str] = []

    def write(name: str, content: bytes) -> None:
        written.append(name)
        public_write(name, content)
        evidence_remove(actor=cast.sari, evidence_id=row.pk)

    monkeypatch.setattr(services, "public_write", write)
    with pytest.raises(NotFound):
        evidence_publish(actor=cast.regional_officer, evidence_id=row.pk, boxes=[BAND])
    assert Certificate.objects.get(pk=paper.pk).public_scan == ""
    with pytest.raises(FileNotFoundError):
        public_read(written[0])


def test_a_picture_whose_row_fails_is_taken_away(
    cast: Cast, paper: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = brought(cast.sari, paper)
    written: list[str] = []
    real = public_write

    def write(name: str, content: bytes) -> None:
        written.append(name)
        real(name, content)

    def fails(*given: object, **more: object) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr(services, "public_write", write)
    monkeypatch.setattr(services, "audit", fails)
    with pytest.raises(RuntimeError):
        evidence_publish(actor=cast.regional_officer, evidence_id=row.pk, boxes=[BAND])
    (name,) = written
    with pytest.raises(FileNotFoundError):
        public_read(name)
    assert Certificate.objects.get(pk=paper.pk).public_scan == ""


@pytest.mark.parametrize("name", ["sari", "facility_head", "auditor"])
def test_who_does_not_check_papers_shows_none_to_everybody(
    cast: Cast, paper: Certificate, name: str
) -> None:
    row = brought(cast.sari, paper)
    actor = getattr(cast, name)
    with serving_role(actor):
        with pytest.raises(NotAllowed):
            evidence_publish(actor=actor, evidence_id=row.pk, boxes=[])
        with pytest.raises(NotAllowed):
            evidence_unpublish(actor=actor, certificate_id=paper.pk)
    with serving_role(cast.budi), pytest.raises(NotFound):
        evidence_publish(actor=cast.budi, evidence_id=row.pk, boxes=[])


@pytest.mark.parametrize("boxes", [[Box(0.5, 0, 0.6, 1)], [BAND] * (MOST_BOXES + 1)])
def test_boxes_that_cannot_be_are_refused(cast: Cast, paper: Certificate, boxes: list[Box]) -> None:
    row = brought(cast.sari, paper)
    with pytest.raises(Invalid) as refusal:
        evidence_publish(actor=cast.regional_officer, evidence_id=row.pk, boxes=boxes)
    assert refusal.value.params["field"] == "boxes"
    assert Certificate.objects.get(pk=paper.pk).public_scan == ""
