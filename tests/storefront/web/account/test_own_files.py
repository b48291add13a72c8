"""What buyers showed the shop is in the file of their data: proofs of transfers, photos."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from PIL import Image

from catalog.storage import private_read, private_remove
from storefront.orders.models import ReturnPhoto, ShopOrder, TransferProof
from storefront.orders.rules.files import proof_name, return_photo_name
from storefront.orders.services.payments import payment_begin
from storefront.orders.services.proofs import proof_add
from storefront.orders.services.returns import ReturnWish, return_ask
from storefront.orders.types import FacilityOrderState
from tests.making import picture_bytes, public_listing
from tests.orders.making import order_paid_up, order_placed, share_rule_make
from tests.storefront.web.account.people import member
from tests.storefront.web.account.test_own_pages import logged_in
from tests.storefront.web.buying.orders import moved, parts_of, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rule() -> None:
    share_rule_make(3500, 1500)


def shown_by(person: Any) -> tuple[ShopOrder, ShopOrder]:
    """An order with two proofs of its transfer, and one whose goods are to go back, with photos."""
    goods = public_listing(stock=50)
    paid = order_placed((goods, 1), method="transfer:", user_id=person.pk)
    payment_begin(shop_order_id=paid.pk)
    for color in ("#112233", "#445566"):
        proof_add(order_token=token_of(paid), content=picture_bytes(color))
    sent = order_paid_up((goods, 2), user_id=person.pk)
    part = moved(parts_of(sent)[0], FacilityOrderState.DONE)
    line: Any = part.lines.get()
    wish = ReturnWish({line.pk: 1}, "Kemasannya robek semua.", [picture_bytes("#778899")] * 2)
    return_ask(order_token=token_of(sent), part_id=part.pk, wish=wish)
    return paid, sent


def downloaded(person: Any) -> tuple[dict[str, bytes], Any]:
    """The files beside the texts, by name, and what the text for machines says."""
    answer: Any = logged_in(person).get("/akun/data/unduh/")
    assert answer.status_code == 200
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    kept = json.loads(found.pop("data.json"))
    assert found.pop("data.html")
    return found, kept


def test_proofs_and_photos_are_in_it_and_named_where_they_belong() -> None:
    me, other = member(phone=False), member(phone=False)
    paid, sent = shown_by(me)
    shown_by(other)
    files, kept = downloaded(me)
    proofs = [f"bukti-transfer/{paid.number}-{place}.jpg" for place in (1, 2)]
    photos = [f"foto-pengembalian/{sent.number}-1-{place}.webp" for place in (1, 2)]
    assert sorted(files) == sorted([*proofs, *photos])
    rows = TransferProof.objects.filter(attempt__shop_order=paid).order_by("pk")
    wanted = [private_read(proof_name(row.key, row.media_type)) for row in rows]
    keys = ReturnPhoto.objects.filter(request__facility_order__shop_order=sent).order_by("pk")
    wanted += [private_read(return_photo_name(row.key)) for row in keys]
    assert [files[name] for name in (*proofs, *photos)] == wanted
    assert all(Image.open(BytesIO(content)).size == (300, 300) for content in files.values())
    orders = {order["number"]: order for order in kept["orders"]}
    assert [one["file"] for one in orders[paid.number]["proofs"]] == proofs
    assert all(one["state"] == "waiting" for one in orders[paid.number]["proofs"])
    (request,) = orders[sent.number]["parts"][0]["returns"]
    assert [one["file"] for one in request["photos"]] == photos


def test_a_file_that_is_lost_keeps_nothing_else_back() -> None:
    me = member(phone=False)
    paid, _sent = shown_by(me)
    row = TransferProof.objects.filter(attempt__shop_order=paid).order_by("pk")[0]
    private_remove(proof_name(row.key, row.media_type))
    files, kept = downloaded(me)
    assert len(files) == 3 and f"bukti-transfer/{paid.number}-1.jpg" not in files
    assert len(kept["orders"]) == 2
