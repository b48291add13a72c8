"""What a cell says of papers: numbers of one or several, with or without their names.

The kinds come from the caller, as rows of the certificate table: code, label and the pattern of
the number. DOMAIN §1 tells where the shapes of applications and of older numbers were seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalog.mapping.values import EXACT, Flaw, Value, flaw, is_nothing, odd_flaw, text_of
from catalog.paper_numbers import normal_number

# A word in a cell or heading, and the kind of paper that it names.
NAMES = (
    ("pirt", r"s?pp?[-\s]?irt|p[-.\s]?irt|pangan industri rumah tangga"),
    ("halal", r"halal|bpjph"),
    ("bpom_ml", r"(?:bpom\s+(?:ri\s+)?)?\bml\b"),
    ("bpom_md", r"(?:bpom\s+(?:ri\s+)?)\bmd\b|bpom|izin edar|\bmd\b"),
    ("merek", r"mere?k|trade ?mark"),
    ("hak_cipta", r"hak cipta|ciptaan"),
    ("desain_industri", r"desain(?: industri)?"),
    ("paten_sederhana", r"paten sederhana"),
    ("paten", r"paten"),
    ("indikasi_geografis", r"indikasi geografis"),
    ("nib", r"nib|nomor induk berusaha"),
    ("nkv", r"nkv"),
    ("sni", r"sni"),
    ("organik", r"organik"),
    ("haki", r"haki|hki|kekayaan intelektual"),
)
_NAMED = {code: re.compile(rf"(?i)\b(?:{pattern})\b") for code, pattern in NAMES}
_LABEL = re.compile(
    "(?i)(?:"
    + "|".join(pattern for _code, pattern in NAMES)
    + r"|sertifikat|surat|izin|nomor|no)\b[\s.:#\-–]*"
)
# a number that was filed, not granted: applications for a mark
_FILED = re.compile(r"^[DJ]ID\d{10}$")
_PENDING = re.compile(
    r"(?i)\b(?:proses|diproses|di proses|diajukan|pengajuan|pengurusan|diurus|mengurus|"
    r"menunggu|on ?going|progres\w*|pendaftaran|didaftarkan)\b"
)
_SAID = re.compile(
    r"(?i)^(?:ada|sudah|ya|v|✓|✔|√|punya|memiliki|terdaftar|bersertifikat|lengkap|aktif|valid)?$"
)
_PIECES = re.compile(
    r"[;\n\r|]+|,(?=\s*[A-Za-z])|\s+(?:dan|&|\+)\s+|(?<=\d)\s*,\s*(?=\d{5,}|ID|MD)|\s+/\s+"
)
_NUMBERISH = re.compile(r"\d")
_SHAPES = (
    "halal",
    "merek",
    "desain_industri",
    "paten",
    "paten_sederhana",
    "pirt",
    "bpom_md",
    "bpom_ml",
    "nkv",
    "nib",
    "indikasi_geografis",
    "hak_cipta",
)
# within the group of intellectual property only these shapes are looked for
IN_HAKI = (
    "merek",
    "hak_cipta",
    "desain_industri",
    "paten",
    "paten_sederhana",
    "indikasi_geografis",
)
MOST_NUMBER = 80
_PIRT_DIGITS, _OLD_PIRT_DIGITS = 15, 12


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper as reading needs it. validity: "fixed", "none" or "recipe"."""

    code: str
    label: str
    pattern: re.Pattern[str] | None
    validity: str


@dataclass(frozen=True, slots=True)
class PaperSaid:
    """One paper that a cell names. number: "" when none stands there; is_filed: applied for."""

    code: str
    number: str
    is_filed: bool = False
    note: str = ""


def kind_named(text: str) -> str:
    """The code of the kind that a text names first, "haki" for the group, "" for none."""
    places = [
        (found.start(), -len(found[0]), code)
        for code, pattern in _NAMED.items()
        if (found := pattern.search(text))
    ]
    return min(places)[2] if places else ""


def papers_of(
    value: Value, *, kinds: Mapping[str, PaperKind], column: str = ""
) -> list[PaperSaid] | Flaw:
    """All papers of a cell. column: the kind that the heading names, "" for a mixed column."""
    if bad := odd_flaw(value):
        return bad
    if isinstance(value, bool):
        return [PaperSaid(column, "")] if value and column else []
    if isinstance(value, int | float):
        if abs(value) >= EXACT or value != int(value):
            return flaw("paper_digits_lost")
        value = str(int(value))
    text = value if isinstance(value, str) else text_of(value)
    found: list[PaperSaid] = []
    for piece in _pieces(text):
        said = _of_piece(piece, kinds, column)
        if isinstance(said, Flaw):
            return said
        if said is not None and said not in found:
            found.append(said)
    return found


def _pieces(text: str) -> Iterator[str]:
    """Parts of a cell; a name that stands alone goes with the number after it."""
    waiting = ""
    for part in _PIECES.split(text):
        piece = " ".join(part.split())
        if not piece:
            continue
        bare = _LABEL.sub("", piece).strip(" .:-")
        if not bare and kind_named(piece) and not waiting:
            waiting = piece
        elif waiting and not kind_named(piece):
            yield f"{waiting} {piece}"
            waiting = ""
        else:
            if waiting:
                yield waiting
            waiting = ""
            yield piece
    if waiting:
        yield waiting


def _of_piece(piece: str, kinds: Mapping[str, PaperKind], column: str) -> PaperSaid | Flaw | None:
    named = kind_named(piece) or column
    is_filed = bool(_PENDING.search(piece))
    rest = _PENDING.sub(" ", _LABEL.sub("", piece) if kind_named(piece) else piece)
    rest = re.sub(r"(?i)\b(?:dalam|sedang|masih|tahap|on|ri)\b|[()]", " ", rest)
    rest = re.sub(r"(?i)^\s*(?:no(?:mor)?)\b[\s.:]*", "", " ".join(rest.split())).strip(" .:,-–")
    if not _NUMBERISH.search(rest):
        return _without_number(rest, piece, named, is_filed)
    return _with_number(rest, named, is_filed, kinds)


def _without_number(rest: str, piece: str, named: str, is_filed: bool) -> PaperSaid | Flaw | None:
    if is_filed:
        return PaperSaid(named, "", is_filed=True)
    if is_nothing(rest) and not (kind_named(piece) and not rest):
        return None
    if _SAID.match(rest):
        return PaperSaid(named, "")
    return flaw("paper_unread", text=piece)


def _with_number(
    rest: str, named: str, is_filed: bool, kinds: Mapping[str, PaperKind]
) -> PaperSaid | Flaw:
    compact = normal_number(rest)
    if len(rest) > MOST_NUMBER:
        return flaw("paper_unread", text=rest[:60])
    if _FILED.match(compact):
        return PaperSaid("merek", rest, is_filed=True)
    if named and named != "haki":
        return _of_named(rest, compact, named, is_filed, kinds)
    shapes = IN_HAKI if named == "haki" else _SHAPES
    for code in shapes:
        if code in kinds and _fits(rest, compact, kinds[code]):
            return PaperSaid(code, rest, is_filed)
    return flaw("paper_kind_unknown", text=rest)


def _of_named(
    rest: str, compact: str, named: str, is_filed: bool, kinds: Mapping[str, PaperKind]
) -> PaperSaid | Flaw:
    kind = kinds.get(named)
    if kind is None:
        return flaw("paper_kind_unknown", text=rest)
    if kind.pattern is None or _fits(rest, compact, kind):
        return PaperSaid(named, rest, is_filed)
    digits = re.sub(r"\D", "", compact)
    if named == "pirt" and len(digits) == _OLD_PIRT_DIGITS:
        return PaperSaid(named, rest, is_filed, note="pirt_old")
    if named == "halal" and re.match(r"ID\d{16}$|ID\d{18}$", compact):
        return PaperSaid(named, rest, is_filed, note="halal_length")
    return flaw("paper_form", kind=kind.label, text=rest, digits=len(digits))


def _fits(rest: str, compact: str, kind: PaperKind) -> bool:
    pattern = kind.pattern
    if pattern is None:
        return False
    forms = {compact}
    if kind.code.startswith("bpom_"):  # the letters went with the name
        forms.add(kind.code[-2:].upper() + compact)
    return any(pattern.fullmatch(form) for form in forms)


def year_in_number(said: PaperSaid) -> int | None:
    """The year of the end that a P-IRT number of 15 digits carries."""
    digits = re.sub(r"\D", "", normal_number(said.number))
    return 2000 + int(digits[-2:]) if said.code == "pirt" and len(digits) == _PIRT_DIGITS else None
