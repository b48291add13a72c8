"""/sertifikat/<number>/: what is known of a paper, opened from a code on a pack.

Numbers that are filed, not yet verified or unknown give one and the same answer, which says neither
which of these it is nor what was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop, ngettext, pgettext
from django.views.decorators.http import require_safe

from catalog.dates import legal_today
from catalog.kept import kept
from catalog.selectors.listings import cards
from catalog.storage import public_scan_name, public_url
from catalog.types import Card, CatalogQuery
from legality.proof import MOST_GOODS, Part, Proof, proofs, wanted_number
from legality.selectors import kinds_explained
from legality.types import KindInfo, Standing
from storefront.web import addresses, structured
from storefront.web.context import language_of
from storefront.web.errors import domain_errors_as_page
from storefront.web.formats import long_date
from storefront.web.shop.codes import code_markup
from storefront.web.shop.share import share_of_shop

_UNBROKEN = "\u2011"  # a hyphen at which no line ends: "P-IRT" is one word
_NAMED = 2  # goods that the first line names
# Style and icon of each standing, and the word for it.
_STANDINGS = {
    Standing.IN_FORCE: ("ok", "check", gettext_noop("In force")),
    Standing.NOT_YET: ("none", "clock", gettext_noop("Not yet in force")),
    Standing.ENDED: ("bad", "minus", gettext_noop("Ended")),
    Standing.ON_HOLD: ("warn", "warning", gettext_noop("On hold")),
    Standing.REVOKED: ("bad", "close", gettext_noop("Revoked")),
}
# What papers of a group are taken for and do not say.
_NOT_TOLD = {
    "izin": gettext_noop("It does not say that the goods are halal."),
    "halal": gettext_noop(
        "It is no permit to sell food and does not stand for the date printed on the pack."
    ),
    "haki": gettext_noop("It says nothing of whether the goods are safe or halal."),
    "lain": gettext_noop("It does not stand for the permits that other goods need."),
}


@dataclass(frozen=True)
class Shown:
    """A paper as its page shows it.

    style: ok, none, warn or bad; line: the answer in one sentence; since, until: in words, empty
    where nothing is to be said; typed: the number as it is typed at the authority; also: how else
    it may be typed, empty when that is the same; scan_url: of the picture that everybody may see,
    empty without one; parts: of the number, their names translated; goods: on sale here with this
    paper.
    """

    proof: Proof
    style: str
    icon: str
    word: str
    line: str
    since: str
    until: str
    typed: str
    also: str
    not_told: str
    scan_url: str
    parts: tuple[Part, ...]
    goods: tuple[Card, ...]
    more_goods_address: str


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Without a number: where one is typed."""
    return redirect(addresses.verify(language_of()), permanent=True)


@require_safe
@domain_errors_as_page
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """What is known of a number. One statement, and one more for goods on sale with it."""
    language, wanted = language_of(), wanted_number(number)
    if wanted and wanted != number:
        return redirect(addresses.proof(wanted, language), permanent=True)
    found = proofs(number=wanted, language=language, on=legal_today())
    if not found:
        return unknown(request)
    return render(request, "shop/proof.html", _context(found, wanted, language))


def _context(found: Sequence[Proof], number: str, language: str) -> dict[str, object]:
    goods = _goods(found, language)
    shown = [_shown(one, goods, language) for one in found]
    path = addresses.proof(number, language)
    title = (
        shown[0].line
        if len(shown) == 1
        else gettext("%(count)s papers with the number %(number)s")
        % {"count": len(shown), "number": number}
    )
    crumbs = structured.trail(
        language, (gettext("Papers"), addresses.page("surat", language)), (number, path)
    )
    return {
        "title": title,
        "number": number,
        "shown": shown,
        "code": code_markup(number),
        "trail": crumbs[1:-1],
        "og": share_of_shop(title=title, description=shown[0].line, language=language),
        "structured": [structured.breadcrumbs(crumbs)],
    }


def _goods(found: Iterable[Proof], language: str) -> dict[int, Card]:
    """Cards of what papers cover, by listing. One statement, none without goods."""
    ids = tuple(dict.fromkeys(one for proof in found for one in proof.goods))
    if not ids:
        return {}
    asked = CatalogQuery(only=ids)
    page = cards(asked, language=language, on=legal_today(), limit=2 * MOST_GOODS)
    return {card.listing_id: card for card in page.cards}


def _shown(found: Proof, goods: Mapping[int, Card], language: str) -> Shown:
    style, icon, word = _STANDINGS[found.paper.standing]
    own = tuple(goods[key] for key in found.goods if key in goods)
    typed, also = _typed(found)
    more = addresses.catalog_with("fasilitas", found.maker.slug, language)
    return Shown(
        proof=found,
        style=style,
        icon=icon,
        word=gettext(word),
        line=f"{_stands(found, language)} {_what(found, own)}",
        since=long_date(found.paper.issued_on, language) if found.paper.issued_on else "",
        until=_until(found, language),
        typed=typed,
        also=also,
        not_told=gettext(_NOT_TOLD[found.paper.group]) if found.paper.group in _NOT_TOLD else "",
        scan_url=public_url(public_scan_name(found.public_scan)) if found.public_scan else "",
        parts=tuple(part._replace(name=gettext(part.name)) for part in found.parts),
        goods=own,
        more_goods_address=more if found.more_goods else "",
    )


def _stands(found: Proof, language: str) -> str:
    """How it stands, as a sentence of its own."""
    paper, standing = found.paper, found.paper.standing
    if standing is Standing.REVOKED and paper.revoked_on:
        return gettext("Revoked on %(day)s.") % {"day": long_date(paper.revoked_on, language)}
    if standing is Standing.ENDED and paper.expires_on:
        return gettext("Ended on %(day)s.") % {"day": long_date(paper.expires_on, language)}
    if standing is Standing.NOT_YET and paper.issued_on:
        return gettext("In force from %(day)s.") % {"day": long_date(paper.issued_on, language)}
    return f"{gettext(_STANDINGS[standing][2])}."


def _what(found: Proof, goods: Sequence[Card]) -> str:
    """What it is for and where: "Halal for Bawang goreng, Lapas Palu."."""
    names = [card.name for card in goods[:_NAMED]] or list(found.brands[:_NAMED])
    if len(goods) > _NAMED:
        names = [names[0], _others(len(goods) - 1, is_more=found.more_goods)]
    words = {
        "paper": found.paper.short.replace("-", _UNBROKEN),
        "goods": pgettext("between two", " and ").join(names),
        "place": found.maker.name,
    }
    if names:
        return gettext("%(paper)s for %(goods)s, %(place)s.") % words
    return gettext("%(paper)s, %(place)s.") % words


def _others(count: int, *, is_more: bool) -> str:
    if is_more:
        return gettext("many others")
    return ngettext("%(count)s other", "%(count)s others", count) % {"count": count}


def _until(found: Proof, language: str) -> str:
    """Until when it is or was in force."""
    paper = found.paper
    if paper.expires_on:
        return long_date(paper.expires_on, language)
    if found.paper.standing in {Standing.REVOKED, Standing.ENDED}:
        return ""
    if paper.validity == "recipe":
        return gettext("as long as the recipe does not change")
    return gettext("without a last day")


def _typed(found: Proof) -> tuple[str, str]:
    """The number as the authority's search wants it, and the other way of writing it.

    A search that an address leads to takes what the address holds: capitals and digits alone.
    """
    paper = found.paper
    ways = (paper.normal, found.written) if paper.verify_url else (found.written, paper.normal)
    return ways[0], "" if ways[0] == ways[1] else ways[1]


# --- What is not known here


@kept(seconds=60)
def _kinds(language: str) -> tuple[KindInfo, ...]:
    """Wrong numbers must not cost a statement more."""
    return tuple(kind for kind in kinds_explained(language=language) if kind.portal_url)


def unknown(request: HttpRequest) -> HttpResponse:
    """404: the same bytes for every number that is not known here, whatever the reason."""
    language = language_of()
    form = addresses.verify(language)
    values = {
        "kinds": _kinds(language),
        "other_address": addresses.verify("id" if language == "en" else "en"),
        "page_address": addresses.absolute(form),
        "address_id": addresses.absolute(addresses.verify("id")),
        "address_en": addresses.absolute(addresses.verify("en")),
    }
    return render(request, "shop/proof_unknown.html", values, status=404)
