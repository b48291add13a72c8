"""What Django's admin does here: lists with search, filters and pages. Rows are kept by services.

`CenterAdmin` asks our policies in place of Django's permissions and writes nothing itself: no
permission row is read, no LogEntry is written, nothing is deleted.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import quote, unquote
from django.contrib.admin.views.main import ERROR_FLAG, ChangeList
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from catalog.policies.abilities import Act, can_everywhere
from storefront.access.actor import actor_of
from storefront.web.center.history import history_address
from storefront.web.center.keeping import (
    KeptForm,
    Sheet,
    change_require,
    may_change,
    said,
    sheet_page,
)
from storefront.web.context import language_of

ROWS = 50
_ANY = "apa"  # stands in an address for the row's key
# How the filters of our lists ask: for a value, for none, for a row by its key.
_LOOKUPS = frozenset({"", "exact", "isnull", "id__exact", "code__exact"})


def named(field: str, title: Any, base: Any) -> tuple[str, Any]:
    """A filter of Django's admin under our own words."""

    def begin(self: Any, *args: Any, **kwargs: Any) -> None:
        base.__init__(self, *args, **kwargs)
        self.title = title

    return field, type("Named", (base,), {"__init__": begin})


def column(field: str, label: Any) -> Any:
    """A column of a list: a field under our own words, sorted by itself."""

    @admin.display(description=label, ordering=field)
    def value(row: Any) -> str:
        shown = getattr(row, f"get_{field}_display", None)
        return str(shown()) if shown else said(getattr(row, field))

    value.__name__ = f"{field}_column"
    return value


def in_language(field: str) -> str:
    """The column that holds the words of the page's language."""
    return field if language_of() == "id" else f"{field}_en"


class Worded:
    """A column of a list under our own words, whose own are the page's language's; sorted by them.
    Rows without English words show their Indonesian ones."""

    def __init__(self, field: str, label: Any) -> None:
        self._field = field
        self.short_description = label
        self.__name__ = f"{field}_column"

    @property
    def admin_order_field(self) -> str:
        """As Django's admin asks for it, at each request."""
        return in_language(self._field)

    def __call__(self, row: Any) -> str:
        return said(getattr(row, in_language(self._field)) or getattr(row, self._field))


class _Rows(ChangeList):
    """Django's list, whose rows' addresses differ in their keys alone."""

    def url_for_result(self, result: Any) -> str:
        """Of a row's page."""
        if not hasattr(self, "_row"):
            name = f"center:{self.opts.app_label}_{self.opts.model_name}_change"
            self._row = reverse(name, args=[_ANY]).removesuffix(f"{_ANY}/")
        return f"{self._row}{quote(getattr(result, self.pk_attname))}/"


class CenterAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # of any model
    """A list of one table and a page for each row.

    address: under /pusat/; group: of pages of changes; task, lead: what officers do there, in
    words; can_add: whether rows are added here.
    """

    address = ""
    group = ""
    task: Any = ""
    lead: Any = ""
    add_task: Any = ""
    can_add = False
    form_of_row: type[KeptForm]
    list_per_page = list_max_show_all = ROWS
    show_full_result_count = False
    preserve_filters = False  # nothing here leads back by them
    show_facets = admin.ShowFacets.NEVER
    actions = None
    list_select_related: ClassVar[Any] = False

    # --- Who may: our policies, nothing of Django's.
    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Everybody who may look at reference data."""
        return can_everywhere(actor_of(request), Act.REFERENCE_SEE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who may change it."""
        return may_change(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The same, where rows are added."""
        return self.can_add and may_change(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: other rows rest on these."""
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for looking."""
        return self.has_view_permission(request)

    # --- What is written down is our audit.
    def log_addition(  # type: ignore[override] # none of Django's
        self, *args: Any, **kwargs: Any
    ) -> None:
        """Services write it down."""

    def log_change(  # type: ignore[override] # none of Django's
        self, *args: Any, **kwargs: Any
    ) -> None:
        """Services write it down."""

    def log_deletions(  # type: ignore[override] # none of Django's
        self, *args: Any, **kwargs: Any
    ) -> None:
        """Nothing is deleted here."""

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """The page's own filters alone: by Django's rule an address could ask about any column of
        the row, in any way that the database knows."""
        field, _under, how = lookup.partition("__")
        return field in self._filtered and how in _LOOKUPS

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """Never: no list is opened to choose a row for another form, and Django's own answer to a
        name of the other side of a relation is an error."""
        return False

    @property
    def _filtered(self) -> frozenset[str]:
        rows: tuple[Any, ...] = tuple(self.list_filter)
        return frozenset(row[0] if isinstance(row, tuple) else row.parameter_name for row in rows)

    # --- Addresses.
    def get_urls(self) -> list[URLPattern]:
        """The list and a row; adding where there is such a thing."""
        wrap = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}_"
        adding = [path("tambah/", wrap(self.add_view), name=f"{name}add")] if self.can_add else []
        return [
            path("", wrap(self.changelist_view), name=f"{name}changelist"),
            *adding,
            *self.more_urls(),
            path("<str:object_id>/", wrap(self.change_view), name=f"{name}change"),
        ]

    def more_urls(self) -> list[URLPattern]:
        """Pages of this table alone."""
        return []

    def address_of(self, what: str, *args: Any) -> str:
        """The address of a page of this table: "changelist", "add", "change"."""
        return reverse(f"center:{self.opts.app_label}_{self.opts.model_name}_{what}", args=args)

    def list_address(self) -> str:
        """For templates."""
        return self.address_of("changelist")

    # --- Pages.
    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list's class."""
        return _Rows

    def changelist_view(
        self, request: HttpRequest, extra_context: Mapping[str, Any] | None = None
    ) -> HttpResponse:
        """The list. Forms are not taken: there are no actions on many rows. An address that asks
        for what there is not leads to the whole list."""
        if request.method == "POST":
            raise Http404
        if ERROR_FLAG in request.GET:
            return redirect(self.list_address())
        context = {"title": self.task, "lead": self.lead, "page": self, **self.more_of_list()}
        answer: HttpResponse = super().changelist_view(request, context)
        return answer

    def more_of_list(self) -> dict[str, Any]:
        """What else the list's template shows."""
        return {}

    def row_of(self, object_id: str) -> Any:
        """Raises Http404."""
        row = self.get_object(None, unquote(object_id))  # type: ignore[arg-type] # unread
        if row is None:
            raise Http404
        return row

    def change_view(  # type: ignore[override] # without Django's form
        self, request: HttpRequest, object_id: str
    ) -> HttpResponse:
        """One row."""
        row = self.row_of(object_id)
        sheet = Sheet(
            title=self.title_of(row),
            form=self.form_for(row),
            values=self.values_of(row),
            keep=lambda form: self.keep(request, row, form),
            back=self.address_of("changelist"),
            context={
                "page": self,
                "row": row,
                "facts": self.facts_of(row),
                "history_address": history_address(self.group, row.pk),
                **self.more_of_row(request, row),
            },
        )
        return sheet_page(request, sheet, self.admin_site.each_context(request))

    def add_view(self, request: HttpRequest) -> HttpResponse:  # type: ignore[override]
        """A new row."""
        change_require(request)
        sheet = Sheet(
            title=str(self.add_task),
            form=self.form_of_new(),
            keep=lambda form: self.add(request, form),
            back=self.address_of("changelist"),
            context={"page": self},
        )
        return sheet_page(request, sheet, self.admin_site.each_context(request))

    # --- Of each table.
    @abstractmethod
    def values_of(self, row: Any) -> Any:
        """The row as plain values."""

    @abstractmethod
    def keep(self, request: HttpRequest, row: Any, form: KeptForm) -> object:
        """Have the service change it."""

    def form_for(self, row: Any) -> type[KeptForm]:
        """The form of a row that there is."""
        return self.form_of_row

    def form_of_new(self) -> type[KeptForm]:
        """The form by which rows are added. Raises Http404 where none are: see `can_add`."""
        raise Http404

    def add(self, request: HttpRequest, form: KeptForm) -> object:
        """Have the service add it. Raises Http404 where none are added."""
        raise Http404

    def title_of(self, row: Any) -> str:
        """What the row is called."""
        return str(row)

    def facts_of(self, row: Any) -> list[tuple[Any, Any]]:
        """What stands fixed on the row's page: label, value."""
        return []

    def more_of_row(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What else the row's template shows."""
        return {}
