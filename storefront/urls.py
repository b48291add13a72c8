"""Every address of the shop."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from storefront.graphql import urls as graphql_urls
from storefront.health import healthz
from storefront.web import media
from storefront.web.account import urls as account_urls
from storefront.web.buying import urls as buying_urls
from storefront.web.buying import webhooks
from storefront.web.center.site import center
from storefront.web.regions import urls as regions_urls
from storefront.web.shop import urls as shop_urls
from storefront.web.shop import urls_places
from storefront.web.staff import urls as staff_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("", include(graphql_urls)),
    path("webhook/stripe/", webhooks.stripe, name="webhook_stripe"),
    path("webhook/midtrans/", webhooks.midtrans, name="webhook_midtrans"),
    *urls_places.root_urlpatterns,
    *i18n_patterns(
        path("", include(shop_urls)),
        path("", include(buying_urls)),
        path("", include(account_urls)),
        path("petugas/", include(staff_urls)),
        path("wilayah/", include(regions_urls)),
        path("pusat/", center.urls),
        prefix_default_language=False,
    ),
]

if not settings.S3_PUBLIC_BUCKET:
    # the folder of pictures is this machine's; a bucket hands out its own
    urlpatterns.insert(0, path("media/<path:name>", media.media_file, name="media"))

handler400 = "storefront.web.shop.missing.refused"
handler404 = "storefront.web.shop.missing.not_found"
handler500 = "storefront.web.shop.missing.broken"
