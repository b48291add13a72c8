"""Kinds of goods by what offices call them, and by the first word of the goods' name."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Words and pairs of words that mean one of the shop's kinds, by its slug; commas between. A kind
# that the shop does not have is left out when the table is made: kinds stay rows of data.
WORDS = {
    "camilan": "camilan, cemilan, snack, keripik, kripik, kerupuk, krupuk, kue kering, kacang, "
    "rempeyek, peyek, stik, makanan ringan, emping, opak, rengginang, kastengel, nastar, dodol, "
    "amplang, kemplang, pilus, basreng",
    "bumbu-sambal": "bumbu, sambal, sambel, abon, bawang goreng, rendang, saus, kecap, serundeng, "
    "minyak kelapa",
    "roti-kue": "roti, bakery, kue basah, bolu, brownies, donat, bakpia, cake",
    "kopi-minuman": "kopi, teh, minuman, sirop, sirup, madu, air minum, jamu",
    "telur-ikan-sayur": "telur, telor, ikan, lele, nila, sayur, sayuran, hidroponik, pertanian, "
    "peternakan, perikanan, selada, pakcoy, kangkung, cabai, beras, jamur, tempe, hortikultura",
    "batik": "batik, batiq, sasirangan, ecoprint",
    "tenun": "tenun, songket, ulos",
    "pakaian": "pakaian, kaus, kaos, baju, kemeja, konveksi, mukena, celemek, peci, songkok, "
    "seragam, daster, busana, jaket, garmen",
    "tas-dompet": "tas, dompet, ransel, totebag",
    "sandal-sepatu": "sandal, sendal, sepatu, alas kaki",
    "mebel": "mebel, meubel, mebeler, mebelair, meubelair, meubeler, furnitur, furniture, kursi, "
    "meja, lemari, ranjang, dipan",
    "kerajinan-kayu": "ukiran, kerajinan kayu, ukiran kayu",
    "anyaman": "anyaman, tikar, bakul, tudung saji",
    "logam-las": "las, pengelasan, logam, pagar, teralis, pandai besi, parang",
    "bahan-bangunan": "bahan bangunan, paving, paving block, batako, genteng",
    "perhiasan": "perhiasan, cincin, gelang, kalung",
    "alat-musik-olahraga": "alat musik, gitar, ukulele",
    "rumah-kebun": "sapu, keset, lilin, dupa, kompos, pupuk",
}
# Said of goods of several kinds: the name of the goods has to decide.
GENERIC = frozenset(
    {"makanan", "makanan dan minuman", "makanan minuman", "kuliner", "pangan", "mamin", "kriya"}
    | {"kerajinan", "kerajinan tangan", "handicraft", "umkm", "produk", "barang", "industri"}
    | {"manufaktur", "olahan", "makanan olahan", "pangan olahan", "tekstil", "lainnya", "fashion"}
    | {"lain lain", "hasil karya", "bimker", "produksi", "kemandirian", "jasa"}
)
# A name may begin with these and still say nothing of the kind.
_EMPTY_HEADS = frozenset({"aneka", "produk", "paket", "kain", "kerajinan", "hasil", "olahan"})
_WORD = re.compile(r"[a-z]+")


def plain(text: str) -> str:
    """Lower case words with single spaces, for comparing."""
    return " ".join(_WORD.findall(text.casefold()))


class Kinds:
    """Finds the kind of goods. kinds: slug and names of those that the shop has."""

    def __init__(self, kinds: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self.labels: dict[str, str] = {}
        self._meant: dict[str, str] = {}
        for slug, names in kinds:
            self.labels[slug] = names[0]
            for phrase in WORDS.get(slug, "").split(","):
                self._meant[plain(phrase)] = slug
        for slug, label in self.labels.items():
            self._meant[plain(label)] = self._meant[plain(slug)] = slug
        self._meant.pop("", None)

    def said(self, text: str) -> str:
        """The kind that a cell of the kind column means, "" when that is not certain."""
        words = plain(text)
        if words in self._meant:
            return self._meant[words]
        parts = [plain(part) for part in re.split(r"[/,;&()]|\bdan\b", text.casefold())]
        meant = {self._meant[part] for part in parts if part in self._meant}
        return meant.pop() if len(meant) == 1 else ""

    def by_name(self, name: str) -> str:
        """The kind that the name of the goods begins with, "" when it tells none."""
        words = _WORD.findall(name.casefold())
        while words and words[0] in _EMPTY_HEADS:
            words = words[1:]
        pair = " ".join(words[:2])
        return self._meant.get(pair) or self._meant.get(words[0] if words else "", "")

    def is_generic(self, text: str) -> bool:
        """Whether a cell of the kind column leaves it to the name."""
        return plain(text) in GENERIC or not plain(text)
