"""Every address of the portals and what everybody gets there, as a table.

A new address without a row fails `test_endpoints`. A row has one letter a person, for a GET and
for an empty POST, in the order of PEOPLE: all seen from the facility `here` of `tests.cast`, whose
rows `sample` makes.
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
    refused (403), sent to the log-in, or a method that the address does not know (405)."""

    INSIDE = "i"
    ABSENT = "a"
    REFUSED = "r"
    LOGIN = "l"
    NO_METHOD = "n"


# fmt: off
ENDPOINTS: dict[str, tuple[str, str]] = {
    "masuk/": ("iiiiiiiiiii", "iiiiiiiiiii"),
    "masuk/lupa/": ("iiiiiiiiiii", "iiiiiiiiiii"),
    "masuk/lupa/terkirim/": ("iiiiiiiiiii", "iiiiiiiiiii"),
    "masuk/undangan/<str:word>/": ("aaaaaaaaaaa", "aaaaaaaaaaa"),
    "masuk/sandi/<str:word>/": ("iiiiiiiiiii", "iiiiiiiiiii"),
    "akun/": ("iiiiiiiiiil", "nnnnnnnnnnn"),
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
    "petugas/<slug:slug>/stok/catatan/<int:move_id>/urungkan/": ("nnnnnnnnnnn", "aaaaaaaaaal"),
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
    "petugas/<slug:slug>/riwayat/": ("iiiiiiaaaal", "iiiiiiaaaal"),
    "petugas/<slug:slug>/riwayat/<slug:word>/<int:key>/": ("iiiiiiaaaal", "iiiiiiaaaal"),
    "petugas/<slug:slug>/kunci/": ("irrriraaaal", "irrriraaaal"),
    "petugas/<slug:slug>/kunci/<int:token_id>/cabut/": ("nnnnnnnnnnl", "irrriraaaal"),
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
}
# fmt: on
