"""Why a scan is not taken, for whoever brought it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from legality.scans.kinds import Reason

SENTENCES: dict[Reason, str] = {
    Reason.EMPTY: gettext_noop("The file is empty. Scan the paper again, or choose another file."),
    Reason.TOO_LARGE: gettext_noop("The scan is larger than 10 MB."),
    Reason.UNKNOWN: gettext_noop("This file is not a PDF, JPEG, PNG or HEIC picture."),
    Reason.MIXED: gettext_noop(
        "This file is two kinds of file in one. Scan the paper again, or take a picture of it."
    ),
    Reason.DAMAGED: gettext_noop(
        "The file is damaged or not complete. Scan the paper again, or take a picture of it."
    ),
    Reason.TOO_MANY_PAGES: gettext_noop(
        "The PDF has more than 20 pages. Send only the pages of the paper itself."
    ),
    Reason.TOO_MANY_PIXELS: gettext_noop("The picture has more than 40 megapixels."),
    Reason.LOCKED: gettext_noop(
        "The PDF is locked with a password. Save it without one, or take a picture of the paper."
    ),
    Reason.SCRIPT: gettext_noop(
        "The PDF holds a script or starts a program. Print it to a new PDF, or take a picture of"
        " the paper."
    ),
    Reason.ATTACHMENT: gettext_noop(
        "The PDF holds other files, sound or film. Print it to a new PDF, or take a picture of the"
        " paper."
    ),
    Reason.LIVE_FORM: gettext_noop(
        "The PDF is a form that only one program can show. Print it to a new PDF, or take a picture"
        " of the paper."
    ),
    Reason.TOO_COMPLEX: gettext_noop(
        "The file is too complicated to be looked through. Scan the paper again, or take a picture"
        " of it."
    ),
    Reason.BUSY: gettext_noop("Many scans are being looked through now. Try again in a minute."),
    Reason.TOO_MANY_SCANS: gettext_noop(
        "This paper has ten scans already. Remove one that is no longer needed first."
    ),
    Reason.NOT_KEPT: gettext_noop("The scan could not be kept just now. Try again in a minute."),
}
