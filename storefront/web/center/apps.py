"""The admin site as Django knows it."""

from __future__ import annotations

from django.contrib.admin.apps import SimpleAdminConfig


class CenterConfig(SimpleAdminConfig):
    """Django's admin with our site in place of its own."""

    default_site = "storefront.web.center.site.CenterSite"
