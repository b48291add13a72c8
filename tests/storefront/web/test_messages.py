"""Every sentence of the shop has its Indonesian, and the compiled catalogue is the written one."""

from __future__ import annotations

import gettext
import io
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.core.management import CommandError, call_command
from time_machine import TimeMachineFixture

from storefront.management.commands import messages

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Goods"
msgstr "Barang"

msgctxt "price"
msgid "from"
msgstr "mulai"

msgid "%(n)s item"
msgid_plural "%(n)s items"
msgstr[0] "%(n)s barang"

msgid "Empty"
msgstr ""
"""
TEMPLATE = """{% load i18n %}
  <p>{% translate "Goods" %}
     {% blocktranslate count n=x %}{{ n }} item{% plural %}{{ n }} items{% endblocktranslate %}</p>
      {% include "a.html" with title=_("Empty") %}
  {% translate "from" context "price" %}{# translators: none #}
"""


def catalog_from(text: str) -> Any:
    return read_po(io.BytesIO(text.encode()), locale="id")


def test_sentences_of_a_template_are_found_with_plurals_and_contexts() -> None:
    found = {(s.context, s.text) for s in messages.sentences_of_template(TEMPLATE, "t.html")}
    assert found == {
        (None, "Goods"),
        (None, "%(n)s item"),
        (None, "Empty"),
        ("price", "from"),
    }


def test_sentences_of_a_module_are_found_within_other_texts_too() -> None:
    code = b"""
said = f"<b>{escape(_('Goods'))}</b> {pgettext('price', 'from')}"
many = ngettext(
    "%(n)s item",
    "%(n)s items",
    n,
) + gettext(name) + _("One sentence "
    "in two lines.")
"""
    assert [(s.context, s.text) for s in messages.sentences_of_python(code, "a.py")] == [
        (None, "Goods"),
        ("price", "from"),
        (None, "%(n)s item"),
        (None, "One sentence in two lines."),
    ]


def test_an_empty_or_absent_translation_is_missing() -> None:
    wanted = [
        messages.Sentence(None, "Goods", "a"),
        messages.Sentence(None, "Empty", "a"),
        messages.Sentence(None, "from", "b"),  # known only with its context
        messages.Sentence("price", "from", "b"),
        messages.Sentence(None, "Empty", "c"),
    ]
    lacking = messages.missing(catalog_from(PO), wanted)
    assert [(s.context, s.text, s.source) for s in lacking] == [
        (None, "Empty", "a"),
        (None, "from", "b"),
    ]


def test_what_nothing_asks_for_is_named() -> None:
    wanted = [messages.Sentence(None, "Goods", "a"), messages.Sentence(None, "%(n)s item", "a")]
    assert messages.idle(catalog_from(PO), wanted) == ["from", "Empty"]


def test_the_compiled_catalogue_is_read_by_gettext() -> None:
    translations = gettext.GNUTranslations(io.BytesIO(messages.compiled(catalog_from(PO))))
    assert translations.gettext("Goods") == "Barang"
    assert translations.pgettext("price", "from") == "mulai"
    assert translations.ngettext("%(n)s item", "%(n)s items", 5) == "%(n)s barang"


def test_compiling_gives_the_same_bytes_at_any_time(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-11-21T10:00Z")
    before = messages.compiled(catalog_from(PO))
    time_machine.move_to("2027-01-02T03:04Z")
    assert messages.compiled(catalog_from(PO)) == before


def test_only_what_is_said_is_compared() -> None:
    other_header = PO.replace("nplurals=1; plural=0;", "nplurals=1; plural=0; ")
    other_words = PO.replace("Barang", "Benda")
    one, same, different = (
        messages.compiled(catalog_from(text)) for text in (PO, other_header, other_words)
    )
    assert messages.is_same(one, same)
    assert not messages.is_same(one, different)


class TestCommand:
    """The command on a small project."""

    @pytest.fixture
    def project(self, tmp_path: Path, settings: Any) -> Path:
        """One package with one template, and its catalogue."""
        folder = tmp_path / "locale" / "id" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_text(
            PO.replace('"Empty"\nmsgstr ""', '"Empty"\nmsgstr "Kosong"')
        )
        templates = tmp_path / "storefront" / "templates"
        templates.mkdir(parents=True)
        (templates / "t.html").write_text(TEMPLATE)
        settings.LOCALE_PATHS = [tmp_path / "locale"]
        settings.BASE_DIR = tmp_path
        return tmp_path

    @staticmethod
    def run(*options: str) -> str:
        said = io.StringIO()
        call_command("messages", *options, stdout=said)
        return said.getvalue()

    def test_it_compiles_and_then_has_nothing_to_say(self, project: Path) -> None:
        with pytest.raises(CommandError, match="older than its .po"):
            self.run("--check")
        assert "0 missing" in self.run()
        assert "0 missing" in self.run("--check")

    def test_the_check_fails_on_a_new_sentence_and_writes_nothing(self, project: Path) -> None:
        self.run()
        template = project / "storefront" / "templates" / "t.html"
        template.write_text(TEMPLATE + '{% translate "Brand new" %}')
        with pytest.raises(CommandError, match="1 sentences have no Indonesian"):
            self.run("--check")

    def test_the_check_fails_on_a_value_that_the_sentence_does_not_have(
        self, project: Path
    ) -> None:
        po = messages.locale_folder() / "django.po"
        po.write_text(po.read_text().replace("%(n)s barang", "%(jumlah)s barang"))
        assert "unknown named placeholder 'jumlah'" in self.run()
        with pytest.raises(CommandError, match="1 sentences have wrong Indonesian"):
            self.run("--check")

    def test_a_broken_catalogue_is_an_error_in_words(self, project: Path) -> None:
        (messages.locale_folder() / "django.po").write_bytes(b'msgid "x"\nmsgstr "\xff"')
        with pytest.raises(CommandError, match="cannot read"):
            self.run()


def test_the_shop_speaks_indonesian_throughout() -> None:
    call_command("messages", "--check", stdout=io.StringIO())
