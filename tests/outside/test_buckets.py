"""A shop whose files lie in buckets: pictures for everyone, papers by signed addresses alone.

The server is moto's. It refuses an unsigned address, as a real one does; it neither recomputes
signatures nor looks at their time, so that a forged or an expired one is refused cannot be shown
with it: here it is shown that an address says how long it holds.
"""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from moto.server import ThreadedMotoServer
from pytest_django.fixtures import Settings

from catalog import storage
from catalog.dates import legal_today
from catalog.services.outbox import outbox_sweep
from galleries.services import PhotoDraft, listing_photos_set, picture_add
from legality.errors import ScanRefused
from legality.models import CertificateState
from legality.scans.blackening import Box
from legality.services import evidence
from legality.services.evidence import (
    evidence_add,
    evidence_of,
    evidence_publish,
    evidence_unpublish,
)
from legality.services.publication import listing_submit
from storefront import settings as shop
from storefront.buckets import bucket_origins
from storefront.web.components import picture
from tests.launch.running import run
from tests.launch.test_doctor import UNSAFE, levels
from tests.legality.scan_files import jpeg, pdf_of, saved
from tests.making import SYSTEM, draft_listing, facility_make, paper_make, picture_bytes

PUBLIC, PRIVATE = "lapak-umum", "lapak-surat"
PICTURES = Path(__file__).resolve().parents[2] / "fixtures" / "pictures"
CAP = "peci-beludru-hitam-lamongan-1.webp"
# Everyone may read it, as README says of the public bucket.
READ_BY_ALL = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
 "Action": "s3:GetObject", "Resource": "arn:aws:s3:::lapak-umum/*"}]}"""


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An S3 server with both buckets; the keys to it stand where boto3 looks."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "uji")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    # moto keeps its buckets as long as the process lives
    urllib.request.urlopen(f"http://{host}:{port}/moto-api/reset", data=b"", timeout=60).close()
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", region_name=shop.S3_REGION)
    for bucket in (PUBLIC, PRIVATE):
        client.create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": shop.S3_REGION}
        )
    client.put_bucket_policy(Bucket=PUBLIC, Policy=READ_BY_ALL)
    yield f"http://{host}:{port}"
    server.stop()


KEPT: tuple[Callable[[], None], ...] = (
    storage._public.cache_clear,
    storage._private.cache_clear,
    storage.public_base.cache_clear,
    *(made.cache_clear for made in vars(picture).values() if hasattr(made, "cache_clear")),
)


@pytest.fixture
def buckets(endpoint: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """This process's shop keeps its files there, by the same lines as a real one."""
    monkeypatch.setattr(shop, "S3_ENDPOINT_URL", endpoint)
    settings.STORAGES = {
        **settings.STORAGES,
        "public": shop._bucket(PUBLIC, signed=False),
        "private": shop._bucket(PRIVATE, signed=True),
    }
    for clear in KEPT:
        clear()
    yield endpoint
    for clear in KEPT:
        clear()


def fetch(address: str) -> tuple[int, bytes, str]:
    """Status, body and type of an address, asked for without any key."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 # this machine
            return answer.status, answer.read(), answer.headers["Content-Type"]
    except urllib.error.HTTPError as refusal:
        return refusal.code, b"", ""


def pictures_of(page: str) -> set[str]:
    """Every address of a picture that a page names, in src and srcset."""
    given = re.findall(r'(?:srcset|src)="([^"]+)"', page)
    parts = (part.split()[0] for text in given for part in unescape(text).split(","))
    return {part for part in parts if part.endswith((".avif", ".webp", ".jpg"))}


@pytest.mark.django_db
def test_pages_show_pictures_that_the_bucket_gives(buckets: str) -> None:
    listing = draft_listing(facility_make())
    drawn = picture_add(actor=SYSTEM, upload=(PICTURES / CAP).read_bytes())
    plain = picture_add(actor=SYSTEM, upload=picture_bytes())
    photos = tuple(PhotoDraft(one.pk, f"Peci {one.pk}", f"Cap {one.pk}") for one in (drawn, plain))
    listing_photos_set(actor=SYSTEM, listing_id=listing.pk, photos=photos)
    outbox_sweep()
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=legal_today())
    for page in (f"/produk/{listing.slug}/", "/katalog/"):
        found = pictures_of(Client().get(page).content.decode())
        assert len({urlsplit(one).path.rsplit(".", 1)[1] for one in found}) >= 2, page
        for address in found:
            assert address.startswith(f"{buckets}/{PUBLIC}/p/")
            status, body, kind = fetch(address)
            assert (status, kind.split("/")[0]) == (200, "image"), address
            assert body
    allowed = bucket_origins(PUBLIC, domain="", endpoint=buckets, region=shop.S3_REGION)
    assert any(storage.public_base().startswith(f"{origin}/") for origin in allowed)


def test_a_paper_is_read_by_its_signed_address_alone(buckets: str) -> None:
    name = storages["private"].save("surat/contoh.pdf", ContentFile(b"%PDF-1.4 contoh"))
    signed = storages["private"].url(name)
    assert fetch(signed)[:2] == (200, b"%PDF-1.4 contoh")
    assert fetch(signed.split("?")[0])[0] == 403
    asked = parse_qs(urlsplit(signed).query)
    assert asked.get("X-Amz-Expires", asked.get("Expires")) is not None
    assert int(asked.get("X-Amz-Expires", ["300"])[0]) == 300


def test_doctor_says_whether_the_buckets_answer(endpoint: str, tmp_path: Path) -> None:
    given = {"S3_ENDPOINT_URL": endpoint, "S3_PRIVATE_BUCKET": PRIVATE}
    there = run(["doctor"], tmp_path, **UNSAFE, **given, S3_PUBLIC_BUCKET=PUBLIC)
    assert levels(there.stdout)["public files"] == "ok", there.stdout
    assert levels(there.stdout)["private files"] == "ok", there.stdout
    gone = run(["doctor"], tmp_path, **UNSAFE, **given | {"S3_ENDPOINT_URL": "http://127.0.0.1:1"},
               S3_PUBLIC_BUCKET=PUBLIC)  # fmt: skip
    assert levels(gone.stdout)["files"] == "bad", gone.stdout


@pytest.mark.parametrize(
    ("bucket", "domain", "endpoint", "origins"),
    [
        ("", "", "", []),
        ("b", "gambar.example.id", "https://s3.example.id", ["https://gambar.example.id"]),
        ("b", "", "https://s3.example.id", ["https://s3.example.id", "https://b.s3.example.id"]),
        ("b", "", "", ["https://b.s3.amazonaws.com", "https://b.s3.r-1.amazonaws.com"]),
    ],
)
def test_browsers_may_fetch_pictures_from_the_bucket(
    bucket: str, domain: str, endpoint: str, origins: list[str]
) -> None:
    assert bucket_origins(bucket, domain=domain, endpoint=endpoint, region="r-1") == origins


def test_scans_are_seen_by_addresses_that_live_five_minutes(buckets: str, db: None) -> None:
    """Written as objects that nobody reads without a signature, given under a name and a type of
    ours; the picture for everybody stands in the other bucket."""
    paper = paper_make(draft_listing(facility_make()), state=CertificateState.UNVERIFIED)
    for content in (saved(pdf_of(2)), jpeg()):
        evidence_add(actor=SYSTEM, certificate_id=paper.pk, name="a", content=content)
    shown = evidence_of(actor=SYSTEM, certificate_id=paper.pk)
    addresses = [one for scan in shown for one in (scan.file, scan.preview, scan.thumbnail)]
    found = [fetch(address) for address in addresses]
    assert [one[0] for one in found] == [200] * 6
    assert [one[2] for one in found] == [
        "application/pdf", "image/webp", "image/webp", "image/jpeg", "image/webp", "image/webp",
    ]  # fmt: skip
    for address in addresses:
        parts = urlsplit(address)
        assert address.startswith(f"{buckets}/{PRIVATE}/surat/")
        assert re.search(r"/[0-9a-f]{2}/[0-9a-f]{64}-", parts.path)
        assert 0 < seconds_left(parse_qs(parts.query)) <= 300
        assert fetch(address.split("?")[0])[0] == 403
    said = parse_qs(urlsplit(shown[0].file).query)["response-content-disposition"][0]
    assert said.startswith('attachment; filename="pirt-')


def seconds_left(asked: dict[str, list[str]]) -> float:
    """How long a signed address holds from now on, in either way of signing."""
    if "X-Amz-Expires" in asked:
        return float(asked["X-Amz-Expires"][0])
    return int(asked["Expires"][0]) - time.time()


def test_a_bucket_that_fails_keeps_nothing(
    buckets: str, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a scan's three files the last is not taken: none of them stays, and no row is made."""
    paper = paper_make(draft_listing(facility_make()), state=CertificateState.UNVERIFIED)
    bucket = storages["private"].bucket  # type: ignore[attr-defined]
    real = storage.private_write

    def write(name: str, content: bytes) -> None:
        if "-kecil" in name:
            raise EndpointConnectionError(endpoint_url=buckets)
        real(name, content)
        assert [one.key for one in bucket.objects.all()]

    monkeypatch.setattr(evidence, "private_write", write)
    with pytest.raises(ScanRefused):
        evidence_add(actor=SYSTEM, certificate_id=paper.pk, name="a", content=jpeg())
    assert [one.key for one in bucket.objects.all()] == []
    assert not paper.evidence.exists()


def test_the_picture_for_everybody_stands_in_the_public_bucket(
    buckets: str, db: None, django_capture_on_commit_callbacks: Any
) -> None:
    paper = paper_make(draft_listing(facility_make()), state=CertificateState.UNVERIFIED)
    scan = evidence_add(actor=SYSTEM, certificate_id=paper.pk, name="a", content=jpeg())
    evidence_publish(actor=SYSTEM, evidence_id=scan.pk, boxes=[Box(0, 0, 1, 0.5)])
    paper.refresh_from_db()
    address = storage.public_scan_address(paper.public_scan)
    assert fetch(address)[::2] == (200, "image/webp")
    with django_capture_on_commit_callbacks(execute=True):
        evidence_unpublish(actor=SYSTEM, certificate_id=paper.pk)
    assert fetch(address)[0] in (403, 404)
