"""What of the portals is measured: every page, as those see it who open it most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from storefront.bench.insiders import CENTRAL_OFFICER, editor_of, head_of, officer_of
from storefront.bench.keys import Keys
from storefront.bench.rows import Row, Server
from storefront.bench.wire import Request

LIMIT_MS, MOST_STATEMENTS = 20, 12
YARDSTICK = "catalogue"  # the row of the shop that tells how slow the hour was


class People(NamedTuple):
    """What browsers send: that of the facility's head, of an officer of the office, of a partner's
    editor, of a central officer."""

    head: str = ""
    officer: str = ""
    editor: str = ""
    central: str = ""


def people_of(keys: Keys, log_in: Callable[[list[int]], Mapping[str, str]]) -> People:
    """Those people logged in. log_in: cookies by the accounts' keys."""
    accounts = [
        head_of(keys.facility_id),
        officer_of(keys.office_id),
        editor_of(keys.partner_id),
        CENTRAL_OFFICER,
    ]
    cookies = log_in(accounts)
    return People(*(cookies[str(account)] for account in accounts))


def portal_rows(keys: Keys, people: People) -> list[Row]:
    """Every page of the portals: of a facility, of the account, of offices and partners, of the
    whole shop, of /pusat/."""
    return [
        *_rows("", _outside()),
        *_rows(people.head, _stall(keys), _orders(keys), _papers(keys), _place(keys)),
        *_rows(people.head, _changes(keys), _account(keys)),
        *_rows(people.officer, _office(keys), _region()),
        *_rows(people.editor, _partner(keys)),
        *_rows(people.central, _shop(keys), _regions(keys), _center(keys), _center_pages(keys)),
        *_rows(people.central, _money(keys)),
    ]


def _rows(cookie: str, *pages: Mapping[str, str | Iterable[str]]) -> list[Row]:
    """Rows of one person. pages: addresses by name."""
    headers = (("Cookie", cookie),) if cookie else ()
    return [
        Row(name, Server.KEPT, _requests(addresses, headers), limit=LIMIT_MS)
        for some in pages
        for name, addresses in some.items()
    ]


def _requests(addresses: str | Iterable[str], headers: Any) -> list[Request]:
    some = [addresses] if isinstance(addresses, str) else addresses
    return [Request(address, headers=headers) for address in some]


def _outside() -> dict[str, str]:
    return {"log-in": "/masuk/", "password lost": "/masuk/lupa/"}


def _papers(keys: Keys) -> dict[str, str | Iterable[str]]:
    """A facility's papers."""
    here = f"/petugas/{keys.facility}/surat/"
    return {
        "papers": [here, f"/en{here}"],
        "papers, one": [f"{here}{key}/" for key in keys.certificates],
        "papers, new": f"{here}baru/?jenis=pirt&barang={keys.listings[0]}",
        "papers, change": [f"{here}{key}/ubah/" for key in keys.certificates],
        "papers, number": f"{here}nomor/?number=P-IRT+2067271010001-30",
    }


def _stall(keys: Keys) -> dict[str, str | Iterable[str]]:
    here = f"/petugas/{keys.facility}"
    goods, stock = f"{here}/barang/", f"{here}/stok/"
    return {
        "today": "/petugas/",
        "goods": [goods, f"{goods}?hal=2", f"{goods}?hal=9", f"/en{goods}"],
        "goods, sold out": f"{goods}?keadaan=habis",
        "goods, found": [f"{goods}?q=keripik", f"{goods}?q=meja"],
        "goods form, new": f"{goods}baru/",
        "goods form": [f"{goods}{key}/" for key in keys.listings],
        "goods form, draft": f"{goods}draf/{keys.sketch}/",
        "stock and prices": [stock, f"{stock}?hal=2", f"{stock}?hal=30", f"/en{stock}"],
        "stock, sold out": f"{stock}?tampil=habis",
        "stock, found": [f"{stock}?q=keripik", f"{stock}?q=B-1"],
        "forms of stock": f"{stock}simpanan/",
        "stock book": [f"{stock}buku/", f"{stock}buku/?alasan=damaged"],
        "stock of one": [f"{stock}{key}/" for key in keys.variants],
    }


def _orders(keys: Keys) -> dict[str, str | Iterable[str]]:
    """A facility's orders."""
    here = f"/petugas/{keys.facility}/pesanan/"
    return {
        "orders": [here, f"/en{here}"],
        "orders, new": f"{here}?keadaan=terima",
        "orders, over": f"{here}?keadaan=selesai",
        "orders, found": f"{here}?q=LB2611",
        "orders, one": [f"{here}{part}/" for part in keys.parts],
    }


def _place(keys: Keys) -> dict[str, str | Iterable[str]]:
    here = f"/petugas/{keys.facility}"
    return {
        "profile": f"{here}/profil/",
        "hours": f"{here}/jam/",
        "units and brands": f"{here}/unit/",
        "unit form": [f"{here}/unit/{keys.unit}/", f"{here}/unit/baru/"],
        "brand form, new": f"{here}/merek/baru/",
        "people": f"{here}/orang/",
        "role": f"/petugas/orang/tugas/{keys.membership}/",
        "API keys": f"{here}/kunci/",
        "delivery": f"{here}/pengiriman/",
        "proceeds": f"{here}/hasil/",
    }


def _changes(keys: Keys) -> dict[str, str | Iterable[str]]:
    here = f"/petugas/{keys.facility}/riwayat/"
    return {
        "history": [here, f"/en{here}"],
        "history, one group": [f"{here}?jenis={group}" for group in ("barang", "profil", "surat")],
        "history, one person": f"{here}?orang={keys.operator}",
        "history of goods": [f"{here}barang/{key}/" for key in keys.listings],
        "history of the profile": f"{here}profil/{keys.facility_id}/",
    }


def _account(keys: Keys) -> dict[str, str | Iterable[str]]:
    return {
        "account": "/akun/",
        "password": "/akun/sandi/",
        "own e-mail": "/akun/surel/",
        "second factor": "/akun/pengaman/",
        "other phone": "/akun/pengaman/ganti/",
        "own addresses": ["/akun/alamat/", "/akun/alamat/baru/"],
        "own address": f"/akun/alamat/{keys.address}/",
        "own orders": "/akun/pesanan/",
        "own data": "/akun/data/",
    }


def _office(keys: Keys) -> dict[str, str | Iterable[str]]:
    return {
        "today, office": ["/petugas/", "/petugas/?q=papua"],
        "places of people, office": "/petugas/orang/",
        "people, office": f"/petugas/kantor/{keys.office}/orang/",
    }


def _region() -> dict[str, str | Iterable[str]]:
    here = "/wilayah/"
    papers, goods = f"{here}surat/", f"{here}barang/"
    return {
        "region: today": [here, f"/en{here}"],
        "region: queue": f"{here}antrean/",
        "region: papers": [f"{papers}?keadaan={one}" for one in ("diperiksa", "segera", "berlaku")],
        "region: goods": [f"{goods}?keadaan={one}" for one in ("dijual", "ditahan", "kosong")],
        "region: goods, changed": f"{goods}?keadaan=berubah",
        "region: settings": f"{here}setelan/",
    }


def _regions(keys: Keys) -> dict[str, str | Iterable[str]]:
    """Of all offices; a handing-in where one waits."""
    here, office = "/wilayah/", f"?kantor={keys.office}"
    waiting = {"regions: review": f"{here}antrean/{keys.review}/"} if keys.review else {}
    return {
        "regions: offices": here,
        "regions: today of one": f"{here}{office}",
        "regions: queue": f"{here}antrean/",
        "regions: paper": [f"{here}surat/{key}/" for key in keys.certificates],
        "regions: paper, revoked": [f"{here}surat/{key}/cabut/" for key in keys.certificates],
        "regions: goods of one": f"{here}barang/{office}",
        "regions: listing": [f"{here}barang/{key}/" for key in keys.listings],
        "regions: listing, held back": [f"{here}barang/{key}/tahan/" for key in keys.listings],
        **waiting,
    }


def _partner(keys: Keys) -> dict[str, str | Iterable[str]]:
    return {
        "today, partner": "/petugas/",
        "people, partner": f"/petugas/mitra/{keys.partner}/orang/",
    }


def _shop(keys: Keys) -> dict[str, str | Iterable[str]]:
    here = f"/petugas/{keys.facility}"
    return {
        "today, shop": ["/petugas/", "/petugas/?hal=7"],
        "today, shop, found": "/petugas/?q=palu",
        "places of people, shop": ["/petugas/orang/", "/petugas/orang/?q=petugas"],
        "people, shop": "/petugas/orang/pusat/",
        "person": f"/petugas/orang/akun/{keys.operator}/",
        "today of a facility, shop": f"{here}/",
        "goods, shop": f"{here}/barang/",
        "stock and prices, shop": f"{here}/stok/",
        "history, shop": f"{here}/riwayat/",
        "profile, shop": f"{here}/profil/",
        "brand form, shop": f"/petugas/{keys.brands_facility}/merek/{keys.brand}/",
    }


def _center(keys: Keys) -> dict[str, str | Iterable[str]]:
    """The tables of the register, each as lists and forms."""
    tables: dict[str, tuple[str, str | int, str]] = {
        "facilities": ("fasilitas", keys.facility_id, "?q=palu"),
        "offices": ("kanwil", keys.office_id, "?q=papua"),
        "provinces": ("provinsi", keys.regency[:2], "?zone=WIB"),
        "kab/kota": ("kabkota", keys.regency, "?q=kota"),
        "partners": ("mitra", keys.partner_id, "?q=kerajinan"),
        "kinds of papers": ("surat", keys.paper, "?q=halal"),
        "rules of papers": ("aturan", keys.rule, "?q=halal"),
        "marks of goods": ("penanda", keys.trait, "?q=telur"),
        "answers": ("jawaban", keys.answer, "?q=foto"),
        "former codes": ("kode-lama", keys.former, "?q=papua"),
        "search words": ("kata", keys.term, "?use=synonym"),
    }
    pages: dict[str, str | Iterable[str]] = {"central": "/pusat/"}
    for name, (table, key, found) in tables.items():
        here = f"/pusat/{table}/"
        pages[f"central: {name}"] = here
        pages[f"central: {name}, found"] = f"{here}{found}"
        if name not in ("provinces", "kab/kota"):
            pages[f"central: {name}, new"] = f"{here}tambah/"
        pages[f"central: {name}, one"] = f"{here}{key}/"
    return pages


def _center_pages(keys: Keys) -> dict[str, str | Iterable[str]]:
    """What is reached beside the register."""
    changes = "/pusat/riwayat/"
    return {
        "central: closing": f"/pusat/fasilitas/{keys.facility_id}/tutup/",
        "central: search words, pasted": "/pusat/kata/tempel/",
        "central: kinds": "/pusat/jenis/",
        "central: kinds, new": "/pusat/jenis/tambah/",
        "central: kinds, one": f"/pusat/jenis/{keys.kind}/",
        "central: pages": "/pusat/halaman/",
        "central: pages, one": f"/pusat/halaman/{keys.page}/",
        "central: menus": "/pusat/menu/",
        "central: menus, one": f"/pusat/menu/{keys.menu}/",
        "central: settings": "/pusat/setelan/",
        "central: history": [changes, f"{changes}?jenis=fasilitas", f"/en{changes}"],
        "central: history of a facility": f"{changes}fasilitas/{keys.facility_id}/",
    }


def _money(keys: Keys) -> dict[str, str | Iterable[str]]:
    """What officers keep and decide of buying."""
    pay = "/pusat/pembayaran/"
    pages: dict[str, str | Iterable[str]] = {
        "central: rates": "/pusat/ongkir/",
        "central: delivery of kinds": ["/pusat/pengiriman/", f"/pusat/pengiriman/{keys.leaving}/"],
        "central: vouchers": "/pusat/voucher/",
        "central: vouchers, new": "/pusat/voucher/baru/",
        "central: vouchers, one": f"/pusat/voucher/{keys.voucher}/",
        "central: payments": pay,
        "central: payments, found": f"{pay}?q={keys.order}",
        "central: payments, compared": f"{pay}cocok/",
        "central: payments, proof": f"{pay}bukti/{keys.proof}/",
        "central: payments, transfer": f"{pay}transfer/{keys.transfer}/",
        "central: payments, refund": f"{pay}dana-kembali/{keys.refund}/",
        "central: payments of an order": f"{pay}pesanan/{keys.order}/",
        "central: returns": "/pusat/pengembalian/",
        "central: returns, one": [f"/pusat/pengembalian/{key}/" for key in keys.returned],
        "central: proceeds": ["/pusat/hasil/", f"/pusat/hasil/?bulan={keys.month}"],
    }
    tables = {
        "couriers": ("kurir", keys.courier),
        "courier services": ("layanan-kurir", f"{keys.courier}-reguler"),
        "shares": ("pembagian", keys.share),
        "PPN": ("ppn", keys.tax),
        "PKP": ("pkp", keys.taxpayer),
        "accounts for transfers": ("rekening", keys.account),
    }
    for name, (table, key) in tables.items():
        pages[f"central: {name}"] = f"/pusat/{table}/"
        pages[f"central: {name}, new"] = f"/pusat/{table}/tambah/"
        pages[f"central: {name}, one"] = f"/pusat/{table}/{key}/"
    return pages
