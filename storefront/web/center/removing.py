"""Rows that may be taken away while nothing rests on them: a button under the row's form."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.errors import Blocked, NotFound
from storefront.web.center.keeping import change_require
from storefront.web.center.lists import CenterAdmin


class Removable(CenterAdmin):
    """A list whose rows can be taken away."""

    def more_urls(self) -> list[URLPattern]:
        """The button's address."""
        wrap = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}_remove"
        return [path("<str:object_id>/hapus/", wrap(self.remove_view), name=name)]

    def more_of_row(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """The button, or why there is none."""
        return {
            "after_template": "center/remove.html",
            "why_not": self.why_not_removed(row),
            "remove_address": self.address_of("remove", row.pk),
        }

    def remove_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take a row away. Pressed twice it is as pressed once. Raises NotAllowed."""
        change_require(request)
        if request.method != "POST":
            return redirect(self.address_of("change", self.row_of(object_id).pk))
        row = self.get_object(None, object_id)  # type: ignore[arg-type] # unread
        if row is None:
            return redirect(self.list_address())
        try:
            self.remove(request, row)
        except Blocked as refused:
            messages.error(request, gettext(str(refused.params["reasons"])))
            return redirect(self.address_of("change", row.pk))
        except NotFound:
            return redirect(self.list_address())
        messages.success(request, _("Removed."))
        return redirect(self.list_address())

    @abstractmethod
    def why_not_removed(self, row: Any) -> str:
        """What rests on a row, as a sentence; empty when nothing does."""

    @abstractmethod
    def remove(self, request: HttpRequest, row: Any) -> object:
        """Have the service take it away. Raises Blocked, NotFound, NotAllowed."""
