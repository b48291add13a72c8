"""What a heading means: a field, a kind of paper, a unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from catalog.mapping.papers import kind_named
from catalog.mapping.weights import unit_named


class Field(StrEnum):
    """What a column can hold. PERSON is never taken in; OTHER is known and not needed."""

    NAME = "name"
    FACILITY = "facility"
    KIND = "kind"
    VARIANT = "variant"
    PRICE = "price"
    WEIGHT = "weight"
    STOCK = "stock"
    MEASURE = "measure"
    UNIT = "unit"
    BRAND = "brand"
    DESCRIPTION = "description"
    COMPOSITION = "composition"
    PAPER = "paper"
    ISSUED = "issued"
    EXPIRES = "expires"
    HOLDER = "holder"
    FLAGSHIP = "flagship"
    DELIVERY = "delivery"
    LEAD = "lead"
    PERSON = "person"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading understood. paper: code of a kind, "haki" for the group, "" for any; unit of a
    weight, "" when not said; scale of a price; strength: how surely (3 the very words)."""

    field: Field
    paper: str = ""
    unit: str = ""
    scale: int = 1
    strength: int = 3


# The words of a heading, cleaned; the whole heading must match. First match counts.
_EXACT: tuple[tuple[Field, str], ...] = (
    (Field.OTHER, 
        r"no|nomor|nomer|no urut|nomor urut|urutan|baris|alasan|alasan dikembalikan|tanda|id"),
    (Field.OTHER, 
        r"foto.*|gambar.*|dokumentasi.*|link.*|url|website|marketplace.*|kontak.*|telepon.*|"
        r"(?:no )?(?:hp|telp|wa|whatsapp).*|e?mail.*"),
    (Field.OTHER, 
        r"(?:harga (?:pokok|modal|dasar|beli|produksi).*)|hpp|modal|biaya.*|laba.*|"
        r"keuntungan.*|margin.*|omzet.*|omset.*|pendapatan.*|pnbp.*|premi.*|upah.*"),
    (Field.OTHER, 
        r"total.*|jumlah harga|nilai.*|(?:jumlah|total) (?:penjualan|terjual|pendapatan).*|"
        r"terjual|pemasaran.*|mitra.*|kendala.*|sarana.*|provinsi|propinsi|kabupaten.*|kota|"
        r"kanwil|kantor wilayah|alamat.*|wilayah"),
    (Field.NAME, 
        r"nama (?:produk|barang|hasil|karya|item)(?: .*)?|(?:produk|barang|item|nama item|"
        r"hasil produksi|hasil karya|produk unggulan upt|uraian(?: barang| produk)?|"
        r"jenis dan nama produk|nama dan jenis produk|produk umkm|produk yang dihasilkan)"),
    (Field.FACILITY, 
        r"upt|nama upt|nama satker|satker|satuan kerja|unit pelaksana teknis|"
        r"nama unit pelaksana teknis|nama lapas.*|lapas|lapas rutan.*|lapas.*bapas|"
        r"nama lapas rutan.*|rutan|asal(?: upt| produk)?|unit kerja|upt pemasyarakatan|"
        r"upt asal|instansi|produsen"),
    (Field.KIND, 
        r"jenis|jenis (?:produk|barang|usaha|kegiatan|hasil)|kategori.*|kelompok.*|"
        r"klasifikasi.*|bidang.*|golongan.*"),
    (Field.VARIANT, 
        r"varian.*|varia(?:n|si).*|pilihan|rasa|ukuran(?: .*)?|model|tipe|type|size|warna|"
        r"kemasan|jenis kemasan|isi kemasan|spesifikasi.*|dimensi.*"),
    (Field.PRICE, 
        r"harga(?: (?:jual|satuan|produk|barang|eceran|per .*|satu.*|konsumen|jual .*|rp.*|"
        r"ribu.*|dalam.*|ecer|pcs|unit))?|hrg(?: .*)?|price|tarif|harga jual rp"),
    (Field.WEIGHT, 
        r"berat.*|bobot.*|netto.*|neto.*|gramasi.*|gramatur|isi bersih.*|berat bersih.*|"
        r"weight"),
    (Field.STOCK, 
        r"stok.*|stock.*|persediaan.*|ketersediaan.*|jumlah (?:stok|barang|produk|tersedia|"
        r"persediaan|stock)|jml(?: .*)?|jumlah|qty|kuantitas|kapasitas stok|tersedia|volume"),
    (Field.MEASURE, r"satuan(?: .*)?|sat"),
    (Field.UNIT, 
        r"bengkel(?: .*)?|unit produksi|tempat produksi|unit usaha|unit kegiatan|"
        r"lokasi produksi|bimker sae|kegiatan kerja|workshop"),
    (Field.BRAND, r"merek|merk|brand|merek dagang|merk dagang|nama merek|nama merk|label"),
    (Field.DESCRIPTION, 
        r"deskripsi.*|keterangan produk|uraian singkat|penjelasan.*|tentang produk|cerita.*"),
    (Field.COMPOSITION, r"komposisi.*|bahan(?: .*)?|kandungan"),
    (Field.HOLDER, r"pemegang.*|atas nama|pemilik (?:sertifikat|izin|merek).*|nama pemegang.*"),
    (Field.FLAGSHIP, 
        r"(?:produk )?unggulan.*|flagship|prioritas|status unggulan|produk andalan|andalan"),
    (Field.DELIVERY, 
        r"(?:dapat|bisa|siap|layak) (?:di)?kirim.*|pengiriman.*|kirim|cara (?:kirim|antar|"
        r"pengiriman).*|dikirim.*|ekspedisi"),
    (Field.LEAD, 
        r"(?:lama|waktu) (?:pengerjaan|produksi|pembuatan|pemesanan|pesan|proses|kerja).*|"
        r"lead time|pre ?order|po|masa (?:pengerjaan|produksi|pembuatan)"),
)  # fmt: skip
_PERSON = re.compile(
    r"\b(?:wbp|narapidana|napi|warga binaan.*|tahanan|andikpas|anak binaan|anak didik|"
    r"klien|pembuat|pengrajin|perajin"
    r"|penjahit|pekerja|pelaksana produksi|pelaku|nama siswa|no(?:mor)? reg(?:ister|"
    r"istrasi)?|register|perkara|kasus|pidana"
    r"|nik|umur|usia|nama lengkap|dibuat oleh|oleh|tukang|instruktur|nama peserta|"
    r"peserta|penghuni|warga|foto wbp)\b"
)
_NO_PERSON = re.compile(r"(?:nama )?(?:produk|barang|hasil)|umur simpan|usia simpan")
_EXPIRES = re.compile(
    r"\b(?:masa berlaku|berlaku(?: s d| sampai| hingga)?|kedaluwarsa|kadaluarsa|"
    r"kadaluwarsa|berakhir|exp(?:ired)?|jatuh tempo|habis berlaku)\b"
)
_ISSUED = re.compile(
    r"\b(?:(?:tgl|tanggal|tg) ?(?:terbit|penerbitan|penetapan|ditetapkan|dikeluarkan|"
    r"sertifikat|surat|izin|daftar|pendaftaran|p ?irt|halal|haki|merek|bpom|nib)|terbit|"
    r"diterbitkan|tgl|tanggal)\b"
)
_PAPERS = re.compile(
    r"\b(?:legalitas|perizinan|perijinan|izin|ijin|sertifikat|sertifikasi|surat|dokumen|"
    r"nomor izin|no izin|kelengkapan|standar(?:isasi)?)\b"
)
_NAME_ALONE = re.compile(r"^nama$")
_LONGEST = 90


def cleaned(text: str) -> str:
    """A heading's words: lower case, no signs, single spaces."""
    words = re.sub(
        r"[^a-z0-9]+", " ", text.casefold().replace("p-irt", "pirt").replace("p.irt", "pirt")
    )
    return " ".join(words.split())


@lru_cache(maxsize=4096)
def heading_of(text: str) -> Heading | None:
    """What a heading means, None when it is not known.

    "Nama" alone is a weak NAME: beside a column of goods it is a person's.
    """
    if not text or len(text) > _LONGEST:
        return None
    words = cleaned(text)
    bare = cleaned(re.sub(r"\([^)]*\)|\*", " ", text)) or words
    if _PERSON.search(words) and not _NO_PERSON.match(words):
        return Heading(Field.PERSON)
    if _NAME_ALONE.match(bare):
        return Heading(Field.NAME, strength=1)
    return _dated_or_paper(bare, words) or _plain(bare, text)


def _plain(bare: str, text: str) -> Heading | None:
    for field, pattern in _EXACT:
        if re.fullmatch(pattern, bare):
            unit = unit_named(text) if field in {Field.WEIGHT, Field.VARIANT} else ""
            scale = 1000 if field is Field.PRICE and _in_thousands(text) else 1
            return Heading(field, unit=unit, scale=scale)
    return None


def _in_thousands(text: str) -> bool:
    return re.search(r"(?i)ribu|\bx ?1[.,]?000|\(\s*rp\.?\s*000|\b000\b", text) is not None


def _dated_or_paper(bare: str, words: str) -> Heading | None:
    """A column of papers, or of the days of one."""
    if re.match(r"(?:merek|merk|brand)(?: dagang)?$|nama mere?k", bare):
        return None
    named = kind_named(words)
    if _EXPIRES.search(words):
        return Heading(Field.EXPIRES, paper=named)
    if _ISSUED.search(words) and (named or _PAPERS.search(words) or "terbit" in words):
        return Heading(Field.ISSUED, paper=named)
    if re.search(r"\b(?:pemegang|atas nama)\b", words):
        return Heading(Field.HOLDER, paper=named)
    if named or _PAPERS.search(words):
        return Heading(Field.PAPER, paper=named)
    return None


# Below a merged heading of papers the parts are named alone.
_SUB = (
    (Field.EXPIRES, re.compile(
        r"^(?:masa berlaku|berlaku.*|exp.*|kedaluwarsa|kadaluarsa|akhir|s d|sampai)$")),
    (Field.ISSUED, re.compile(r"^(?:tgl|tanggal|terbit|tgl terbit|tanggal terbit|mulai)$")),
    (Field.PAPER, re.compile(
        r"^(?:no|nomor|nomer|ada|status|ada tidak|no sertifikat|nomor sertifikat|ket|"
        r"keterangan|ya|v)$")),
    (Field.HOLDER, re.compile(r"^(?:pemegang|atas nama|a n)$")),
)  # fmt: skip


def heading_below(parent: str, child: str) -> Heading | None:
    """What a heading of two lines means: "P-IRT" over "Masa berlaku", "Harga" over "(Rp)"."""
    above = heading_of(parent) if parent else None
    if above is not None and above.field is Field.PAPER:
        for field, pattern in _SUB:
            if pattern.match(cleaned(child)):
                return Heading(field, paper=above.paper)
        own = heading_of(child)
        if own is not None and own.field in {Field.PAPER, Field.EXPIRES, Field.ISSUED, Field.BRAND}:
            field = Field.PAPER if own.field is Field.BRAND else own.field
            return Heading(
                field, paper=own.paper or ("merek" if own.field is Field.BRAND else above.paper)
            )
    if above is not None and above.field is Field.PERSON:
        return above
    return heading_of(f"{parent} {child}".strip()) or heading_of(child) or above


_UNITS_BELOW = re.compile(r"^(?:rp|rupiah|idr|gr|gram|kg|pcs|rb|ribu|ribu rupiah|buah|unit|hari)$")


def child_is_known(child: str) -> bool:
    """Whether a text can stand in the second line of a heading."""
    words = cleaned(child)
    if _UNITS_BELOW.match(words) or any(pattern.match(words) for _field, pattern in _SUB):
        return True
    return heading_of(child) is not None
