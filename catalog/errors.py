"""Errors the shop raises on purpose.

DomainError
 |- NotFound      the row is absent, or outside the actor's scope
 |- NotAllowed    the row is visible, the act is not
 |- WrongState    the act does not start from the current state
 |- Invalid       a value cannot be taken; names the field
 `- Blocked       a rule refused; carries findings

Each has a code for machines and one sentence for people (an English msgid, translated where it is
shown). Anything that is not a DomainError is a bug.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class ErrorCode(StrEnum):
    """Codes that clients may compare."""

    NOT_FOUND = "NOT_FOUND"
    NOT_ALLOWED = "NOT_ALLOWED"
    WRONG_STATE = "WRONG_STATE"
    INVALID = "INVALID"
    BLOCKED = "BLOCKED"


class DomainError(Exception):
    """Something expected went otherwise; `code` for machines, str() for people."""

    code: ErrorCode
    template: str

    def __init__(self, **params: object) -> None:
        self.params: Mapping[str, object] = params
        super().__init__(self.template % params if params else self.template)

    @property
    def sentence(self) -> str:
        """What a person reads, in the active language."""
        return str(_(self.template)) % self.params if self.params else str(_(self.template))


class NotFound(DomainError):
    """The row is absent, or outside the actor's scope: both look the same from outside."""

    code = ErrorCode.NOT_FOUND
    template = gettext_noop("This is not here.")


class NotAllowed(DomainError):
    """The row is visible to the actor, the act is not theirs."""

    code = ErrorCode.NOT_ALLOWED
    template = gettext_noop("You may look at this but not change it.")


class WrongState(DomainError):
    """The act does not start from the current state. Params: current, wanted."""

    code = ErrorCode.WRONG_STATE
    template = gettext_noop("Cannot move from %(current)s to %(wanted)s.")


class Invalid(DomainError):
    """A value cannot be taken. Params: field, reason."""

    code = ErrorCode.INVALID
    template = gettext_noop("%(field)s: %(reason)s")


class Blocked(DomainError):
    """A rule refused the act. Params: reasons (one sentence each, joined)."""

    code = ErrorCode.BLOCKED
    template = gettext_noop("Not yet possible: %(reasons)s")
