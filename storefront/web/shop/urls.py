"""Addresses of the public shop, the same in both languages but for the prefix."""

from __future__ import annotations

from django.urls import include, path

from storefront.web.shop import (
    catalogue,
    codes,
    home,
    listing,
    proof,
    search,
    urls_places,
    verify,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("katalog/", catalogue.catalog, name="catalog"),
    path("katalog/saring/", catalogue.filters, name="filters"),
    path("cari/", search.search, name="search"),
    path("cari/saran/", search.suggest, name="suggestions"),
    path("produk/<slug:slug>/", listing.listing, name="listing"),
    path("produk/<slug:slug>/label.pdf", codes.labels, name="labels"),
    path("sertifikat/", proof.start, name="proof-start"),
    path("sertifikat/<str:number>/qr.svg", codes.svg, name="proof-svg"),
    path("sertifikat/<str:number>/qr.png", codes.png, name="proof-png"),
    path("sertifikat/<path:number>/", proof.proof, name="proof"),
    path("verifikasi/", verify.verify, name="verify"),
    path("", include(urls_places)),
]
