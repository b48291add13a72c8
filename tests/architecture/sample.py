"""One row of everything that addresses of the portals name, all of the facility `here`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.utils import timezone

from catalog.models import Brand, Membership, ProductionUnit, Sketch, StockMove, StockSave
from catalog.models.audit import AuditEntry
from storefront.access.models import ApiToken, Invitation
from tests.cast import Cast, cast_make
from tests.making import public_listing


@dataclass(frozen=True)
class Sample:
    """The cast and the keys of the rows."""

    cast: Cast
    common: Mapping[str, Any]
    apart: Mapping[str, Mapping[str, Any]]

    def keys(self, route: str) -> Mapping[str, Any]:
        """What the arguments of an address stand for."""
        special = (more for part, more in self.apart.items() if part in route)
        return {**self.common, **next(special, {})}


def sample_make() -> Sample:
    """Make them all."""
    cast = cast_make()
    here, sari = cast.here, cast.sari.user_id or 0
    unit = ProductionUnit.objects.create(
        facility=here, key="a", kind="bimker", name="A", name_en="A", skill="x", skill_en="x"
    )
    brand = Brand.objects.create(facility=here, slug="merek", name="Merek")
    listing = public_listing(here)
    variant = apps.get_model("product.ProductVariant").objects.get(product_id=listing.product_id)
    later = timezone.now() + timedelta(days=7)
    common = {
        "slug": here.slug,
        "listing_id": listing.pk,
        "act": "tarik",
        "variant_id": variant.pk,
        "move_id": StockMove.objects.filter(variant_id=variant.pk)[0].pk,
        "save_id": StockSave.objects.create(
            facility=here, key=b"1" * 32, changes=[], reason="counted", user_id=sari
        ).pk,
        "user_id": sari,
        "membership_id": Membership.objects.get(user_id=sari).pk,
        "invitation_id": Invitation.objects.create(
            email="baru@contoh.example", role="facility_operator", facility=here,
            digest=b"2" * 32, expires_at=later,
        ).pk,
        "token_id": ApiToken.objects.create(
            user_id=cast.facility_head.user_id or 0, facility=here, name="x", digest=b"3" * 32,
            tail="abcd", scopes=["facility.see"], expires_at=later,
        ).pk,
        "key": Sketch.objects.create(facility=here, user_id=sari, key=uuid4()).pk,
        "entry_id": AuditEntry.objects.create(
            actor_role="facility_head", actor_name="x", action="facility.changed",
            subject_table="catalog_facility", subject_id=str(here.pk),
        ).pk,
        "name": "x",
        "word": "x",
    }  # fmt: skip
    apart: dict[str, dict[str, Any]] = {
        "kantor/": {"slug": here.office.slug},
        "mitra/": {"slug": cast.partner.slug},
        "riwayat/": {"word": "barang", "key": listing.pk},
        "unit/": {"row_id": unit.pk},
        "merek/": {"row_id": brand.pk},
    }
    return Sample(cast, common, apart)
