"""The front page: what there is to keep, as tasks in words, with how much there is."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext

from catalog.selectors.reference import ReferenceCounts, reference_counts
from legality.models import CertificateKind
from storefront.orders.selectors.center_waits import Waits, center_waits


class Task(NamedTuple):
    """One way on. said: what there is; todo: what waits, "" when nothing does."""

    title: str
    address: str
    said: str
    todo: str = ""


class Group(NamedTuple):
    """Tasks that belong together."""

    title: str
    tasks: tuple[Task, ...]


def task_groups() -> list[Group]:
    """All of them. Two statements."""
    now = reference_counts(CertificateKind._meta.db_table)
    return [
        _orders(center_waits()),
        _places(now),
        _goods(now),
        _delivery(),
        _words(now),
        _people(now),
    ]


def _list(model: str) -> str:
    return reverse(f"center:{model}_changelist")


def _count(count: int, sentence: str) -> str:
    """A sentence about many, empty about none."""
    return gettext(sentence) % {"count": count} if count else ""


def _orders(waits: Waits) -> Group:
    return Group(
        gettext("Orders"),
        (
            Task(
                gettext("Payments"),
                reverse("center:payments"),
                gettext("Proofs of transfers, refunds by hand, money of an order"),
                _count(waits.proofs + waits.refunds, gettext("%(count)s wait for an officer")),
            ),
            Task(
                gettext("Accounts for transfers"),
                _list("orders_transferaccount"),
                gettext("To which buyers transfer"),
            ),
            Task(
                gettext("Vouchers"),
                reverse("center:vouchers"),
                gettext("Codes that make an order cheaper"),
            ),
            Task(
                gettext("Goods sent back"),
                reverse("center:returns"),
                gettext("What buyers ask to send back, and what was answered"),
                _count(waits.returns, gettext("%(count)s wait for an answer")),
            ),
            Task(
                gettext("Proceeds"),
                reverse("center:proceeds"),
                gettext("What was captured, by facility, month and share"),
            ),
            Task(
                gettext("Shares of proceeds"),
                _list("orders_sharerule"),
                gettext("Premium, PNBP and working capital, from a day on"),
            ),
            Task(
                gettext("Rates of PPN"),
                _list("orders_taxrate"),
                gettext("From a day on"),
            ),
            Task(
                gettext("Facilities that owe PPN (PKP)"),
                _list("orders_taxpayerperiod"),
                gettext("Prices of all others are final without a line"),
            ),
        ),
    )


def _places(now: ReferenceCounts) -> Group:
    return Group(
        gettext("Places"),
        (
            Task(
                gettext("Facilities"),
                _list("catalog_facility"),
                gettext("%(open)s open, %(closed)s closed")
                % {"open": now.facilities, "closed": now.closed_facilities},
            ),
            Task(
                gettext("Regional offices"),
                _list("catalog_regionaloffice"),
                gettext("%(count)s offices") % {"count": now.offices},
                _count(now.unconfirmed_offices, gettext("%(count)s not confirmed yet")),
            ),
            Task(
                gettext("Provinces"),
                _list("catalog_province"),
                gettext("%(count)s provinces") % {"count": now.provinces},
            ),
            Task(
                gettext("Kab/kota"),
                _list("catalog_regency"),
                gettext("%(count)s kab/kota") % {"count": now.regencies},
            ),
        ),
    )


def _goods(now: ReferenceCounts) -> Group:
    return Group(
        gettext("Goods and papers"),
        (
            Task(
                gettext("Kinds of goods"),
                reverse("center:kinds"),
                gettext("%(count)s kinds") % {"count": now.kinds},
            ),
            Task(
                gettext("Kinds of papers"),
                _list("legality_certificatekind"),
                gettext("%(count)s kinds") % {"count": now.certificate_kinds},
                _count(now.uncertain_kinds, gettext("%(count)s not verified yet")),
            ),
            Task(
                gettext("Rules of papers"),
                _list("legality_requirementrule"),
                gettext("Which goods must carry which papers, from when on"),
            ),
            Task(
                gettext("What goods are told by"),
                _list("legality_goodstrait"),
                gettext("Eggs, leather, bottled water: what a kind alone does not say"),
            ),
            Task(
                gettext("Former codes of kab/kota"),
                _list("legality_formerregion"),
                gettext("As numbers of before a split still bear them"),
            ),
            Task(
                gettext("Answers of reviews"),
                _list("legality_answertemplate"),
                gettext("What regional officers often answer to facilities"),
            ),
        ),
    )


def _delivery() -> Group:
    return Group(
        gettext("Delivery"),
        (
            Task(
                gettext("Rates of couriers"),
                reverse("center:rates"),
                gettext("What it costs from where to where, loaded as a sheet"),
            ),
            Task(
                gettext("Services of couriers"),
                _list("orders_courierservice"),
                gettext("What buyers choose among"),
            ),
            Task(
                gettext("Couriers"),
                _list("orders_courier"),
                gettext("How each weighs, rounds and shows where a parcel is"),
            ),
            Task(
                gettext("How kinds of goods may leave"),
                reverse("center:kind_deliveries"),
                gettext("Eggs, fish, furniture; what stays in its province"),
            ),
        ),
    )


def _words(now: ReferenceCounts) -> Group:
    return Group(
        gettext("Words"),
        (
            Task(
                gettext("Words of the search"),
                _list("catalog_searchterm"),
                gettext("%(on)s in force, %(off)s off") % {"on": now.terms, "off": now.terms_off},
            ),
            Task(
                gettext("Reading pages"),
                reverse("center:pages"),
                gettext("%(count)s pages in two languages") % {"count": now.pages},
            ),
            Task(
                gettext("Menus"),
                reverse("center:menus"),
                gettext("%(count)s entries") % {"count": now.menu_items},
            ),
        ),
    )


def _people(now: ReferenceCounts) -> Group:
    return Group(
        gettext("People and the shop"),
        (
            Task(
                gettext("Partners"),
                _list("catalog_partner"),
                gettext("%(count)s organisations") % {"count": now.partners},
            ),
            Task(
                gettext("People and roles"),
                reverse("staff:people"),
                gettext("Invite, give roles, end them"),
            ),
            Task(
                gettext("History"),
                reverse("center:history"),
                gettext("Who changed what, and from where"),
            ),
            Task(
                gettext("Settings of the shop"),
                reverse("center:settings"),
                gettext("Help, address, announcement"),
            ),
        ),
    )
