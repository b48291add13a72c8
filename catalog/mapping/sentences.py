"""Why a whole file is not read: English msgids, said in Indonesian to whoever sent it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

EMPTY_FILE = gettext_noop("This file is empty.")
TOO_LARGE = gettext_noop("This file is larger than %(most)s MB. Split it and send each part.")
TOO_LARGE_INSIDE = gettext_noop("This file unpacks to far more than a sheet needs. Not read.")
TOO_MANY_CELLS = gettext_noop("This file has more than %(most)s cells. Split it into parts.")
TOO_MANY_LINES = gettext_noop("This file has more than %(most)s lines. Split it into parts.")
CELL_TOO_LONG = gettext_noop("One cell holds more than %(most)s letters. Shorten it first.")
DAMAGED = gettext_noop("This file is damaged or cut off. Open it, save it again as .xlsx, resend.")
LOCKED = gettext_noop("This file is locked with a password. Save it without one and resend.")
OLD_EXCEL = gettext_noop("This is an old Excel file (.xls). Save it as .xlsx and resend.")
MACROS = gettext_noop("This file holds macros. Save it as .xlsx without macros and resend.")
ENTITIES = gettext_noop("This file refers to something outside itself. Not read.")
OUTSIDE_LINKS = gettext_noop("A formula in this file calls another program. Not read.")
NOT_A_WORKBOOK = gettext_noop("This archive is not an Excel sheet. Save the sheet as .xlsx.")
NOT_A_SHEET = gettext_noop("This is %(what)s, not a sheet. Send .xlsx or .csv.")
NO_HEADINGS = gettext_noop(
    "No row of headings was found. At least the name of the goods and the price are needed."
)
