"""The sample shop's own pages: nothing leaves it, and elsewhere they do not exist."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import MiddlewareNotUsed
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from storefront.web.middleware import SampleShopMiddleware
from storefront.web.shop.demo import kept_mails

pytestmark = pytest.mark.django_db

FILES = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture
def sample(settings: Any, tmp_path: Path) -> Path:
    """Demo mode with a mail folder of its own."""
    settings.MODE = "demo"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def send(folder: Path, *messages: EmailMessage) -> None:
    connection = mail.get_connection(FILES, file_path=str(folder))
    connection.send_messages(messages)


def test_search_engines_are_kept_out_of_a_sample_shop_alone(
    rf: RequestFactory, settings: Any
) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    settings.MODE = "demo"
    assert SampleShopMiddleware(answer)(rf.get("/"))["X-Robots-Tag"] == "noindex"
    settings.MODE = "production"
    with pytest.raises(MiddlewareNotUsed):
        SampleShopMiddleware(answer)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/contoh/kontak/", "/contoh/surel/", "/en/contoh/kontak/"])
def test_a_real_shop_has_no_such_page(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_message_is_shown_as_typed_and_escaped(client: Client, sample: Path) -> None:
    page = client.get(
        "/contoh/kontak/", {"kepada": "Lapas <Palu>", "pesan": "Lapas Palu\n<script>x</script>"}
    ).content.decode()
    assert "Pesan ini tidak dikirim" in page
    assert "Lapas &lt;Palu&gt;" in page
    assert "Lapas Palu<br>&lt;script&gt;x&lt;/script&gt;" in page


def test_without_a_message_it_still_explains(client: Client, sample: Path) -> None:
    page = client.get("/en/contoh/kontak/").content.decode()
    assert "This message was not sent" in page
    assert "What would have been sent" not in page


def test_a_very_long_message_is_cut(client: Client, sample: Path) -> None:
    page = client.get("/contoh/kontak/", {"pesan": "a" * 5000}).content.decode()
    assert "a" * 2000 in page and "a" * 2001 not in page


def test_mails_are_read_back_newest_first(sample: Path) -> None:
    send(sample, EmailMessage("Satu – ½", "isi <b>satu</b>", "lapak@contoh.id", ["a@contoh.id"]))
    both = EmailMultiAlternatives("Dua", "isi dua", "lapak@contoh.id", ["b@contoh.id"])
    both.attach_alternative("<p>lain</p>", "text/html")
    only_html = EmailMessage("Tiga", "<p>isi tiga</p>", "lapak@contoh.id", ["c@contoh.id"])
    only_html.content_subtype = "html"
    send(sample, both, only_html)
    found = list(kept_mails(sample))
    assert [kept.subject for kept in found] == ["Tiga", "Dua", "Satu – ½"]
    assert [kept.text.strip() for kept in found] == [
        "<p>isi tiga</p>",
        "isi dua",
        "isi <b>satu</b>",
    ]
    assert found[2].to == "a@contoh.id"


def test_the_page_shows_them_escaped(client: Client, sample: Path) -> None:
    send(sample, EmailMessage("<i>Hai</i>", "isi <b>tebal</b>", "lapak@contoh.id", ["a@contoh.id"]))
    page = client.get("/contoh/surel/").content.decode()
    assert "&lt;i&gt;Hai&lt;/i&gt;" in page and "isi &lt;b&gt;tebal&lt;/b&gt;" in page


def test_no_folder_no_mail_no_fault(client: Client, sample: Path) -> None:
    assert "Belum ada surel." in client.get("/contoh/surel/").content.decode()


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"Subject: =?x-none?q?=ff?=\n\n\xff",
        b"Content-Type: text/plain; charset=zz\n\nx",
    ],
)
def test_a_broken_file_breaks_nothing(client: Client, sample: Path, content: bytes) -> None:
    sample.mkdir()
    (sample / "20260101-000000-1.log").write_bytes(content)
    assert client.get("/contoh/surel/").status_code == 200


def test_at_most_fifty_are_shown(sample: Path) -> None:
    send(sample, *(EmailMessage(str(n), "x", "l@contoh.id", ["a@contoh.id"]) for n in range(60)))
    found = list(kept_mails(sample))
    assert len(found) == 50
    assert found[0].subject == "59"
