"""A small shop for the API's tests, made through the services where there are any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps

from catalog.dates import legal_today
from catalog.models import Facility, Listing
from catalog.rich_text import rich_text_of
from catalog.saleor_adapter.collections import collection_save
from catalog.saleor_adapter.pages import page_save
from catalog.saleor_adapter.site import site_save
from catalog.services.listings import flagship_set
from storefront.graphql.ids import global_id
from tests.making import SYSTEM, draft_listing, facility_make, paper_make, public_listing


@dataclass(frozen=True)
class Rows:
    """What is there. onion, chips: public goods; bag: a draft."""

    facility: Facility
    onion: Listing
    chips: Listing
    bag: Listing


def shop_make() -> Rows:
    """Two public goods of one kind and a draft of another, a paper, a collection, menus, a page."""
    facility = facility_make("lapas-palu")
    onion = public_listing(
        facility, slug="bawang-goreng", name="Bawang goreng", prices=(28000, 52000), stock=3
    )
    chips = public_listing(
        facility, slug="keripik", name="Keripik pisang", prices=(15000,), stock=40
    )
    bag = draft_listing(facility, slug="tas", name="Tas anyam", kind="anyaman")
    paper_make(onion, number="CONTOH-1", expires_on=legal_today() + timedelta(days=90))
    flagship_set(actor=SYSTEM, listing_id=chips.pk, begins=legal_today(), ends=legal_today())
    collection_make("pilihan", "Pilihan", [chips, onion, bag])
    _site()
    return Rows(facility, onion, chips, bag)


def collection_make(slug: str, name: str, goods: list[Listing]) -> str:
    """A visible collection with goods in this order; its id comes back."""
    collection_save(
        slug=slug,
        name=name,
        name_en=f"{name} (en)",
        description="Dipilih.",
        description_en="Chosen.",
        product_ids=[listing.product_id for listing in goods],
        since=legal_today(),
    )
    return global_id("Collection", saleor("product.Collection").get(slug=slug).pk)


def saleor(model: str) -> Any:
    """The rows of one of Saleor's models."""
    return apps.get_model(model)._default_manager


def _site() -> None:
    site_save(
        domain="lapak.example",
        name="Lapak Binaan",
        header="Kepala",
        header_en="Header",
        about="Tentang toko",
        about_en="About the shop",
    )
    page_save(
        slug="bantuan",
        title="Bantuan",
        title_en="Help",
        content=rich_text_of(["Tanya kami."]),
        content_en=rich_text_of(["Ask us."]),
        since=legal_today(),
    )
    main, _made = saleor("menu.Menu").get_or_create(name="navbar")
    second, _made = saleor("menu.Menu").get_or_create(name="footer")
    items = saleor("menu.MenuItem")
    goods = items.create(
        menu=main,
        name="Barang",
        sort_order=0,
        category=saleor("product.Category").get(slug="camilan"),
    )
    chosen = items.create(
        menu=main,
        name="Pilihan",
        sort_order=0,
        parent=goods,
        collection=saleor("product.Collection").get(slug="pilihan"),
    )
    items.create(menu=main, name="Galeri", sort_order=0, parent=chosen, url="/galeri/")
    saleor("menu.MenuItemTranslation").create(menu_item=goods, language_code="en", name="Goods")
    items.create(
        menu=second, name="Bantuan", sort_order=0, page=saleor("page.Page").get(slug="bantuan")
    )
    saleor("site.SiteSettings").update(
        top_menu=main,
        bottom_menu=second,
        homepage_collection=saleor("product.Collection").get(slug="pilihan"),
    )


def product_id(listing: Listing) -> str:
    """A listing's id as clients know it."""
    return global_id("Product", listing.product_id)


def category_id(slug: str = "camilan") -> str:
    """A kind's id as clients know it."""
    return global_id("Category", saleor("product.Category").get(slug=slug).pk)
