"""SAFETY 1: what stock Saleor takes for a picture.

Access: CVE-2026-23499, SVG and HTML are stored as images. Resources: a 17 KB PNG of 144 megapixels
is accepted. The thumbnails, made by a task after the answer, are left out.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from saleor.product.models import ProductImage
from saleor.product.thumbnails import create_product_thumbnails

from tests.stock.attempts import attempt
from tests.stock.goods import Goods, global_id, new_user
from tests.stock.messages import Targets
from tests.stock.sending import Sender

Upload = Callable[[str], ProductImage]


@pytest.fixture
def upload(send: Sender, goods: Goods, monkeypatch: pytest.MonkeyPatch) -> Upload:
    """Sends an attempt as a member of the staff; gives the picture that was stored."""
    monkeypatch.setattr(create_product_thumbnails, "delay", lambda image_id: None)
    keeper = new_user("keeper", "manage_products")

    def uploaded(name: str) -> ProductImage:
        answer = send(name, Targets(product=global_id(goods.batik)), keeper)
        assert answer.data["productImageCreate"]["productErrors"] == []
        return goods.batik.images.get()

    return uploaded


@pytest.mark.shows("html-as-image")
def test_a_page_is_stored_as_an_image_under_its_own_name(upload: Upload) -> None:
    picture = upload("html-as-image").image

    assert picture.name.endswith(".html")
    assert b"<script>" in picture.read()


@pytest.mark.shows("svg-as-image")
def test_a_drawing_with_a_script_is_stored(upload: Upload) -> None:
    picture = upload("svg-as-image").image

    assert picture.name.endswith(".svg")
    assert b"<script>" in picture.read()


@pytest.mark.shows("png-of-144-megapixels")
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_small_file_that_unpacks_to_144_megapixels_is_stored(upload: Upload) -> None:
    picture = upload("png-of-144-megapixels").image

    assert (picture.width, picture.height) == (12_000, 12_000)
    assert picture.size < 20_000
    assert len(attempt("png-of-144-megapixels").make(Targets()).body) < 20_000
