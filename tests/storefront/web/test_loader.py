"""Templates made ready for each language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.utils import translation
from django.utils.safestring import mark_safe

PLAIN = "django.template.loaders.filesystem.Loader"
READY = ("storefront.web.loader.Loader", [PLAIN])
BUILTINS = [
    "django.templatetags.i18n",
    "django.templatetags.static",
    "storefront.web.templatetags.shop",
]
FILES = {
    "frame.html": """{% comment %} said to nobody {% endcomment %}<!DOCTYPE html>
<title>{% block title %}{% endblock %}</title>
<body>
  {% block content %}{% endblock %}
</body>""",
    "page.html": """{% extends "frame.html" %}
{% block title %}{% translate "Catalogue" %}{% endblock %}
{% block content %}
  <p>{% translate 'Help' %} {% icon "chat" %} <a href="{% link 'page' 'surat' %}">{{ word }}</a></p>
  {% include "part.html" with label=_("Gallery") amount=3 %}
  {% for item in items %}
    {% if item %}
      <b>{{ item }}</b>
    {% else %}
      <i>{% blocktranslate trimmed %}
        Sold
        out
      {% endblocktranslate %}</i>
    {% endif %}
  {% endfor %}
  {% include name %}{% include "part.html" with label=word only %}
{% endblock %}""",
    "part.html": '{% include "least.html" %}<u>{{ label }}{{ amount }}</u>\n',
    "least.html": "{% blocktranslate trimmed with n=amount %}Up to {{ n }}{% endblocktranslate %}",
    "sentence.html": "{% blocktranslate with n=word %}\n  Up to {{ n }}{% endblocktranslate %}",
    "short.html": "{% blocktranslate with n=word %}Up to {{ n }}{% endblocktranslate %}",
    "filled.html": """{% blocktranslate trimmed with name=word %}
      More from {{ name }}
    {% endblocktranslate %} {% blocktranslate trimmed %}100% of {{ word }}{% endblocktranslate %}
    {% blocktranslate trimmed with name=word asvar kept %}More from {{ name }}
    {% endblocktranslate %}{% blocktranslate trimmed count counter=amount %}{{ counter }}
      picture{% plural %}{{ counter }} pictures{% endblocktranslate %} {{ kept }}""",
    "looked.html": """{{ line.label }} {{ line.0 }} {{ line.count }} {{ facts.word }}
    {{ facts.items }} {{ facts.gone|default:"none" }} {{ gone }} {{ gone.label }} {{ line.gone }}
    {{ made }} {{ word.upper }} {{ items.0 }} {{ amount }} {{ word|safe }} {{ safe }}
    {{ line.made.label }} {{ made.label }}
    {% if line.label and not line.gone %}{{ _("Help") }}{% endif %}
    {% autoescape off %}{{ word }}{% endautoescape %}""",
    "spaced.html": "<pre>\n  {% if word %}\n    {{ word }}\n  {% endif %}\n</pre>",
    "braces.html": '{% translate "Help" %} {% verbatim %}{{ word }}{% endverbatim %}',
}


TEMPLATES = settings.BASE_DIR / "storefront" / "web" / "templates"
MAILS = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.glob("mail/*.txt"))
_GOODS = {
    "goods": "Abon <1>", "facility": "Lapas", "note": "Foto gelap.", "points": ["Satu", "Dua"],
    "link": "https://a.example/",
}  # fmt: skip
SAID: dict[str, object] = {
    **dict.fromkeys(("name", "by", "role", "place", "until", "keys"), "<w>"),
    **dict.fromkeys(("indonesian", "english"), "Satu.\n\nDua."),
    **dict.fromkeys(("link", "lost", "shop", "all_papers", "queue"), "https://a.example/"),
    "told": [
        {"happened": what, **_GOODS} for what in ("approved", "sent_back", "refused", "suspended")
    ],
    "count": 3, "more": 2, "waiting": 4, "oldest": "1 Mei",
    "groups": [
        {"facility": name, "soon": "Segera", "lines": [{"paper": "PIRT", "number": "1"}] * 2}
        for name in ("Lapas", "")
    ],
}  # fmt: skip


class Line(NamedTuple):
    """A thing whose parts are attributes, one of them a function."""

    label: str
    made: object


def a_line() -> Line:
    return Line("<made>", a_line)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, source in FILES.items():
        (tmp_path / name).write_text(source, encoding="utf-8")
    return tmp_path


def rendered(folder: Path, loader: object, name: str) -> str:
    engine = Engine(dirs=[str(folder)], loaders=[loader], builtins=BUILTINS)
    language = translation.get_language()
    values: dict[str, object] = {
        "word": "<w>", "items": ["one", "", "two"], "name": "least.html", "line": a_line(),
        "facts": {"word": "<f>", "items": "an item"}, "made": a_line, "amount": 1250,
        "safe": mark_safe("<b>"),
    }  # fmt: skip
    return str(engine.get_template(name).render(Context({"language": language, **values})))


def words(page: str) -> list[str]:
    """The page without the difference between one space and many."""
    return page.replace("<", " <").replace(">", "> ").split()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", sorted(FILES))
def test_pages_are_the_same_as_djangos(folder: Path, language: str, name: str) -> None:
    with translation.override(language):
        assert words(rendered(folder, READY, name)) == words(rendered(folder, PLAIN, name))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", MAILS)
def test_mails_keep_every_line_and_every_blank_one(name: str, language: str) -> None:
    with translation.override(language):
        for said in (SAID, {**SAID, "first": {"happened": "refused", **_GOODS}}, {"shop": "x"}):
            ready, plain = (mail(loader, name, said) for loader in (READY, PLAIN))
            assert ready == plain
            assert "\n\n" in ready.strip()


def mail(loader: object, name: str, said: Mapping[str, object]) -> str:
    engine = Engine(dirs=[str(TEMPLATES)], loaders=[loader], builtins=BUILTINS)
    return str(engine.get_template(name).render(Context(dict(said))))


def test_every_language_has_its_own(folder: Path) -> None:
    engine = Engine(dirs=[str(folder)], loaders=[READY], builtins=BUILTINS)
    with translation.override("id"):
        indonesian = engine.get_template("page.html")
    with translation.override("en"):
        english = engine.get_template("page.html")
    assert "Katalog" in indonesian.source and "Catalogue" not in indonesian.source
    assert "Catalogue" in english.source and "Katalog" not in english.source


def test_constant_tags_and_includes_are_written_out(folder: Path) -> None:
    engine = Engine(dirs=[str(folder)], loaders=[READY], builtins=BUILTINS)
    source = engine.get_template("page.html").source
    for tag in ("translate", "icon", "link"):
        assert f"{{% {tag} " not in source
    assert source.count("{% include") == 2  # one whose name is a variable, one that sees nothing
    assert "\n  " not in source


@pytest.mark.parametrize("name", ["spaced.html", "sentence.html"])
def test_where_spaces_mean_something_they_stay(folder: Path, name: str) -> None:
    assert rendered(folder, READY, name) == rendered(folder, PLAIN, name)


def test_sentences_with_words_in_them_are_translated_beforehand(folder: Path) -> None:
    engine = Engine(dirs=[str(folder)], loaders=[READY], builtins=BUILTINS)
    with translation.override("id"):
        source = engine.get_template("filled.html").source
    assert source.startswith("{% with name=word %}Lainnya dari {{ name }}{% endwith %}")
    assert source.count("{% blocktranslate") == 2  # one that is kept aside, one that counts
    assert "blocktranslate" not in engine.get_template("short.html").source
