"""legality's own errors, in the catalogue's tree.

DomainError
 `- Blocked
     `- PublicationBlocked   a rule refused; carries the findings
"""

from __future__ import annotations

from catalog.errors import Blocked
from legality.types import Finding


class PublicationBlocked(Blocked):
    """A rule refused publication. findings: all that block."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(reasons=" ".join(finding.sentence for finding in findings))
