"""A form by which a number can be tried: read as the form describes it, with nothing saved."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from catalog.errors import Invalid
from legality.number_findings import PART_NAMES
from legality.sentences import finding_said
from legality.trying import Tried, number_tried
from storefront.web.center.fields import line
from storefront.web.center.keeping import KeptForm

SAMPLE_LENGTH = 200


class TryingForm(KeptForm):
    """Values of a kind of paper with a number. of_code: the kind's, where it has one already.

    A number that was not read yet is read first, whichever button is pressed: the key Enter in its
    field saves nothing.
    """

    extra: tuple[str, ...] = ("sample",)
    of_code = ""
    tries = True
    tried: dict[str, Any] | None = None
    sample = line(
        _("Try a number"),
        SAMPLE_LENGTH,
        required=False,
        help_text=_("It is read as described above. Nothing is saved by that."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name != "sample"), "sample"])
        if kwargs.get("is_fixed"):
            del self.fields["sample"]

    @property
    def code_said(self) -> str:
        """The kind's code."""
        return self.of_code

    def arranged(self) -> KeptForm | None:
        """With the number read, where there is one that was not read before."""
        sample = str(self.data.get("sample", "")).strip()
        is_asked = "try" in self.data
        if not is_asked and (not sample or sample == self.data.get("_tried", "")):
            return None
        if not self.is_valid():
            return None
        if not sample:
            self.add_error("sample", gettext("Type the number of a paper."))
            return self
        try:
            found = number_tried(self.code_said, self.wanted, sample)
        except Invalid as refused:
            self.refuse(refused)
        else:
            self.tried = {"sample": sample, **_said(found)}
        return self


def _said(found: Tried) -> dict[str, Any]:
    """A reading in the words of the page."""
    language = get_language() or "id"
    return {
        "kind": found.kind,
        "normal": found.normal,
        "compared": found.compared,
        "address": found.address,
        "parts": [
            (gettext(PART_NAMES[part.name]) if part.name in PART_NAMES else part.name,
             part.value, part.meaning)
            for part in found.parts
        ],
        "findings": [
            {"is_blocking": one.blocking, "sentence": finding_said(one, language)}
            for one in found.findings
        ],
    }  # fmt: skip
