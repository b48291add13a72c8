"""The shop's name and address in Saleor's settings."""

from __future__ import annotations

from django.contrib.sites.models import Site
from saleor.site.models import SiteSettings, SiteSettingsTranslation


def site_save(
    *, domain: str, name: str, header: str, header_en: str, about: str, about_en: str
) -> None:
    """Make or change the one site. domain: host with its port."""
    site, _made = Site.objects.update_or_create(pk=1, defaults={"domain": domain, "name": name})
    settings, _made = SiteSettings.objects.update_or_create(
        site=site, defaults={"header_text": header, "description": about}
    )
    SiteSettingsTranslation.objects.update_or_create(
        site_settings=settings,
        language_code="en",
        defaults={"header_text": header_en, "description": about_en},
    )
    Site.objects.clear_cache()
