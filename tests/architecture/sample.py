"""One row of everything that addresses name, and everybody who may ask for it.

What addresses of the portals name is of the facility `here` of `tests.cast`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from catalog.models import (
    Brand,
    Facility,
    Membership,
    ProductionUnit,
    SearchTerm,
    Sketch,
    StockMove,
    StockSave,
)
from catalog.models.audit import AuditEntry
from catalog.services.memberships import Post, membership_give
from catalog.types import Actor, Role
from galleries.models import ListingPhoto
from legality.models import CertificateState, Evidence
from storefront.access.models import ApiToken, Invitation
from storefront.orders.consents import CONSENT_ADDRESSES
from storefront.orders.models import Consent
from storefront.orders.services.addresses import book_add
from storefront.orders.services.buyers import consent_give
from storefront.orders.services.returns import ReturnWish, return_ask
from storefront.orders.types import FacilityOrderState
from tests.cast import Cast, actor_again, client_of, member_make, person_make
from tests.making import (
    SYSTEM,
    draft_listing,
    facility_make,
    paper_make,
    public_listing,
    ready_listing,
    waiting_review,
)
from tests.orders.baskets_making import voucher_make
from tests.orders.delivery_making import rate_make, service_make
from tests.orders.making import account_make, order_paid_up
from tests.orders.money_making import of_money
from tests.orders.places import ADDRESS, places_make
from tests.orders.terms_making import terms_make
from tests.storefront.web.buying.orders import moved, parts_of, token_of
from tests.storefront.web.center.making import shop_make
from tests.storefront.web.places_making import album_make


@dataclass(frozen=True)
class Sample:
    """The cast, further people by name, and the keys of the rows."""

    cast: Cast
    more: Mapping[str, Actor]
    common: Mapping[str, Any]
    apart: Mapping[str, Mapping[str, Any]]

    def keys(self, route: str) -> Mapping[str, Any]:
        """What the arguments of an address stand for."""
        found = dict(self.common)
        for part, more in self.apart.items():
            if part in route:
                found |= more
        return found

    def people(self) -> dict[str, Actor]:
        """Everybody by name."""
        return {**self.cast.everybody(), **self.more}

    def client(self, name: str) -> Client:
        """A browser of somebody; "half" gave the password of a facility's head and no more, and so
        did the buyer."""
        if name not in ("half", "buyer"):
            return client_of(self.people()[name])
        client = Client()
        user = get_user_model().objects.get(pk=self.more[name].user_id)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client


def more_people(cast: Cast) -> dict[str, Actor]:
    """Those whom the cast does not have.

    neighbor: operator of another facility of the same office; former: operator of `here` until a
    moment ago; moved: the same, and operator of `elsewhere` since; nobody: an account and no role;
    half: head of `here` without a second factor; buyer: an account with an address and no role.
    """
    here, elsewhere = cast.here, cast.elsewhere
    neighbor = facility_make()
    assert neighbor.office_id == here.office_id
    former, moved = (
        member_make(Post(Role.FACILITY_OPERATOR, facility_id=here.pk)) for _each in range(2)
    )
    keys = [former.user_id or 0, moved.user_id or 0]
    Membership.objects.filter(user_id__in=keys).update(ends_at=timezone.now())
    post = Post(Role.FACILITY_OPERATOR, facility_id=elsewhere.pk)
    membership_give(actor=SYSTEM, user_id=keys[1], post=post)
    return {
        "neighbor": member_make(Post(Role.FACILITY_OPERATOR, facility_id=neighbor.pk)),
        "other_head": member_make(Post(Role.FACILITY_HEAD, facility_id=elsewhere.pk)),
        "other_regional_head": member_make(Post(Role.REGIONAL_HEAD, office_id=elsewhere.office_id)),
        "former": actor_again(keys[0]),
        "moved": actor_again(keys[1]),
        "nobody": actor_again(person_make().pk),
        "half": member_make(Post(Role.FACILITY_HEAD, facility_id=here.pk)),
        "buyer": actor_again(person_make().pk),
    }


def of_buyer(user_id: int) -> dict[str, Any]:
    """What a buyer's own pages are about."""
    places_make()
    consent_give(user_id=user_id, kind=CONSENT_ADDRESSES)
    return {
        "address_id": book_add(user_id=user_id, values=ADDRESS),
        "consent_id": Consent.objects.get(user_id=user_id).pk,
    }


def _entry_of(facility: Any) -> int:
    AuditEntry.objects.create(
        actor_role="facility_head", actor_name="x", action="facility.changed",
        subject_table="catalog_facility", subject_id=str(facility.pk),
    )  # fmt: skip
    return int(AuditEntry.objects.latest("pk").pk)


def of_order(facility: Facility) -> dict[str, Any]:
    """An order of the facility's goods, which the buyer has and asks to send back."""
    rate_make("", "", 20_000, 10_000)
    order = order_paid_up((public_listing(facility), 1))
    part = moved(parts_of(order)[0], FacilityOrderState.DONE)
    line: Any = part.lines.get()
    wish = ReturnWish({line.pk: 1}, "Kemasannya robek di sudut.")
    asked = return_ask(order_token=token_of(order), part_id=part.pk, wish=wish)
    return {
        "token": token_of(order),
        "place": 1,
        "return_id": asked,
        "part_id": part.pk,
        "part_number": part.number,
        "parcel_id": part.parcels.get().pk,
    }


def sample_make() -> Sample:
    """Make them all."""
    cast = shop_make()
    here, sari = cast.here, cast.sari.user_id or 0
    unit = ProductionUnit.objects.create(
        facility=here, key="a", kind="bimker", name="A", name_en="A", skill="x", skill_en="x"
    )
    brand = Brand.objects.create(facility=here, slug="merek", name="Merek")
    service = service_make("ab-reg")
    terms = terms_make(here.pk)
    listing = public_listing(here)
    album = album_make(here, photos=1)
    picture = ListingPhoto.objects.select_related("picture").get(listing=listing).picture
    variants = apps.get_model("product.ProductVariant").objects
    variant = variants.get(product_id=listing.product_id)
    draft = draft_listing(here)
    paper = paper_make(draft, number="CONTOH-1", state=CertificateState.UNVERIFIED)
    later = timezone.now() + timedelta(days=7)
    common = {
        "slug": here.slug,
        "facility_slug": here.slug,
        "listing_id": listing.pk,
        "draft_id": draft.pk,
        "draft_variant_id": variants.get(product_id=draft.product_id).pk,
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
        "certificate_id": paper.pk,
        "paper_id": paper.pk,
        "voucher_id": voucher_make("CONTOH").pk,
        "evidence_id": Evidence.objects.create(
            certificate=paper, facility=here, key="4" * 64, original_name="x.pdf", size=1,
            came_as="application/pdf", media_type="application/pdf", sha256="5" * 64,
        ).pk,
        "ticket": "x",
        "review_id": waiting_review(cast.sari, ready_listing(here)).pk,
        "entry_id": _entry_of(here),
        "name": "x",
        "word": "x",
        "number": 1,
    }  # fmt: skip
    apart: dict[str, dict[str, Any]] = {
        "petugas/kantor/": {"slug": here.office.slug},
        "petugas/mitra/": {"slug": cast.partner.slug},
        "petugas/<slug:slug>/riwayat/": {"word": "barang", "key": listing.pk},
        "pusat/riwayat/": {"word": "provinsi", "key": "72"},
        "/unit/": {"row_id": unit.pk},
        "/merek/": {"row_id": brand.pk},
        "media/": {"name": picture.original},
        "produk/": {"slug": listing.slug},
        "provinsi/": {"slug": "sulawesi-tengah", "object_id": "72"},
        "galeri/": {"slug": album.slug},
        "pusat/jenis/": {"slug": "camilan"},
        "pusat/halaman/": {"slug": "tentang"},
        "pusat/menu/": {"name": "navbar"},
        "pusat/fasilitas/": {"object_id": here.pk, "key": here.pk},
        "pusat/kanwil/": {"object_id": here.office_id},
        "pusat/kabkota/": {"object_id": "72.71"},
        "pusat/mitra/": {"object_id": cast.partner.pk},
        "pusat/surat/": {"object_id": "pirt"},
        "pusat/aturan/": {"object_id": "perlu_pirt"},
        "pusat/kode-lama/": {"object_id": "9101"},
        "pusat/jawaban/": {"object_id": "foto"},
        "pusat/penanda/": {"object_id": "telur"},
        "pusat/kata/": {"object_id": SearchTerm.objects.get(phrase="keripik").pk},
        "pusat/kurir/": {"object_id": service.courier_id},
        "pusat/layanan-kurir/": {"object_id": service.pk},
        "pusat/pengiriman/": {"slug": "camilan"},
        "pusat/pembagian/": {"object_id": terms[0]},
        "pusat/ppn/": {"object_id": terms[1]},
        "pusat/pkp/": {"object_id": terms[2]},
        "pusat/rekening/": {"object_id": account_make().pk},
    }
    common |= of_order(here)
    common |= of_money(here)
    apart["petugas/<slug:slug>/pesanan/"] = {"number": common["part_number"], "sheet": "isi"}
    apart["pusat/pengembalian/"] = {"key": common["return_id"]}
    more = more_people(cast)
    common |= of_buyer(more["buyer"].user_id or 0)
    return Sample(cast, more, common, apart)
