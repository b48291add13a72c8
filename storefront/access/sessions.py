"""Sessions as rows that know whose they are: Django's way of extending its database engine.

A row holds a hash of the key in its owner's cookie: whoever reads the table takes over no log-in.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore as Rows
from django.db import transaction
from django.utils import timezone

from catalog.audit import audit
from catalog.errors import NotFound
from catalog.types import Actor
from catalog.whole_rows import row_of
from storefront.access.models import Session

_FRESH = timedelta(hours=1)
_ROOM = 40  # hex digits of Django's column


def _hashed(key: str | None) -> str:
    """What stands in the table for the key in a cookie, which is random enough for a quick hash."""
    return hashlib.sha256((key or "").encode()).hexdigest()[:_ROOM]


class SessionStore(Rows):
    """Django's, with user, address, browser and beginning in columns of their own, and the key
    hashed wherever Django's reads or writes a row.

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
        row.session_key = _hashed(row.session_key)
        row.user_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        row.address, row.agent = data.get("address"), data.get("agent", "")[:200]
        if data.get("begun"):
            row.begun_at = datetime.fromisoformat(data["begun"])
        return row

    def load(self) -> dict[str, Any]:
        """What is kept in the session; one not written for an hour is written again."""
        now = timezone.now()
        given = {"key": _hashed(self.session_key), "now": now}
        row = row_of(Session, (), "t.session_key = %(key)s AND t.expire_date > %(now)s", given)
        if row is None:
            self._session_key = None  # an unknown key is nobody's choice: a new one is made
            return {}
        if now - row.seen_at > _FRESH:
            self.modified = True
        return self.decode(row.session_data)

    def exists(self, session_key: str) -> bool:
        """Whether there is a row."""
        return super().exists(_hashed(session_key))

    def delete(self, session_key: str | None = None) -> None:
        """Take the row away."""
        super().delete(_hashed(session_key or self.session_key))


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


def sessions_of(user_id: int, this: str | None) -> list[OpenSession]:
    """A person's log-ins, the one with the key `this` first, then the last used. One statement."""
    rows = Session.objects.filter(user_id=user_id, expire_date__gt=timezone.now())
    found = [
        OpenSession(
            name=row.session_key,
            agent=row.agent,
            address=row.address or "",
            begun_at=row.begun_at,
            seen_at=row.seen_at,
            is_this=row.session_key == _hashed(this),
        )
        for row in rows.order_by("-seen_at")
    ]
    return sorted(found, key=lambda one: not one.is_this)


@transaction.atomic
def session_end(*, actor: Actor, name: str) -> None:
    """End one log-in of one's own. Raises NotFound (no such, or another person's)."""
    if not Session.objects.filter(user_id=actor.user_id or 0, session_key=name).delete()[0]:
        raise NotFound
    _write_down(actor, "session.ended", 1)


@transaction.atomic
def other_sessions_end(*, actor: Actor, this: str) -> int:
    """End all log-ins of one's own but the one with the key `this`; how many there were."""
    ended = sessions_end(actor.user_id or 0, but=this)
    if ended:
        _write_down(actor, "session.others_ended", ended)
    return ended


def _write_down(actor: Actor, action: str, ended: int) -> None:
    audit(actor, action, get_user_model()(pk=actor.user_id), ended=ended)


def sessions_end(user_id: int, *, but: str = "") -> int:
    """End a person's log-ins everywhere, `but` the one with this key, when there is one; how many
    there were."""
    rows = Session.objects.filter(user_id=user_id).exclude(session_key=_hashed(but))
    return int(rows.delete()[0])


def expired_sessions_clear() -> int:
    """Take rows away that open nothing any more; how many."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
