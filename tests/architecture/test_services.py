"""Every service takes an actor, and none does anything for who is elsewhere or may only look."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import FunctionType, ModuleType
from typing import Any

import pytest
from django.db import transaction

import catalog.services
import legality.services
from catalog.errors import NotAllowed, NotFound
from catalog.models import AuditEntry
from catalog.services import drafts, listings, sketches
from catalog.types import Actor
from legality.services import editing
from tests.architecture.sample import Sample, sample_make
from tests.architecture.services import (
    LOOKS,
    NOT_ASKING,
    SAYS_NO,
    SERVICES,
    WITHOUT_ACTOR,
)
from tests.conftest import serving_role

# Of buying, those that people of the shop act through.
_ORDERS = (
    *("addresses", "choosing", "couriers", "delivery", "ending"),
    *("expiring", "paid", "placing", "rates", "terms", "transfer_accounts"),
    *("fulfilling", "handing_over", "undelivered"),
    *("counter", "payments", "practising", "proofs", "reconciling"),
    *("refund_asking", "refunds", "settling"),
    *("baskets", "tries", "vouchers"),
    *("buyer_acts", "keys", "returned", "returns", "written"),
)
_ACCESS = (
    *("accounts", "closing", "factors", "invitations", "people", "roles", "sessions", "signup"),
    "tokens",
)
# What writes, waits for others or asks for work; a service that does none of it only reads.
_WRITES = {
    *("save", "create", "bulk_create", "get_or_create", "update_or_create", "update", "delete"),
    *("select_for_update", "execute", "audit", "announce", "public_write"),
    *("checkout_begin", "checkout_address_write", "checkout_ways_write"),
    *("written_together", "practice_tell"),
}
# Those who have nothing to do with `here`, of whatever they are elsewhere.
OUTSIDERS = (
    *("neighbor", "budi", "other_head", "other_regional_officer", "other_regional_head"),
    *("board_editor", "board_viewer", "former", "moved", "nobody", "anonymous"),
)


def modules() -> Iterator[ModuleType]:
    """Where services stand."""
    for package in (catalog.services, legality.services):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)
    yield importlib.import_module("galleries.services")
    for name in _ORDERS:
        yield importlib.import_module(f"storefront.orders.services.{name}")
    for name in _ACCESS:
        yield importlib.import_module(f"storefront.access.{name}")


def public_functions() -> Iterator[tuple[str, Any]]:
    """By their whole names."""
    for module in modules():
        for name, one in vars(module).items():
            plain = inspect.unwrap(one) if callable(one) else None
            is_own = isinstance(plain, FunctionType) and plain.__module__ == module.__name__
            if is_own and not name.startswith("_"):
                yield f"{module.__name__}.{name}", one


def takes_an_actor(function: Any) -> bool:
    return "actor" in inspect.signature(function).parameters


def writes(function: Any) -> bool:
    """Whether it writes itself, or is a transaction."""
    tree = ast.parse(inspect.getsource(inspect.unwrap(function)))
    names = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    return bool(names & _WRITES) or function is not inspect.unwrap(function)


def test_every_service_takes_an_actor_or_is_named_with_the_reason() -> None:
    without = {name for name, one in public_functions() if not takes_an_actor(one) and writes(one)}
    assert without == set(WITHOUT_ACTOR)


def test_every_service_with_an_actor_has_a_row() -> None:
    found = {name for name, one in public_functions() if takes_an_actor(one)}
    tried = {f"{one.__module__}.{one.__name__}" for one in SERVICES}
    assert found == tried | set(NOT_ASKING)
    assert not tried & set(NOT_ASKING)


@pytest.fixture
def sample(db: None) -> Sample:
    return sample_make()


def said(service: Any, sample: Sample, actor: Actor) -> str:
    """How a service answers; whatever it does is taken back."""
    try:
        with transaction.atomic():
            service(actor=actor, **SERVICES[service](sample))
            raise AssertionError("done")
    except NotFound:
        return "absent"
    except NotAllowed:
        return "refused"
    except AssertionError as error:
        return str(error)


def wrong(sample: Sample, actors: dict[str, Actor], expected: Callable[[Any], str]) -> list[str]:
    """Where a service does not say what is expected, asked with the rights of `app`."""
    before = AuditEntry.objects.count()
    found = []
    for name, actor in actors.items():
        with serving_role(actor):
            for service in SERVICES:
                answer = said(service, sample, actor)
                if answer != expected(service):
                    found.append(f"{service.__module__}.{service.__name__} {name}: {answer}")
    assert AuditEntry.objects.count() == before
    return found


def test_for_who_is_elsewhere_nothing_is_there(
    sample: Sample, counted: Callable[[str], None]
) -> None:
    people = sample.people()
    actors = {name: people[name] for name in OUTSIDERS}
    found = wrong(sample, actors, lambda one: "refused" if one in SAYS_NO else "absent")
    of_a_board = {f"storefront.access.roles.partner_place {name}: done" for name in _BOARD}
    assert set(found) == of_a_board
    counted(f"{len(SERVICES)} services x {len(OUTSIDERS) + 2} who may not: none does it")


_BOARD = ("board_editor", "board_viewer")


# Not there for who may only look: another's sketch, and drafts that the database does not let
# them lock.
UNSEEN = {sketches.sketch_drop, drafts.variants_import, drafts.variants_update}


def test_for_who_may_only_look_nothing_is_done(sample: Sample) -> None:
    def said_to_auditors(service: Any) -> str:
        return "done" if service in LOOKS else "absent" if service in UNSEEN else "refused"

    found = wrong(sample, {"auditor": sample.cast.auditor}, said_to_auditors)
    assert "\n".join(found) == ""


# What a key does that may only see: the person's own sketch, and looking closely without a change.
HARMLESS = {sketches.sketch_drop, listings.listing_for_update, editing.listing_recheck}


def test_a_key_that_may_only_see_does_nothing(sample: Sample) -> None:
    key = replace(sample.cast.sari, only=frozenset({"facility.see"}))
    harmless = {f"{one.__module__}.{one.__name__} key: done" for one in HARMLESS}
    found = wrong(sample, {"key": key}, lambda service: "refused")
    assert {line for line in found if line.endswith("done")} == harmless
