"""Templates made ready for each language before Django compiles them.

What a tag will say is often known when the template is read: a translated sentence, the address of
a style sheet, an icon. Here such tags are rendered once for each language, includes are put in
place of their tags and indentation is dropped. A page then runs half as many nodes, and its text
is smaller to compress. What pages show stays the same.
"""

from __future__ import annotations

import re

from django.template import Context, Origin, Template, TemplateDoesNotExist
from django.template.loaders.cached import Loader as CachedLoader
from django.utils.translation import get_language, gettext, trim_whitespace

from storefront.web.quick import quicken

_TEXT = r"""(?:"[^"{}%]*"|'[^'{}%]*')"""
# Tags whose words are all literal, so that only the language decides what they say.
_CONSTANT = re.compile(
    rf"{{% (?:translate {_TEXT}(?: context {_TEXT})?|static {_TEXT}|icon {_TEXT}|logo"
    rf"|link {_TEXT}(?: {_TEXT})*) %}}"
)
_SENTENCE = re.compile(r"{% blocktranslate(?: trimmed)? %}[^{}]*{% endblocktranslate %}")
# A sentence with words of the page in it, none of them filtered or counted.
_FILLED = re.compile(
    r"{% blocktranslate(?P<trimmed> trimmed)?"
    r"(?: with (?P<given>(?:(?!\b(?:asvar|context|count|trimmed)\b)[^%])+?))? %}"
    r"(?P<text>(?:[^{}]|{{ \w+ }})*){% endblocktranslate %}"
)
_HOLE = re.compile(r"{{ (\w+) }}")
_FILLING = re.compile(r"%\((\w+)\)s|%(%)")
_INCLUDE = re.compile(
    r"""{% include ["'](?P<name>[^"']+)["'](?: with (?P<given>(?:(?!\bonly\b)[^%])+?))? %}"""
)
_COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}\n?", re.DOTALL)
# Of mails every line is as it was written.
_PLAIN_TEXT = ".txt"
_INDENT = re.compile(r"\s*\n\s*")
_CONTROL = "if|elif|else|endif|for|empty|endfor|with|endwith|block|endblock"
# A line that holds tags of control alone: the line's end before it is enough.
_CONTROL_LINE = re.compile(rf"(?<=\n)((?:{{% (?:{_CONTROL})\b[^%]*%}})+)\n")
# Where spaces mean something: there every space stays.
_SPACED = re.compile(r"<pre\b|<textarea\b|{% blocktranslate (?!.*\btrimmed\b)", re.IGNORECASE)


class Loader(CachedLoader):
    """Django's cached loader with one template for each language, made ready as said above."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        """Django's key, apart by language."""
        return f"{get_language()}:{super().cache_key(template_name, skip)}"

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """Django's, made quick when it is compiled."""
        is_known = self.cache_key(template_name, skip) in self.get_template_cache
        template: Template = super().get_template(template_name, skip)
        if not is_known:
            quicken(template.nodelist)
        return template

    def get_contents(self, origin: Origin) -> str:
        """The source with everything constant written out."""
        source = self._with_includes(super().get_contents(origin))
        language = "en" if (get_language() or "id").startswith("en") else "id"
        context = Context({"language": language}, autoescape=True)
        for constant in (_SENTENCE, _CONSTANT):
            source = constant.sub(lambda found: self._said(found[0], context), source)
        source = _FILLED.sub(_translated, source)
        return source if str(origin.template_name).endswith(_PLAIN_TEXT) else _squeezed(source)

    def _said(self, tag: str, context: Context) -> str:
        """What a constant tag renders as; the tag itself when that looks like template language."""
        words = str(Template(tag, engine=self.engine).render(context))
        return tag if "{" in words and re.search(r"{[{%#]", words) else words

    def _with_includes(self, source: str) -> str:
        """The source with included files in place of their tags, their own includes as well."""
        return _INCLUDE.sub(self._included, _COMMENT.sub("", source))

    def _included(self, found: re.Match[str]) -> str:
        for origin in self.get_template_sources(found["name"]):
            try:
                source = self._with_includes(super().get_contents(origin)).rstrip("\n")
            except TemplateDoesNotExist:
                continue
            if found["given"]:
                return f"{{% with {found['given']} %}}{source}{{% endwith %}}"
            return source
        return found[0]


def _translated(found: re.Match[str]) -> str:
    """A sentence in the active language, its words left open; the tag itself when that could be
    read as something else."""
    text = trim_whitespace(found["text"]) if found["trimmed"] else found["text"]
    if "\n" in text:
        return found[0]
    words = gettext(_HOLE.sub(r"%(\1)s", text.replace("%", "%%")))
    known, said = set(_HOLE.findall(text)), set()
    for name, _percent in _FILLING.findall(words):
        said |= {name} - {""}
    if "{" in words or "%" in _FILLING.sub("", words) or not said <= known:
        return found[0]
    filled = _FILLING.sub(lambda part: "%" if part[2] else f"{{{{ {part[1]} }}}}", words)
    return f"{{% with {found['given']} %}}{filled}{{% endwith %}}" if found["given"] else filled


def _squeezed(source: str) -> str:
    """Without indentation and the line ends of lines that hold tags of control alone."""
    if _SPACED.search(source):
        return source
    return _CONTROL_LINE.sub(r"\1", _INDENT.sub("\n", source))
