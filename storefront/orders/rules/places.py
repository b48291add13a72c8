"""Words of places: how a kecamatan is written for the search, and what people type for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 100  # letters of a query; more says no more about a place
_SIGNS = re.compile(r"[^a-z0-9]+")
_CODE = re.compile(r"\d{3,5}")
_DIGITS = 5  # of a postal code
# What a word names is said by the field already; kab/kota tells two places of one name apart.
_EMPTY = frozenset(
    {
        *("kec", "kecamatan", "distrik", "kel", "kelurahan", "ds", "desa", "nagari", "gampong"),
        *("prov", "propinsi", "provinsi", "administrasi", "adm", "kode", "kodepos", "pos"),
        *("dki", "indonesia", "daerah", "istimewa", "di"),
    }
)
# As people write them in a hurry; written by us.
_SHORT = {
    "brt": "barat", "bar": "barat", "tmr": "timur", "tim": "timur", "sel": "selatan",
    "slt": "selatan", "utr": "utara", "ut": "utara", "tgh": "tengah", "teng": "tengah",
    "tgr": "tenggara", "kab": "kabupaten", "kt": "kota", "jkt": "jakarta",
    "jaksel": "jakarta selatan", "jakbar": "jakarta barat", "jaktim": "jakarta timur",
    "jakut": "jakarta utara", "jakpus": "jakarta pusat", "tangsel": "tangerang selatan",
    "sby": "surabaya", "bdg": "bandung", "smg": "semarang", "mks": "makassar",
    "jogja": "yogyakarta", "jogjakarta": "yogyakarta", "yogya": "yogyakarta",
    "diy": "yogyakarta", "jabar": "jawa barat", "jateng": "jawa tengah", "jatim": "jawa timur",
    "sumut": "sumatera utara", "sumbar": "sumatera barat", "sumsel": "sumatera selatan",
    "kepri": "kepulauan riau", "babel": "bangka belitung", "kalbar": "kalimantan barat",
    "kalteng": "kalimantan tengah", "kalsel": "kalimantan selatan",
    "kaltim": "kalimantan timur", "kaltara": "kalimantan utara", "sulut": "sulawesi utara",
    "sulteng": "sulawesi tengah", "sulsel": "sulawesi selatan", "sulbar": "sulawesi barat",
    "sultra": "sulawesi tenggara", "ntb": "nusa tenggara barat", "ntt": "nusa tenggara timur",
    "malut": "maluku utara", "gn": "gunung", "kep": "kepulauan", "tj": "tanjung",
    "tg": "tanjung", "bt": "bukit", "sei": "sungai", "kby": "kebayoran",
}  # fmt: skip


@dataclass(frozen=True)
class PlaceAsked:
    """What somebody typed of a place. words: small, short forms written out; codes: whole postal
    codes; begins: the beginning of one (3 or 4 digits), "" for none."""

    words: tuple[str, ...]
    codes: tuple[str, ...]
    begins: str

    @property
    def text(self) -> str:
        """The words as the search compares them."""
        return " ".join(self.words)


def place_text(*names: str) -> str:
    """Names as the search compares them: small letters and digits, one space between."""
    return " ".join(_words(" ".join(names)))


def place_asked(text: str) -> PlaceAsked:
    """Read what somebody typed: "kec. palu brt 94221"."""
    words = _words(text[:LONGEST])
    digits = [word for word in words if _CODE.fullmatch(word)]
    codes = tuple(word for word in digits if len(word) == _DIGITS)
    begins = next((word for word in digits if len(word) < _DIGITS), "")
    return PlaceAsked(tuple(word for word in words if not word.isdigit()), codes, begins)


def _words(text: str) -> list[str]:
    """Short forms written out, empty words left away."""
    plain = _SIGNS.sub(" ", text.lower().replace("'", "").replace("`", "").replace("\u2019", ""))
    long = " ".join(_SHORT.get(word, word) for word in plain.split())
    return [word for word in long.split() if word not in _EMPTY]
