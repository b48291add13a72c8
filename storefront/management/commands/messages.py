"""`python3 -m storefront messages`: the shop's sentences and their Indonesian.

Sentences stand in English in templates and Python. This finds them, names those that have no
translation, and compiles storefront/locale/id/LC_MESSAGES/django.po without gettext's programs.
"""

from __future__ import annotations

import ast
import io
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

PACKAGES = ("storefront", "catalog", "legality", "galleries")
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
TEMPLATE_ENDINGS = (".html", ".txt", ".xml")
# What marks a sentence: with one argument, with two forms, with a context before it.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_WITH_CONTEXT = frozenset(
    name for name, places in KEYWORDS.items() if places and isinstance(places[0], tuple)
)


class Sentence(NamedTuple):
    """One sentence as it is looked up. source: the file it stands in, from the project's root."""

    context: str | None
    text: str
    source: str


def locale_folder() -> Path:
    """Where the Indonesian catalogue lies."""
    return Path(settings.LOCALE_PATHS[0]) / "id" / "LC_MESSAGES"


def sentences_of_python(code: bytes, source: str) -> Iterator[Sentence]:
    """Sentences of a module, in its order. By its tree: what reads words one by one, as for
    templates, passes over calls within an f-string, on Pythons older than 3.12."""
    calls = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
            values = (one.value for one in call.args if isinstance(one, ast.Constant))
            texts = [value for value in values if isinstance(value, str)]
            context = texts.pop(0) if call.func.id in _WITH_CONTEXT and texts else None
            if texts and texts[0]:
                yield Sentence(context, texts[0], source)


def sentences_of_template(text: str, source: str) -> Iterator[Sentence]:
    """Sentences of a template. source: how it is named in the answer."""
    # templatize leaves the template's indentation, which Python would take for blocks.
    lines = (line.strip() for line in templatize(text, origin=source).splitlines())
    code = io.BytesIO("\n".join(lines).encode())
    for _line, found, _comments, context in extract("python", code, KEYWORDS):
        sentence = found if isinstance(found, str) else found[0]
        if sentence:
            yield Sentence(context, sentence, source)


def sentences() -> list[Sentence]:
    """Every sentence of our packages, each place once, in the order of files."""
    root = Path(settings.BASE_DIR)
    found: list[Sentence] = []
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            source = path.relative_to(root).as_posix()
            if path.suffix == ".py":
                found += sentences_of_python(path.read_bytes(), source)
            elif path.suffix in TEMPLATE_ENDINGS and "templates" in path.parts:
                found += sentences_of_template(path.read_text("utf-8"), source)
    return found


def catalog_of(path: Path) -> Catalog:
    """The catalogue in a .po file. Raises CommandError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return read_po(file, locale="id", domain="django", abort_invalid=True)
    except (OSError, ValueError) as error:
        raise CommandError(f"cannot read {path}: {error}") from error


def _is_translated(catalog: Catalog, sentence: Sentence) -> bool:
    message = catalog.get(sentence.text, sentence.context)
    if message is None or message.fuzzy:
        return False
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms) and bool(forms)


def missing(catalog: Catalog, wanted: list[Sentence]) -> list[Sentence]:
    """Sentences without Indonesian, each once."""
    seen: dict[tuple[str | None, str], Sentence] = {}
    for sentence in wanted:
        if not _is_translated(catalog, sentence):
            seen.setdefault((sentence.context, sentence.text), sentence)
    return list(seen.values())


def wrong(catalog: Catalog) -> list[str]:
    """Translations that name a value which their sentence does not have: pages show these in
    English, and say nothing. One line each."""
    return [f"{message.id!r}: {error}" for message, errors in catalog.check() for error in errors]


def idle(catalog: Catalog, wanted: list[Sentence]) -> list[str]:
    """Translations that nothing asks for any more."""
    asked = {(sentence.context, sentence.text) for sentence in wanted}
    singular = ((m.context, m.id if isinstance(m.id, str) else m.id[0]) for m in catalog if m.id)
    return [text for context, text in singular if (context, text) not in asked]


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as Django reads it."""
    # Babel puts the present minute into the header, which would change the file each time.
    catalog.creation_date = catalog.revision_date = _NO_DATE
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def is_same(one: bytes, other: bytes) -> bool:
    """Whether two compiled catalogues say the same, whatever wrote their headers."""
    return _texts(one) == _texts(other)


def _texts(content: bytes) -> set[str]:
    """Each message with its translation, as text: with plurals both are lists."""
    catalog = read_mo(io.BytesIO(content))
    return {f"{m.context!r} {m.id!r} {m.string!r}" for m in catalog if m.id}


class Command(BaseCommand):
    """List what has no Indonesian and compile; with --check only compare, and fail."""

    help = "Find sentences without Indonesian and compile the catalogue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, fail when unequal")

    def handle(self, *args: object, **options: object) -> None:
        """Raises CommandError with --check for a sentence missing or wrong, or an old .mo."""
        folder = locale_folder()
        catalog, wanted = catalog_of(folder / "django.po"), sentences()
        lacking = missing(catalog, wanted)
        for sentence in lacking:
            context = f" [{sentence.context}]" if sentence.context else ""
            self.stdout.write(f"no Indonesian: {sentence.text!r}{context} ({sentence.source})")
        faults = wrong(catalog)
        for fault in faults:
            self.stdout.write(f"wrong Indonesian: {fault}")
        for text in idle(catalog, wanted):
            self.stdout.write(f"not used: {text!r}")
        content, target = compiled(catalog), folder / "django.mo"
        if options["check"]:
            self._compare(content, target, lacking, faults)
        elif not target.exists() or not is_same(target.read_bytes(), content):
            target.write_bytes(content)
        self.stdout.write(f"{len(catalog)} translations, {len(lacking)} missing")

    def _compare(
        self, content: bytes, target: Path, lacking: list[Sentence], faults: list[str]
    ) -> None:
        if lacking:
            raise CommandError(f"{len(lacking)} sentences have no Indonesian")
        if faults:
            raise CommandError(f"{len(faults)} sentences have wrong Indonesian")
        if not target.exists() or not is_same(target.read_bytes(), content):
            raise CommandError(f"{target} is older than its .po: run `messages`")
