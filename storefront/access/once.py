"""What a client asks for twice under one name is done once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from psycopg.errors import InsufficientPrivilege

from catalog.errors import Invalid, NotAllowed
from storefront.access.models import TokenAct

MOST_LETTERS = 80

_CLAIM = """INSERT INTO access_tokenact (token_id, key, digest, answer, at)
VALUES (%s, %s, %s, '{}', %s) ON CONFLICT (token_id, key) DO NOTHING RETURNING id"""


@transaction.atomic
def act_once(
    *,
    token_id: int,
    key: str | None,
    asked: Mapping[str, Any],
    act: Callable[[], dict[str, Any]],
) -> dict[str, Any]:
    """Do an act in one transaction; its answer, values that JSON can hold. With a key that this
    token used before, the answer of then and nothing is done.

    The same key at the same moment waits for the first. An act that fails leaves its key free.
    Raises Invalid (no key, or used for something else), NotAllowed, and what the act raises.
    """
    if key is None:
        return act()
    if not (key.strip() and len(key) <= MOST_LETTERS and key.isprintable()):
        raise Invalid(field="idempotencyKey", reason=gettext_noop("Give 1 to 80 letters."))
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).digest()
    claimed = _claimed(token_id, key, digest)
    if claimed is None:
        return _answer_of_then(token_id, key, digest)
    answer = act()
    TokenAct.objects.filter(pk=claimed).update(answer=answer)
    return answer


def _claimed(token_id: int, key: str, digest: bytes) -> int | None:
    """The row of a name that is used for the first time. Raises NotAllowed: whose maker only looks
    by now leaves no row, as the database sees to."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, [token_id, key, digest, timezone.now()])
            row = cursor.fetchone()
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise NotAllowed from error
        raise
    return int(row[0]) if row else None


def _answer_of_then(token_id: int, key: str, digest: bytes) -> dict[str, Any]:
    known = TokenAct.objects.get(token_id=token_id, key=key)
    if bytes(known.digest) != digest:
        raise Invalid(
            field="idempotencyKey",
            reason=gettext_noop("This key was used for something else. Take a new one."),
        )
    answer: dict[str, Any] = known.answer
    return answer
