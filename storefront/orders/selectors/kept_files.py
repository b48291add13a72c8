"""What buyers showed the shop, for their own keeping: proofs of transfers, photos of goods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from catalog.storage import private_read
from storefront.orders.acting import as_shop
from storefront.orders.models import ReturnPhoto, TransferProof
from storefront.orders.rules.files import proof_extension, proof_name, return_photo_name

_PROOF = ("attempt__shop_order_id", "attempt__shop_order__number", "key", "media_type")
_TOLD = ("sent_at", "state", "decided_at", "note")
_PHOTO = ("request_id", "request__facility_order__number", "key")
_OF_PHOTO = "request__facility_order__shop_order__user"


class KeptFile(NamedTuple):
    """A file. of: the key of the order or of the request to send goods back; name: among the
    owner's data; stored: in the private storage; told: what else is known of it."""

    of: int
    name: str
    stored: str
    told: dict[str, str | datetime | None]


def proofs_kept(user_id: int) -> list[KeptFile]:
    """Proofs of transfers for an account's orders. One statement."""
    with as_shop():
        rows = TransferProof.objects.filter(attempt__shop_order__user=user_id).order_by("pk")
        found = list(rows.values_list(*_PROOF, *_TOLD))
    numbered = _numbered(row[1] for row in found)
    return [
        KeptFile(
            of=order,
            name=f"bukti-transfer/{number}.{proof_extension(kind)}",
            stored=proof_name(key, kind),
            told=dict(zip(_TOLD, told, strict=True)),
        )
        for number, (order, _order_number, key, kind, *told) in zip(numbered, found, strict=True)
    ]


def photos_kept(user_id: int) -> list[KeptFile]:
    """Photos of goods that were to go back. One statement."""
    with as_shop():
        rows = ReturnPhoto.objects.filter(**{_OF_PHOTO: user_id}).order_by("pk")
        found = list(rows.values_list(*_PHOTO))
    numbered = _numbered(row[1] for row in found)
    return [
        KeptFile(request, f"foto-pengembalian/{number}.webp", return_photo_name(key), {})
        for number, (request, _part_number, key) in zip(numbered, found, strict=True)
    ]


def _numbered(numbers: Iterable[str]) -> list[str]:
    """LB2611-000001-1, LB2611-000001-2, LB2611-000007-1: each number with a place of its own."""
    places: Counter[str] = Counter()
    found = []
    for number in numbers:
        places[number] += 1
        found.append(f"{number}-{places[number]}")
    return found


def files_told(files: Iterable[KeptFile]) -> dict[int, list[dict[str, Any]]]:
    """What is known of files, by what they are of."""
    found: dict[int, list[dict[str, Any]]] = {}
    for one in files:
        found.setdefault(one.of, []).append({"file": one.name, **one.told})
    return found


def file_read(file: KeptFile) -> bytes | None:
    """Its content; None where the storage has lost it."""
    try:
        return private_read(file.stored)
    except FileNotFoundError:
        return None
