"""A shop whose files lie in buckets: pictures for everyone, papers by signed addresses alone.

The server is moto's. It refuses an unsigned address, as a real one does; it neither recomputes
signatures nor looks at their time, so that a forged or an expired one is refused cannot be shown
with it: here it is shown that an address says how long it holds.
"""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from moto.server import ThreadedMotoServer
from pytest_django.fixtures import Settings

from catalog import storage
from catalog.dates import legal_today
from catalog.services.outbox import outbox_sweep
from galleries.services import PhotoDraft, listing_photos_set, picture_add
from legality.services.publication import listing_submit
from storefront import settings as shop
from storefront.buckets import bucket_origins
from storefront.web.components import picture
from tests.launch.running import run
from tests.launch.test_doctor import UNSAFE, levels
from tests.making import SYSTEM, draft_listing, facility_make, picture_bytes

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
    urllib.request.urlopen(f"http://{host}:{port}/moto-api/reset", data=b"", timeout=10).close()
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
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 # this machine
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
