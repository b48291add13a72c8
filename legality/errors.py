"""legality's own errors, in the catalogue's tree.

DomainError
 |- Invalid
 |   `- NumberRefused        a paper's number or its dates cannot be taken; carries the findings
 `- Blocked
     `- PublicationBlocked   a rule refused; carries the findings
"""

from __future__ import annotations

from catalog.errors import Blocked, Invalid
from legality.sentences import finding_said
from legality.types import Finding


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
