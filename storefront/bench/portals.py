"""What of the portals is measured: every page, as those see it who open it most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import psycopg

from storefront.bench.insiders import CENTRAL_OFFICER, editor_of, head_of, officer_of
from storefront.bench.rows import Row, Server
from storefront.bench.wire import Request

LIMIT_MS, MOST_STATEMENTS = 20, 12
YARDSTICK = "catalogue"  # the row of the shop that tells how slow the hour was
_GOODS = 12  # so many goods of the facility are opened in turn


class Keys(NamedTuple):
    """What addresses name, of the facility with most goods, the office with most facilities and
    the shop: slugs, codes and numbers. facility_id, office_id, partner_id: the same as numbers;
    certificates: papers that may still be changed and revoked."""

    facility: str = "f"
    facility_id: int = 1
    office: str = "o"
    office_id: int = 1
    partner: str = "p"
    partner_id: int = 1
    listings: Sequence[int] = (1,)
    variants: Sequence[int] = (1,)
    sketch: str = "00000000-0000-0000-0000-000000000000"
    operator: int = 1
    membership: int = 1
    unit: int = 1
    brand: int = 1
    brands_facility: str = "f"
    regency: str = "11.01"
    term: int = 1
    paper: str = "halal"
    kind: str = "k"
    page: str = "s"
    menu: str = "m"
    rule: str = "r"
    trait: str = "t"
    answer: str = "a"
    former: str = "9401"
    certificates: Sequence[int] = (1,)
    review: int | None = 1
    part: int | None = 1


class People(NamedTuple):
    """What browsers send: that of the facility's head, of an officer of the office, of a partner's
    editor, of a central officer."""

    head: str = ""
    officer: str = ""
    editor: str = ""
    central: str = ""


_KEYS = f"""WITH facility AS (
  SELECT facility_id AS id FROM catalog_listing GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
), office AS (
  SELECT office_id AS id FROM catalog_facility GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
), goods AS (
  SELECT id, product_id FROM catalog_listing WHERE facility_id = (SELECT id FROM facility)
    AND state = 'published' ORDER BY md5(slug) LIMIT {_GOODS}
), brand AS (SELECT id, facility_id FROM catalog_brand ORDER BY id LIMIT 1)
SELECT f.slug, f.id, o.slug, o.id, p.slug, p.id,
  (SELECT array_agg(id) FROM goods),
  (SELECT array_agg(v.id) FROM product_productvariant v JOIN goods USING (product_id)),
  (SELECT key::text FROM catalog_sketch WHERE facility_id = f.id ORDER BY saved_at LIMIT 1),
  operator.user_id, operator.id,
  (SELECT min(id) FROM catalog_productionunit WHERE facility_id = f.id),
  brand.id, (SELECT slug FROM catalog_facility WHERE id = brand.facility_id),
  f.regency_id, (SELECT min(id) FROM catalog_searchterm),
  (SELECT max(code) FROM legality_certificatekind), (SELECT min(slug) FROM product_category),
  (SELECT min(slug) FROM page_page), (SELECT min(name) FROM menu_menu),
  (SELECT min(code) FROM legality_requirementrule), (SELECT min(code) FROM legality_goodstrait),
  (SELECT min(code) FROM legality_answertemplate), (SELECT min(code) FROM legality_formerregion),
  (SELECT array_agg(own.id) FROM (SELECT id FROM legality_certificate
    WHERE facility_id = f.id AND state <> 'revoked' ORDER BY id LIMIT {_GOODS}) own),
  (SELECT min(id) FROM legality_review WHERE state = 'waiting'),
  (SELECT min(id) FROM orders_facilityorder WHERE facility_id = f.id AND state <> 'waiting')
FROM catalog_facility f, catalog_regionaloffice o, catalog_partner p, brand, catalog_membership
  operator
WHERE f.id = (SELECT id FROM facility) AND o.id = (SELECT id FROM office)
  AND p.id = (SELECT min(id) FROM catalog_partner) AND operator.id = (
    SELECT min(id) FROM catalog_membership
    WHERE facility_id = f.id AND role = 'facility_operator' AND ends_at IS NULL)"""


def keys_of(shop: psycopg.Connection) -> Keys:
    """What there is to open in a loaded database."""
    row = shop.execute(_KEYS).fetchone()
    assert row is not None
    return Keys._make(row)


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
        *_rows(people.head, _changes(keys), _account()),
        *_rows(people.officer, _office(keys), _region()),
        *_rows(people.editor, _partner(keys)),
        *_rows(people.central, _shop(keys), _regions(keys), _center(keys), _center_pages(keys)),
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
    """A facility's orders; one where there is any."""
    here = f"/petugas/{keys.facility}/pesanan/"
    one = {"orders, one": f"{here}{keys.part}/"} if keys.part else {}
    return {
        "orders": [here, f"/en{here}"],
        "orders, new": f"{here}?keadaan=terima",
        "orders, over": f"{here}?keadaan=selesai",
        "orders, found": f"{here}?q=LB2611",
        **one,
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


def _account() -> dict[str, str | Iterable[str]]:
    return {
        "account": "/akun/",
        "password": "/akun/sandi/",
        "own e-mail": "/akun/surel/",
        "second factor": "/akun/pengaman/",
        "other phone": "/akun/pengaman/ganti/",
        "own addresses": ["/akun/alamat/", "/akun/alamat/baru/"],
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
        "central: couriers": ["/pusat/kurir/", "/pusat/kurir/tambah/"],
        "central: courier services": ["/pusat/layanan-kurir/", "/pusat/layanan-kurir/tambah/"],
        "central: rates": "/pusat/ongkir/",
        "central: delivery of kinds": "/pusat/pengiriman/",
        "central: vouchers": ["/pusat/voucher/", "/pusat/voucher/baru/"],
        "central: payments": ["/pusat/pembayaran/", "/pusat/pembayaran/cocok/"],
        "central: returns": "/pusat/pengembalian/",
        "central: proceeds": "/pusat/hasil/",
        "central: shares": ["/pusat/pembagian/", "/pusat/pembagian/tambah/"],
        "central: PPN": ["/pusat/ppn/", "/pusat/ppn/tambah/"],
        "central: PKP": ["/pusat/pkp/", "/pusat/pkp/tambah/"],
        "central: history": [changes, f"{changes}?jenis=fasilitas", f"/en{changes}"],
        "central: history of a facility": f"{changes}fasilitas/{keys.facility_id}/",
    }
