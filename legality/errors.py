"""legality's own errors, in the catalogue's tree.

DomainError
 |- Invalid
 |   |- NumberRefused        a paper's number or its dates cannot be taken; carries the findings
 |   `- ScanRefused          a file is no scan of a paper, or not one that can be kept
 |- NotAllowed
 |   `- OwnReview            who handed in does not decide
 |- WrongState
 |   |- DecidedMeanwhile     another officer was quicker
 |   `- TakenBack            so was the facility
 |- EditedMeanwhile          what was looked at has changed since; carries the changes
 `- Blocked
     `- PublicationBlocked   a rule refused; carries the findings
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

from catalog.errors import Blocked, DomainError, ErrorCode, Invalid, NotAllowed, WrongState
from legality.scans.kinds import Reason
from legality.scans.sentences import SENTENCES
from legality.sentences import finding_said
from legality.types import Change, Finding


class PublicationBlocked(Blocked):
    """A rule refused publication. findings: all that block."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(reasons=" ".join(finding_said(finding) for finding in findings))


class NumberRefused(Invalid):
    """A paper's number or its dates cannot be taken. findings: all that block."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        is_of_dates = all(finding.code.startswith("ends_") for finding in findings)
        super().__init__(
            field="expires_on" if is_of_dates else "number",
            reason=" ".join(finding_said(finding) for finding in findings),
        )


class ScanRefused(Invalid):
    """A scan of a paper is not taken. reason: why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(field="scan", reason=SENTENCES[reason])


class OwnReview(NotAllowed):
    """Who handed goods in does not decide on them."""

    template = gettext_noop(
        "You handed these goods in yourself. Somebody else of the office decides on them."
    )


class DecidedMeanwhile(WrongState):
    """Somebody else was quicker with a review. Params: current, wanted. decided_name: who."""

    template = gettext_noop("%(who)s has already decided on this. Nothing was changed by you.")

    def __init__(self, *, current: str, wanted: str, decided_name: str) -> None:
        self.decided_name = decided_name
        super().__init__(current=current, wanted=wanted, who=decided_name)


class TakenBack(WrongState):
    """The facility took back what it had handed in."""

    template = gettext_noop("The facility took this back. There is nothing to decide any more.")


class EditedMeanwhile(DomainError):
    """What an officer saw is no longer what stands there; nothing was decided. changes: what was
    changed since it was handed in, as far as that is known."""

    code = ErrorCode.WRONG_STATE
    template = gettext_noop(
        "This was changed after you opened it. Look at the changes, then decide."
    )

    def __init__(self, changes: tuple[Change, ...] = ()) -> None:
        self.changes = changes
        super().__init__()
