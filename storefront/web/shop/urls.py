"""Addresses of the public shop, the same in both languages but for the prefix."""

from __future__ import annotations

from django.urls import include, path

from storefront.web.shop import catalogue, home, listing, search, urls_places

urlpatterns = [
    path("", home.home, name="home"),
    path("katalog/", catalogue.catalog, name="catalog"),
    path("katalog/saring/", catalogue.filters, name="filters"),
    path("cari/", search.search, name="search"),
    path("cari/saran/", search.suggest, name="suggestions"),
    path("produk/<slug:slug>/", listing.listing, name="listing"),
    path("", include(urls_places)),
]
