"""Addresses of the regional offices' portal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from storefront.web.regions import (
    goods,
    listing,
    paper,
    papers,
    public_scan,
    publishing,
    queue,
    review,
    today,
)

app_name = "regions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("antrean/", queue.review_queue, name="queue"),
    path("antrean/<int:review_id>/", review.review, name="review"),
    path("surat/", papers.paper_list, name="papers"),
    path("surat/<int:certificate_id>/", paper.paper, name="paper"),
    path("surat/<int:certificate_id>/cabut/", paper.revoke, name="paper_revoke"),
    path(
        "surat/<int:certificate_id>/gambar/<int:evidence_id>/",
        public_scan.public_scan,
        name="public_scan",
    ),
    path(
        "surat/<int:certificate_id>/gambar/tarik/",
        public_scan.public_scan_hide,
        name="public_scan_hide",
    ),
    path("barang/", goods.goods_list, name="goods"),
    path("barang/<int:listing_id>/", listing.listing, name="listing"),
    path("barang/<int:listing_id>/tahan/", listing.suspend, name="listing_suspend"),
    path("setelan/", publishing.publishing, name="settings"),
]
