"""Sessions as rows that know whose they are: Django's way of extending its database engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore as Rows
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from catalog.audit import audit
from catalog.errors import NotFound
from catalog.types import Actor
from storefront.access.models import Session

_FRESH = timedelta(hours=1)


class SessionStore(Rows):
    """Django's, with user, address, browser and beginning in columns of their own.

    One in use lives on: its first request after an hour is written down (`seen_at`), and it ends
    SESSION_COOKIE_AGE after the last that was.
    """

    @classmethod
    def get_model_class(cls) -> Any:
        """The table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """A row as Django makes it, with what the log-in wrote into the session."""
        row: Any = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        row.address, row.agent = data.get("address"), data.get("agent", "")[:200]
        if data.get("begun"):
            row.begun_at = datetime.fromisoformat(data["begun"])
        return row

    def load(self) -> dict[str, Any]:
        """What is kept in the session; one not written for an hour is written again."""
        row = self._get_session_from_db()  # type: ignore[attr-defined] # missing in the stubs
        if row is None:
            return {}
        if timezone.now() - row.seen_at > _FRESH:
            self.modified = True
        return self.decode(row.session_data)


@dataclass(frozen=True)
class OpenSession:
    """One log-in as its owner sees it. name: what it is called in forms; it opens nothing.

    agent: the browser's own words; address: of the network, "" when unknown.
    """

    name: str
    agent: str
    address: str
    begun_at: datetime
    seen_at: datetime
    is_this: bool


def _name(key: str) -> str:
    return salted_hmac("access.session", key, algorithm="sha256").hexdigest()[:32]


def sessions_of(user_id: int, this: str | None) -> list[OpenSession]:
    """A person's log-ins, the one with the key `this` first, then the last used. One statement."""
    rows = Session.objects.filter(user_id=user_id, expire_date__gt=timezone.now())
    found = [
        OpenSession(
            name=_name(row.session_key),
            agent=row.agent,
            address=row.address or "",
            begun_at=row.begun_at,
            seen_at=row.seen_at,
            is_this=row.session_key == this,
        )
        for row in rows.order_by("-seen_at")
    ]
    return sorted(found, key=lambda one: not one.is_this)


@transaction.atomic
def session_end(*, actor: Actor, name: str) -> None:
    """End one log-in of one's own. Raises NotFound (no such, or another person's)."""
    for row in Session.objects.filter(user_id=actor.user_id or 0):
        if constant_time_compare(_name(row.session_key), name):
            row.delete()
            _write_down(actor, "session.ended", 1)
            return
    raise NotFound


@transaction.atomic
def other_sessions_end(*, actor: Actor, this: str) -> int:
    """End all log-ins of one's own but the one with the key `this`; how many there were."""
    rows = Session.objects.filter(user_id=actor.user_id or 0).exclude(session_key=this)
    ended = rows.delete()[0]
    if ended:
        _write_down(actor, "session.others_ended", ended)
    return ended


def _write_down(actor: Actor, action: str, ended: int) -> None:
    audit(actor, action, get_user_model()(pk=actor.user_id), ended=ended)


def sessions_end(user_id: int, *, but: str = "") -> None:
    """End a person's log-ins everywhere; `but` the one with this key, when there is one."""
    Session.objects.filter(user_id=user_id).exclude(session_key=but).delete()


def expired_sessions_clear() -> int:
    """Take rows away that open nothing any more; how many."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
