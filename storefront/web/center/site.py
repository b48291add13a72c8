"""/pusat/: Django's admin, whose only question is our policy."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from catalog.models import Facility, Partner, Province, Regency, RegionalOffice, SearchTerm
from catalog.policies.abilities import Act, can_everywhere
from legality.models import (
    AnswerTemplate,
    CertificateKind,
    FormerRegion,
    GoodsTrait,
    RequirementRule,
)
from storefront.access.actor import actor_of
from storefront.orders.models import (
    Courier,
    CourierService,
    ShareRule,
    TaxpayerPeriod,
    TaxRate,
    TransferAccount,
)
from storefront.web.center import (
    delivery,
    history,
    kinds,
    menus,
    pages,
    payments,
    proceeds,
    returns,
    shop_settings,
    vouchers,
)
from storefront.web.center.answers import AnswerTemplateAdmin
from storefront.web.center.couriers import CourierAdmin, ServiceAdmin
from storefront.web.center.facilities import FacilityAdmin
from storefront.web.center.former_regions import FormerRegionAdmin
from storefront.web.center.keeping import may_change
from storefront.web.center.papers import CertificateKindAdmin
from storefront.web.center.places import (
    OfficeAdmin,
    PartnerAdmin,
    ProvinceAdmin,
    RegencyAdmin,
)
from storefront.web.center.rules import RuleAdmin, TraitAdmin
from storefront.web.center.search_words import SearchTermAdmin
from storefront.web.center.tasks import task_groups
from storefront.web.center.terms import ShareRuleAdmin, TaxpayerAdmin, TaxRateAdmin
from storefront.web.center.transfer_accounts import TransferAccountAdmin
from storefront.web.inside import inside_page

View = Callable[..., HttpResponseBase]


class CenterSite(admin.AdminSite):
    """The site: for those who may change, or look at, what the whole shop rests on."""

    site_header = site_title = _("Lapak Binaan · Central")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the pages are there for who asks."""
        return can_everywhere(actor_of(request), Act.REFERENCE_SEE)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A page of the site: with log-in and second factor, for who may look; inside, the
        officer acts. Others find nothing. What a service refuses becomes a page."""

        def answer(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                raise Http404
            shown: HttpResponse = view(request, *args, **kwargs)
            return shown

        return update_wrapper(inside_page()(answer), view)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Nobody logs in here. Raises Http404 for who is logged in and has no business here."""
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path(), resolve_url("two_factor:login"))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page shows."""
        return {"actor": actor_of(request), "may_change": may_change(request)}

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """What there is to keep, as tasks."""
        context = {**self.each_context(request), "groups": task_groups(), "title": _("Central")}
        return TemplateResponse(request, "admin/index.html", context)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The front page, each table by its own word, and what is reached through the adapter.

        None of Django's own pages beside them: no log-out, no passwords, no list of apps.
        """
        tables = [
            path(f"{one.address}/", include(one.urls))  # type: ignore[attr-defined]
            for one in self._registry.values()
        ]
        return [
            path("", self.admin_view(self.index), name="index"),
            *history.urls(self),
            *kinds.urls(self),
            *pages.urls(self),
            *menus.urls(self),
            *shop_settings.urls(self),
            *delivery.urls(self),
            *payments.urls(self),
            *returns.urls(self),
            *vouchers.urls(self),
            *proceeds.urls(self),
            *tables,
        ]


center = CenterSite(name="center")
center.register(Facility, FacilityAdmin)
center.register(RegionalOffice, OfficeAdmin)
center.register(Province, ProvinceAdmin)
center.register(Regency, RegencyAdmin)
center.register(Partner, PartnerAdmin)
center.register(CertificateKind, CertificateKindAdmin)
center.register(RequirementRule, RuleAdmin)
center.register(GoodsTrait, TraitAdmin)
center.register(FormerRegion, FormerRegionAdmin)
center.register(AnswerTemplate, AnswerTemplateAdmin)
center.register(SearchTerm, SearchTermAdmin)
center.register(Courier, CourierAdmin)
center.register(CourierService, ServiceAdmin)
center.register(ShareRule, ShareRuleAdmin)
center.register(TaxRate, TaxRateAdmin)
center.register(TaxpayerPeriod, TaxpayerAdmin)
center.register(TransferAccount, TransferAccountAdmin)
