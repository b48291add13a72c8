"""Addresses of facilities, provinces, galleries, reading pages and sharing pictures.

`urlpatterns` stand in both languages; `root_urlpatterns` only at the top.
"""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from storefront.web.ahead import RULES_ADDRESS, rules
from storefront.web.shop import demo, feed, gallery, places, provinces, reading, seo


class Number(IntConverter):
    """A number from 1 as people write it: zeros before it would make a second address."""

    regex = "[1-9][0-9]{0,5}"


register_converter(Number, "number")

urlpatterns = [
    path("fasilitas/", places.facility_list, name="facilities"),
    path("fasilitas/<slug:slug>/", places.facility_page, name="facility"),
    path("provinsi/", provinces.province_list, name="provinces"),
    path("provinsi/<slug:slug>/", provinces.province_page, name="province"),
    path("galeri/", gallery.album_list, name="galleries"),
    path("galeri/<slug:facility_slug>/<slug:slug>/", gallery.album_page, name="album"),
    path(
        "galeri/<slug:facility_slug>/<slug:slug>/<number:number>/",
        gallery.photo_page,
        name="photo",
    ),
    path("tentang/", reading.about, name="about"),
    path("surat/", reading.papers, name="papers"),
    path("surat-keaslian/", reading.papers_moved, name="papers-moved"),
    path("cara-belanja/", reading.reading_page, {"slug": "cara-belanja"}, name="how-to-buy"),
    path("privasi/", reading.reading_page, {"slug": "privasi"}, name="privacy"),
    path("ketentuan/", reading.reading_page, {"slug": "ketentuan"}, name="terms"),
    path("bantuan/", reading.reading_page, {"slug": "bantuan"}, name="help"),
    path("contoh/kontak/", demo.contact, name="sample-contact"),
    path("contoh/surel/", demo.mails, name="sample-mails"),
    path("umpan/produk.xml", feed.feed, name="feed"),
    path("umpan/<slug:slug>.xml", feed.feed, name="feed-facility"),
    path("og/toko/lapak.jpg", seo.shop_picture, name="og-shop"),
    path("og/produk/<slug:slug>.jpg", seo.listing_picture, name="og-listing"),
    path("og/fasilitas/<slug:slug>.jpg", seo.facility_picture, name="og-facility"),
    path("og/galeri/<slug:facility_slug>/<slug:slug>.jpg", seo.album_picture, name="og-album"),
]

root_urlpatterns = [
    path("robots.txt", seo.robots, name="robots"),
    path(RULES_ADDRESS[1:], rules, name="rules"),
    path("manifest.webmanifest", seo.manifest, name="manifest"),
    path("sitemap.xml", seo.sitemap_index, name="sitemap"),
    path("sitemap/toko.xml", seo.sitemap_shop, name="sitemap-shop"),
    path("sitemap/<slug:slug>.xml", seo.sitemap_facility, name="sitemap-facility"),
]
