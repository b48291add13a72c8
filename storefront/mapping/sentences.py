"""Every sentence about a sheet, by its code: English msgids; Indonesian stands in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop

from catalog.mapping.headings import Field

REASONS = {
    "no_result": gettext_noop(
        "This formula has no stored result. Open the file in Excel, save it, send it again; or"
        " type the value."
    ),
    "cell_error": gettext_noop("This cell shows an error such as #REF!. Type the value."),
    "formula": gettext_noop("This cell holds a formula. Type the value."),
    "name_missing": gettext_noop("The name of the goods is missing."),
    "name_unread": gettext_noop("“%(text)s” cannot be the name of goods."),
    "too_long": gettext_noop("Longer than %(most)s letters. Shorten it."),
    "price_missing": gettext_noop("The price is missing."),
    "price_unread": gettext_noop("“%(text)s” cannot be read as one price in rupiah."),
    "price_cents": gettext_noop("“%(text)s” is not in whole rupiah."),
    "weight_unread": gettext_noop(
        "“%(text)s” cannot be read as one weight. Write 250 g or 0,25 kg."
    ),
    "count_unread": gettext_noop("“%(text)s” cannot be read as a number of pieces."),
    "days_unread": gettext_noop("“%(text)s” cannot be read as a time. Write 7 hari."),
    "date_unread": gettext_noop("“%(text)s” cannot be read as a whole date. Write 12 Maret 2026."),
    "ends_before_it_begins": gettext_noop("The paper %(text)s ends before it begins."),
    "paper_unread": gettext_noop("“%(text)s” cannot be read as a paper or its number."),
    "paper_digits_lost": gettext_noop(
        "This number is stored as a quantity, its last digits are lost. Type it again as text."
    ),
    "paper_kind_unknown": gettext_noop(
        "The kind of paper of “%(text)s” cannot be told. Write it before the number: P-IRT, Halal."
    ),
    "paper_form": gettext_noop(
        "“%(text)s” does not have the form of a number of %(kind)s (%(digits)s digits). Check it."
    ),
    "paper_number": gettext_noop("Paper %(text)s: %(reason)s"),
    "paper_of_another_facility": gettext_noop(
        "The paper %(text)s is recorded for another facility. Ask the office that keeps it."
    ),
    "facility_missing": gettext_noop("It is not said which facility these goods are from."),
    "facility_unknown": gettext_noop("“%(text)s” is not a facility of the shop."),
    "facility_outside": gettext_noop("“%(text)s” does not belong to this regional office."),
    "holds_person": gettext_noop(
        "This cell holds the name of a maker. The shop names none. Take it out."
    ),
    "twin": gettext_noop("The same goods stand in line %(line)s already."),
    "twin_differs": gettext_noop(
        "The same goods stand in line %(line)s with other values. Keep one, or name the variant."
    ),
    "kind_differs": gettext_noop("Line %(line)s gives the same goods another kind."),
    "several_there": gettext_noop("The shop has several goods of this name. Change them there."),
    "not_a_draft": gettext_noop(
        "These goods are on sale; a new variant is added in the shop itself."
    ),
}
QUESTIONS = {
    "ask_price_range": gettext_noop("“%(text)s” is two prices. Which one holds?"),
    "ask_price_small": gettext_noop("The price is “%(text)s”. How much is meant?"),
    "ask_price_column": gettext_noop("Several columns are prices. Which one do buyers pay?"),
    "ask_facility": gettext_noop("Which facility is “%(text)s”?"),
    "ask_sheet_facility": gettext_noop("Which facility are the goods of sheet “%(sheet)s” from?"),
    "ask_kind": gettext_noop("Which kind of goods is “%(text)s”?"),
    "ask_kind_of_goods": gettext_noop("Which kind of goods is a “%(text)s”?"),
    "ask_weight_unit": gettext_noop("“%(column)s” says %(text)s. Grams or kilograms?"),
    "ask_sign": gettext_noop("Does “%(text)s” mean yes or no?"),
    "ask_date_order": gettext_noop("“%(column)s” says %(text)s. Which day is that?"),
    "ask_date_of": gettext_noop("Of which paper is the date in “%(column)s” (line %(line)s)?"),
    "ask_flagship": gettext_noop(
        "%(facility)s names more than two goods to put forward, or has some already. Which ones?"
    ),
    "ask_unit": gettext_noop("Which unit of %(facility)s is “%(text)s”?"),
    "ask_hidden": gettext_noop("Sheet “%(sheet)s” has hidden lines. Read them too?"),
}
NOTES = {
    "measure_not_weight": gettext_noop("A size that is no weight became the name of the variant."),
    "stock_uncounted": gettext_noop("Stock without a number counts as 0."),
    "paper_filed_unnumbered": gettext_noop("%(kind)s in process, without a number: not recorded."),
    "paper_unnumbered": gettext_noop("%(kind)s without a number: not recorded."),
    "pirt_old": gettext_noop("P-IRT numbers of the old form with 12 digits: to be checked."),
    "halal_length": gettext_noop("Halal numbers of unusual length: to be checked."),
    "date_without_paper": gettext_noop("A date without the number of a paper: not recorded."),
    "pirt_year": gettext_noop("The year in a P-IRT number is not the year in which it ends."),
    "unit_unknown": gettext_noop("A unit that the facility does not have: left empty."),
    "holder_person": gettext_noop("A person holds the paper: the name is not stored."),
    "paper_verified_there": gettext_noop(
        "A verified paper is there; whether it covers these goods too is for an officer to check."
    ),
    "formulas": gettext_noop("Formulas: their stored results were read."),
    "persons": gettext_noop(
        "Columns about persons were not read, not stored, and are empty in the sheet given back."
    ),
    "hidden_sheets": gettext_noop("Hidden sheets were not read."),
    "empty_sheets": gettext_noop("Sheets without headings of goods were not read."),
    "flagship_until": gettext_noop("Put forward until %(until)s."),
}
DIFFERENCES = {
    "price": gettext_noop("price %(there)s in the shop, %(sheet)s in the sheet"),
    "weight": gettext_noop("weight %(there)s in the shop, %(sheet)s in the sheet"),
    "stock": gettext_noop("stock %(there)s in the shop, %(sheet)s in the sheet"),
    "paper": gettext_noop("paper %(sheet)s is not recorded in the shop"),
    "touched": gettext_noop("not changed: somebody edited these goods in the shop"),
    "on_sale": gettext_noop("not changed: these goods are no draft any more"),
}
LEFT_OUT = {
    "hidden": gettext_noop("hidden"),
    "empty": gettext_noop("without words"),
    "total": gettext_noop("sums"),
    "block": gettext_noop("name of a facility"),
    "foot": gettext_noop("signatures and remarks"),
    "caption": gettext_noop("captions"),
}
FIELDS = {
    Field.NAME: gettext_noop("name of the goods"),
    Field.FACILITY: gettext_noop("facility"),
    Field.KIND: gettext_noop("kind of goods"),
    Field.VARIANT: gettext_noop("variant"),
    Field.PRICE: gettext_noop("price"),
    Field.WEIGHT: gettext_noop("weight"),
    Field.STOCK: gettext_noop("stock"),
    Field.MEASURE: gettext_noop("measure"),
    Field.UNIT: gettext_noop("production unit"),
    Field.BRAND: gettext_noop("brand"),
    Field.DESCRIPTION: gettext_noop("description"),
    Field.COMPOSITION: gettext_noop("composition"),
    Field.PAPER: gettext_noop("papers"),
    Field.ISSUED: gettext_noop("issued on"),
    Field.EXPIRES: gettext_noop("valid until"),
    Field.HOLDER: gettext_noop("holder of the paper"),
    Field.FLAGSHIP: gettext_noop("put forward"),
    Field.DELIVERY: gettext_noop("delivery"),
    Field.LEAD: gettext_noop("making time"),
    Field.PERSON: gettext_noop("about persons: never taken in"),
}
WAITS = gettext_noop("Waits for an answer: %(question)s (--answer %(key)s=…)")
REASON_HEADING = gettext_noop("Reason")


def said(table: Mapping[Any, str], code: str, params: Iterable[tuple[str, str]] = ()) -> str:
    """A sentence in the active language."""
    values = dict(params)
    text = gettext(table[code])
    return text % values if values else text
