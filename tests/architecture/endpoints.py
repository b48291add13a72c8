"""Every address and what everybody gets there, as tables.

A new address without a row fails `test_endpoints`. A row of the portals has one letter a person,
for a GET and for an empty POST, in the order of PEOPLE: all seen from the facility `here` of
`tests.cast`, whose rows `sample` makes. Further people get what somebody of PEOPLE gets, but for
UNLIKE. In the central office all pages are of three kinds, and what is public is the same for all.
"""

from __future__ import annotations

from enum import StrEnum

PEOPLE = (
    "facility_head",
    "sari",  # an operator of the facility
    "regional_head",
    "regional_officer",
    "central_officer",
    "auditor",
    "budi",  # an operator of another facility
    "other_regional_officer",
    "board_editor",
    "board_viewer",
    "anonymous",
)


class Outcome(StrEnum):
    """What an answer means: inside (whatever the page then says of an empty form), absent (404),
    refused (403), sent to the log-in or to set up a second factor, or a method that the address
    does not know (405)."""

    INSIDE = "i"
    ABSENT = "a"
    REFUSED = "r"
    LOGIN = "l"
    SET_UP = "s"
    NO_METHOD = "n"


# fmt: off
ENDPOINTS: dict[str, tuple[str, str]] = {
    "masuk/": ("iiiiiiiiiii", "iiiiiiiiiii"),
    "masuk/lupa/": ("iiiiiiiiiii", "iiiiiiiiiii"),
    "masuk/lupa/terkirim/": ("iiiiiiiiiii", "iiiiiiiiiii"),
    "masuk/undangan/<str:word>/": ("aaaaaaaaaaa", "aaaaaaaaaaa"),
    "masuk/sandi/<str:word>/": ("iiiiiiiiiii", "iiiiiiiiiii"),
    "akun/": ("iiiiiiiiiil", "nnnnnnnnnnn"),
    "akun/lanjut/": ("iiiiiiiiiil", "iiiiiiiiiil"),
    "akun/keluar/": ("nnnnnnnnnnn", "iiiiiiiiiii"),
    "akun/keluarkan/": ("nnnnnnnnnnn", "iiiiiiiiiil"),
    "akun/keluarkan/<slug:name>/": ("nnnnnnnnnnn", "aaaaaaaaaal"),
    "akun/sandi/": ("iiiiiiiiiil", "iiiiiiiiiil"),
    "akun/surel/": ("iiiiiiiiiil", "iiiiiiiiiil"),
    "akun/surel/<str:word>/": ("iiiiiiiiiil", "iiiiiiiiiil"),
    "akun/pengaman/": ("iiiiiiiiiil", "nnnnnnnnnnn"),
    "akun/pengaman/pasang/": ("iiiiiiiiiil", "iiiiiiiiiil"),
    "akun/pengaman/ganti/": ("iiiiiiiiiil", "iiiiiiiiiil"),
    "akun/pengaman/kode/": ("iiiiiiiiiil", "iiiiiiiiiil"),
    "akun/pengaman/qr.svg": ("aaaaaaaaaal", "nnnnnnnnnnl"),
    "petugas/": ("iiiiiiiiiil", "iiiiiiiiiil"),
    # a ticket that nobody was given; whose opens what stands in tests/legality/test_evidence.py
    "petugas/bukti/<str:ticket>/": ("aaaaaaaaaaa", "nnnnnnnnnnn"),
    "petugas/orang/": ("iriiiiriiil", "nnnnnnnnnnn"),
    "petugas/orang/pusat/": ("rrrriirrrrl", "rrrrirrrrrl"),
    "petugas/orang/akun/<int:user_id>/": ("aaaaiiaaaal", "nnnnnnnnnnn"),
    "petugas/orang/akun/<int:user_id>/tutup/": ("nnnnnnnnnnn", "aaaairaaaal"),
    "petugas/orang/akun/<int:user_id>/buka/": ("nnnnnnnnnnn", "aaaairaaaal"),
    "petugas/orang/akun/<int:user_id>/pengaman/": ("nnnnnnnnnnn", "aaaairaaaal"),
    "petugas/orang/tugas/<int:membership_id>/": ("iririraaaal", "nnnnnnnnnnn"),
    "petugas/orang/tugas/<int:membership_id>/ubah/": ("nnnnnnnnnnn", "iririraaaal"),
    "petugas/orang/tugas/<int:membership_id>/akhiri/": ("nnnnnnnnnnn", "iririraaaal"),
    "petugas/orang/tugas/<int:membership_id>/pengaman/": ("nnnnnnnnnnn", "iririraaaal"),
    "petugas/orang/undangan/<int:invitation_id>/kirim/": ("nnnnnnnnnnn", "iairiraaaal"),
    "petugas/orang/undangan/<int:invitation_id>/cabut/": ("nnnnnnnnnnn", "iairiraaaal"),
    "petugas/kantor/<slug:slug>/orang/": ("aaiiiiaaaal", "aairiraaaal"),
    "petugas/mitra/<slug:slug>/orang/": ("aaaaiiaaiil", "aaaairaairl"),
    "petugas/<slug:slug>/orang/": ("iriiiiaaaal", "iririraaaal"),
    "petugas/<slug:slug>/stok/": ("iiiiiiaaaal", "aarraraaaal"),
    "petugas/<slug:slug>/stok/buku/": ("iiiiiiaaaal", "nnnnnnnnnnn"),
    "petugas/<slug:slug>/stok/buku.csv": ("iiiiiiaaaal", "nnnnnnnnnnn"),
    "petugas/<slug:slug>/stok/<int:variant_id>/": ("iiiiiiaaaal", "iirriraaaal"),
    "petugas/<slug:slug>/stok/<int:variant_id>/catatan.csv": ("iiiiiiaaaal", "nnnnnnnnnnn"),
    "petugas/<slug:slug>/stok/catatan/<int:move_id>/urungkan/": ("nnnnnnnnnnn", "iirriraaaal"),
    "petugas/<slug:slug>/stok/simpanan/": ("iiiiiiaaaal", "nnnnnnnnnnn"),
    "petugas/<slug:slug>/stok/simpanan/<int:save_id>/urungkan/": ("nnnnnnnnnnn", "iirriraaaal"),
    "petugas/<slug:slug>/": ("iiiiiiaaaal", "iiiiiiaaaal"),
    "petugas/<slug:slug>/barang/": ("iiiiiiaaaal", "iiiiiiaaaal"),
    "petugas/<slug:slug>/barang/baru/": ("iirriraaaal", "iirriraaaal"),
    "petugas/<slug:slug>/barang/draf/": ("nnnnnnnnnnn", "iiiiiiaaaal"),
    "petugas/<slug:slug>/barang/draf/<uuid:key>/": ("aiaaaaaaaal", "nnnnnnnnnnn"),
    "petugas/<slug:slug>/barang/draf/<uuid:key>/buang/": ("nnnnnnnnnnn", "aiaaaaaaaal"),
    "petugas/<slug:slug>/barang/foto/": ("nnnnnnnnnnn", "iirriraaaal"),
    "petugas/<slug:slug>/barang/<int:listing_id>/": ("iiiiiiaaaal", "iirriraaaal"),
    "petugas/<slug:slug>/barang/<int:listing_id>/<slug:act>/": ("nnnnnnnnnnn", "iirriraaaal"),
    "petugas/<slug:slug>/surat/": ("iiiiiiaaaal", "iiiiiiaaaal"),
    "petugas/<slug:slug>/surat/baru/": ("iiiiiraaaal", "iiiiiraaaal"),
    "petugas/<slug:slug>/surat/nomor/": ("iiiiiraaaal", "nnnnnnnnnnn"),
    "petugas/<slug:slug>/surat/<int:paper_id>/": ("iiiiiiaaaal", "iiiiiiaaaal"),
    "petugas/<slug:slug>/surat/<int:paper_id>/ubah/": ("iiiiiraaaal", "iiiiiraaaal"),
    "petugas/<slug:slug>/surat/<int:paper_id>/lagi/": ("nnnnnnnnnnn", "iiiiiraaaal"),
    "petugas/<slug:slug>/surat/<int:paper_id>/pindaian/": ("nnnnnnnnnnn", "iiiiiraaaal"),
    "petugas/<slug:slug>/surat/<int:paper_id>/pindaian/<int:evidence_id>/buang/": (
        "nnnnnnnnnnn", "iiiiiraaaal",
    ),
    "petugas/<slug:slug>/riwayat/": ("iiiiiiaaaal", "iiiiiiaaaal"),
    "petugas/<slug:slug>/riwayat/<slug:word>/<int:key>/": ("iiiiiiaaaal", "iiiiiiaaaal"),
    "petugas/<slug:slug>/kunci/": ("iririraaaal", "iririraaaal"),
    "petugas/<slug:slug>/kunci/<int:token_id>/cabut/": ("nnnnnnnnnnl", "iririraaaal"),
    "petugas/<slug:slug>/profil/": ("iiiiiiaaaal", "iririraaaal"),
    "petugas/<slug:slug>/profil/urungkan/<int:entry_id>/": ("nnnnnnnnnnl", "arararaaaal"),
    "petugas/<slug:slug>/jam/": ("iiiiiiaaaal", "iririraaaal"),
    "petugas/<slug:slug>/unit/": ("iiiiiiaaaal", "iiiiiiaaaal"),
    "petugas/<slug:slug>/unit/baru/": ("iririraaaal", "iririraaaal"),
    "petugas/<slug:slug>/unit/<int:row_id>/": ("iririraaaal", "iririraaaal"),
    "petugas/<slug:slug>/unit/<int:row_id>/hapus/": ("nnnnnnnnnnl", "iririraaaal"),
    "petugas/<slug:slug>/merek/baru/": ("iririraaaal", "iririraaaal"),
    "petugas/<slug:slug>/merek/<int:row_id>/": ("iririraaaal", "iririraaaal"),
    "petugas/<slug:slug>/merek/<int:row_id>/hapus/": ("nnnnnnnnnnl", "iririraaaal"),
    "wilayah/": ("aaiiiiaiaal", "nnnnnnnnnnn"),
    "wilayah/antrean/": ("aaiiiiaiaal", "nnnnnnnnnnn"),
    "wilayah/antrean/<int:review_id>/": ("aaiiiiaaaal", "aaiiiraaaal"),
    "wilayah/surat/": ("aaiiiiaiaal", "nnnnnnnnnnn"),
    "wilayah/surat/<int:certificate_id>/": ("aaiiiiaaaal", "aaiiiraaaal"),
    "wilayah/surat/<int:certificate_id>/cabut/": ("aaiiiraaaal", "aaiiiraaaal"),
    "wilayah/surat/<int:certificate_id>/gambar/<int:evidence_id>/": (
        "aaiiiraaaal", "aaiiiraaaal",
    ),
    "wilayah/surat/<int:certificate_id>/gambar/tarik/": ("nnnnnnnnnnn", "aaiiiraaaal"),
    "wilayah/barang/": ("aaiiiiaiaal", "nnnnnnnnnnn"),
    "wilayah/barang/<int:listing_id>/": ("aaiiiiaaaal", "aaiiiraaaal"),
    "wilayah/barang/<int:listing_id>/tahan/": ("aaiiiraaaal", "aaiiiraaaal"),
    "wilayah/setelan/": ("aaiiiiaiaal", "aaarararaal"),
}
# fmt: on

# Further people (`sample.more_people`), and whose letters theirs are.
LIKE = {
    "neighbor": "budi",
    "moved": "budi",
    "other_head": "budi",
    "other_regional_head": "other_regional_officer",
    "former": "board_viewer",
    "nobody": "board_viewer",
    "half": "anonymous",  # but sent to set up a second factor instead of to the log-in
}
# Where they are not: who holds nothing, or nothing any more, has no portal at all.
_OF_NOTHING = {
    "petugas/": ("a", "a"),
    "petugas/orang/": ("a", "n"),
    "petugas/orang/pusat/": ("a", "a"),
    "petugas/mitra/<slug:slug>/orang/": ("a", "a"),
    "petugas/<slug:slug>/kunci/<int:token_id>/cabut/": ("a", "a"),
    "petugas/<slug:slug>/profil/urungkan/<int:entry_id>/": ("a", "a"),
    "petugas/<slug:slug>/unit/<int:row_id>/hapus/": ("a", "a"),
    "petugas/<slug:slug>/merek/<int:row_id>/hapus/": ("a", "a"),
}
UNLIKE: dict[str, dict[str, tuple[str, str]]] = {
    "other_head": {"petugas/orang/": ("i", "n")},
    "other_regional_head": {"wilayah/setelan/": ("i", "a")},
    "former": _OF_NOTHING,
    "nobody": _OF_NOTHING,
    "half": {"akun/pengaman/pasang/": ("i", "i"), "akun/pengaman/qr.svg": ("a", "n")},
}

# Pages of the central office, there for two alone: a GET and a POST of who keeps it and of who only
# looks.
LOOK, ROW, CHANGE, LIST = ("ii", "ii"), ("ii", "ir"), ("ir", "ir"), ("ii", "aa")
CENTER: dict[str, tuple[str, str]] = {
    "pusat/": LOOK,
    "pusat/riwayat/": LOOK,
    "pusat/riwayat/<slug:word>/<str:key>/": LOOK,
    "pusat/jenis/": LOOK,
    "pusat/jenis/tambah/": CHANGE,
    "pusat/jenis/<slug:slug>/": ROW,
    "pusat/jenis/<slug:slug>/pindah/": CHANGE,
    "pusat/jenis/<slug:slug>/hapus/": CHANGE,
    "pusat/halaman/": LOOK,
    "pusat/halaman/<slug:slug>/": ROW,
    "pusat/menu/": LOOK,
    "pusat/menu/<slug:name>/": ROW,
    "pusat/setelan/": ROW,
    "pusat/fasilitas/": LIST,
    "pusat/fasilitas/tambah/": CHANGE,
    "pusat/fasilitas/<int:key>/tutup/": CHANGE,
    "pusat/fasilitas/<int:key>/buka/": CHANGE,
    "pusat/fasilitas/<str:object_id>/": ROW,
    "pusat/kanwil/": LIST,
    "pusat/kanwil/tambah/": CHANGE,
    "pusat/kanwil/<str:object_id>/": ROW,
    "pusat/provinsi/": LIST,
    "pusat/provinsi/<str:object_id>/": ROW,
    "pusat/kabkota/": LIST,
    "pusat/kabkota/<str:object_id>/": ROW,
    "pusat/mitra/": LIST,
    "pusat/mitra/tambah/": CHANGE,
    "pusat/mitra/<str:object_id>/": ROW,
    "pusat/surat/": LIST,
    "pusat/surat/tambah/": CHANGE,
    "pusat/surat/<str:object_id>/": ROW,
    "pusat/surat/<str:object_id>/hapus/": CHANGE,
    "pusat/kode-lama/": LIST,
    "pusat/kode-lama/tambah/": CHANGE,
    "pusat/kode-lama/<str:object_id>/": ROW,
    "pusat/kode-lama/<str:object_id>/hapus/": CHANGE,
    "pusat/jawaban/": LIST,
    "pusat/jawaban/tambah/": CHANGE,
    "pusat/jawaban/<str:object_id>/": ROW,
    "pusat/aturan/": LIST,
    "pusat/aturan/tambah/": CHANGE,
    "pusat/aturan/<str:object_id>/": ROW,
    "pusat/penanda/": LIST,
    "pusat/penanda/tambah/": CHANGE,
    "pusat/penanda/<str:object_id>/": ROW,
    "pusat/kata/": LIST,
    "pusat/kata/tambah/": CHANGE,
    "pusat/kata/tempel/": CHANGE,
    "pusat/kata/<str:object_id>/": ROW,
}

# What everybody may ask for, and everybody gets alike: a GET and a POST. Pages that nobody has
# written yet, and those of a sample shop alone, are absent in the tests.
PUBLIC: dict[str, tuple[str, str]] = {
    "media/<path:name>": ("i", "n"),
    "healthz": ("i", "n"),
    "graphql/": ("a", "i"),
    "graphql/explorer.js": ("a", "a"),
    "robots.txt": ("i", "n"),
    "s/rules.json": ("i", "n"),
    "manifest.webmanifest": ("i", "n"),
    "sitemap.xml": ("i", "n"),
    "sitemap/toko.xml": ("i", "n"),
    "sitemap/<slug:slug>.xml": ("i", "n"),
    "": ("i", "n"),
    "katalog/": ("i", "n"),
    "katalog/saring/": ("i", "n"),
    "cari/": ("i", "n"),
    "cari/saran/": ("i", "n"),
    "produk/<slug:slug>/": ("i", "n"),
    "produk/<slug:slug>/label.pdf": ("a", "n"),
    "sertifikat/": ("i", "n"),
    "sertifikat/<str:number>/qr.svg": ("a", "n"),
    "sertifikat/<str:number>/qr.png": ("a", "n"),
    "sertifikat/<path:number>/": ("a", "n"),
    "verifikasi/": ("i", "i"),
    "fasilitas/": ("i", "n"),
    "fasilitas/<slug:slug>/": ("i", "n"),
    "provinsi/": ("i", "n"),
    "provinsi/<slug:slug>/": ("i", "n"),
    "galeri/": ("i", "n"),
    "galeri/<slug:facility_slug>/<slug:slug>/": ("i", "n"),
    "galeri/<slug:facility_slug>/<slug:slug>/<number:number>/": ("i", "n"),
    "tentang/": ("i", "n"),
    "surat/": ("a", "n"),
    "surat-keaslian/": ("i", "n"),
    "cara-belanja/": ("a", "n"),
    "privasi/": ("a", "n"),
    "ketentuan/": ("a", "n"),
    "bantuan/": ("a", "n"),
    "contoh/kontak/": ("a", "n"),
    "contoh/surel/": ("a", "n"),
    "og/toko/lapak.jpg": ("i", "n"),
    "og/produk/<slug:slug>.jpg": ("i", "n"),
    "og/fasilitas/<slug:slug>.jpg": ("i", "n"),
    "og/galeri/<slug:facility_slug>/<slug:slug>.jpg": ("i", "n"),
}
