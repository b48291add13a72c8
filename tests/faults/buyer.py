"""A buyer's browser, as small as it can be: cookies, forms, and the patience to send again."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

_FIELDS = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'(\w[\w-]*)(?:="([^"]*)")?')
_TRIES, _NAP = 240, 0.5
_TO_CORRECT = 422
PRACTICE = "practice:"


class Answer(NamedTuple):
    """What came back. location: path of a redirect, "" without one."""

    status: int
    location: str
    text: str


class Lost(Exception):
    """The server did not answer, however often it was asked."""


class Buyer:
    """One browser behind an address of the network of its own. number: which of all."""

    def __init__(self, port: int, number: int) -> None:
        self.port, self.number = port, number
        self.cookies: dict[str, str] = {}
        self.address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.review = ""

    # --- The wire

    def ask(self, path: str, form: Mapping[str, str] | None = None) -> Answer:
        """One request. Raises OSError, http.client.HTTPException when no answer comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "Host": "localhost",
            "X-Forwarded-For": self.address,
            "Sec-Fetch-Site": "same-origin",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        try:
            if form is None:
                connection.request("GET", path, headers=headers)
            else:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                connection.request("POST", path, urlencode(form).encode(), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                for key, morsel in SimpleCookie(value).items():
                    self.cookies[key] = morsel.value
        location = urlsplit(answer.getheader("Location") or "").path
        return Answer(answer.status, location, text)

    def insist(self, path: str, form: Mapping[str, str] | None = None) -> Answer:
        """The same, sent again as people do when nothing or an error comes. Raises Lost."""
        for _try in range(_TRIES):
            try:
                answer = self.ask(path, form)
            except (OSError, http.client.HTTPException):
                time.sleep(_NAP)
                continue
            if answer.status < 500:  # noqa: PLR2004
                return answer
            time.sleep(_NAP)
        raise Lost(path)

    # --- The way from the goods to the money

    def to_review(self, variant: int, pieces: int = 1, voucher: str = "") -> str:
        """Fill a basket, say where it goes; what the last page before ordering shows."""
        self.insist("/keranjang/tambah/", {"pilihan": str(variant), "jumlah": str(pieces)})
        if voucher:
            self.insist("/keranjang/voucher/", {"kode": voucher})
        self._say_where()
        ways = self.insist("/checkout/pengiriman/").text
        self.insist("/checkout/pengiriman/", {**ticked(ways), "cara": PRACTICE})
        self.review = self.insist("/checkout/periksa/").text
        return self.review

    def _say_where(self) -> None:
        """Type the address; choose the first place where a postal code is of several."""
        form = {
            "nama": "Pembeli",
            "telepon": f"081{2_0000_0000 + self.number}",
            "surel": f"pembeli{self.number}@contoh.example",
            "tujuan": "94221",
            "alamat": "Jalan Emas 1 RT 01/02",
        }
        answer = self.insist("/checkout/alamat/", form)
        if answer.status == _TO_CORRECT:
            place = re.search(r'name="pilih"\s+value="([^"]+)"', answer.text)
            assert place, _wrongs(answer.text)
            again = {**form, "dicari": form["tujuan"], "pilih": place.group(1)}
            answer = self.insist("/checkout/alamat/", again)
        assert answer.status != _TO_CORRECT, _wrongs(answer.text)

    def order_form(self) -> dict[str, str]:
        """What the button of the last page sends."""
        return ticked(self.review, also=("setuju",))

    def order(self) -> Answer:
        """Press the button, again when nothing comes back."""
        return self.insist("/checkout/pesan/", self.order_form())

    def bank(self, page: str) -> str:
        """The practice bank's address on the page of paying, "" where nothing is to be paid any
        more. Raises Lost while the shop has nothing to pay by."""
        for _try in range(_TRIES):
            seen = self.insist(page)
            bank = _practice(seen.text)
            if bank or seen.location:
                return bank
            time.sleep(_NAP)  # the shop is still asking the bank
        raise Lost(page)

    def pay(self, page: str) -> Answer:
        """From the page of paying to the practice bank, and pay there; the page that follows.
        Raises Lost when there is nothing to pay by."""
        bank = self.bank(page)
        if bank:
            self.insist(bank, {"act": "pay"})
        return self.insist(page)


def ticked(page: str, also: tuple[str, ...] = ()) -> dict[str, str]:
    """The fields of a page's forms that are hidden or ticked, by name. also: boxes to tick."""
    found: dict[str, str] = {}
    for field in _FIELDS.findall(page):
        said = dict(_ATTRIBUTE.findall(field[6:]))
        kind, name = said.get("type", "text"), said.get("name", "")
        if kind == "hidden" or "checked" in said or name in also:
            found[name] = said.get("value", "")
    return found


def _practice(page: str) -> str:
    found = re.search(r"(/bayar/latihan/[0-9a-f-]+/)", page)
    return found.group(1) if found else ""


def _wrongs(page: str) -> str:
    """What a page finds wrong with a form, for who reads a failed round."""
    found = re.findall(r'class="error[^"]*"[^>]*>(.*?)</', page, re.DOTALL)
    return " | ".join(" ".join(one.split()) for one in found) or page[:300]
