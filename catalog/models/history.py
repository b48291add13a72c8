"""What changed, from what to what, when, by whom and from where: written by the database itself.

Each tracked table has a table of events (django-pghistory), one row a state that a row was in.
Triggers fill it, whoever writes: services, Saleor's models, plain SQL. Who acts they read from the
one setting that `catalog.acting` makes. Saleor's tables are tracked through proxies named here by
string, so that triggers and events belong to our own migrations.

The library's triggers are made again in three ways. They run once a statement, which a sheet of
ten thousand lines needs. They run with their owner's rights, so that `app` needs none on events.
And they cannot be ignored: as they come, `SET pgtrigger.ignore` would switch them off for anybody.
All events are numbered by one sequence, so changes of different tables stand in one order.

Which facility an event belongs to most tables of events do not say: a product of Saleor's, a photo,
an answer to a review know it through other rows alone. So further triggers, on the tables of events
themselves, enter each into one narrow table by facility; a facility's latest are one index scan.
"""

from __future__ import annotations

from typing import Any

import pghistory
import pgtrigger
from django.apps import apps
from django.db import models
from pghistory.trigger import Event
from pgtrigger.compiler import Trigger, UpsertTriggerSql

from catalog.models.brands import Brand, Partner, PartnerProvince
from catalog.models.facilities import Facility, FacilityAlias, OpeningHours, ProductionUnit
from catalog.models.listings import Flagship, FormerAddress, Listing
from catalog.models.memberships import Membership
from catalog.models.regions import OfficeProvince, Province, Regency, RegionalOffice
from catalog.models.search import SearchTerm
from catalog.models.shop_settings import ShopSettings

NUMBERS = "catalog_history_id"
_WHO = (
    "WITH acting AS MATERIALIZED (SELECT nullif(nullif("
    "current_setting('lapak.acting', true), ''), 'null')::jsonb AS said)"
)


class HistoryEntry(models.Model):
    """Where to find one event of a facility: `catalog_enter_history` in the migrations fills it.

    number: of the event; kind: of its table, as pages of changes name it; home: key of the thing it
    is shown with; person: the account that acted.
    """

    number = models.BigIntegerField(primary_key=True)
    facility = models.ForeignKey(
        Facility, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    kind = models.CharField(max_length=24)
    home = models.CharField(max_length=20)
    person = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["facility", "-number"], name="entry_facility"),
            models.Index(fields=["facility", "person", "-number"], name="entry_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class OwnersTriggerSql(UpsertTriggerSql):
    """A trigger that nobody's setting switches off and whose function runs as its owner.

    Migrations hold it: what is installed by it must not change without a new one.
    """

    def get_template(self) -> str:
        """What is run, with the library's names for its parts."""
        return """
            CREATE OR REPLACE FUNCTION {pgid}() RETURNS TRIGGER LANGUAGE plpgsql
            SECURITY DEFINER SET search_path = public, pg_temp AS $$
                BEGIN
                    {func}
                END;
            $$;
            REVOKE ALL ON FUNCTION {pgid}() FROM PUBLIC;
            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE TRIGGER {pgid} {when} {operation} ON {table}
                {referencing} FOR EACH {level} EXECUTE FUNCTION {execute};
            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class HistoryTrigger(Event):
    """Writes the events of one kind of statement, all rows at once."""

    def get_func(self, model: Any) -> pgtrigger.Func:
        """The function's body: the tracked columns and what is said of the change."""
        side = "new_values" if self.row == "NEW" else "old_values"
        events: Any = self.event_model
        own = [f for f in events._meta.concrete_fields if not f.name.startswith("pgh_")]
        values = {
            "pgh_id": f"nextval('{NUMBERS}')",
            "pgh_created_at": "now()",
            "pgh_label": f"'{self.label}'",
            "pgh_obj_id": f'{side}."{model._meta.pk.column}"',
            "pgh_context": "acting.said",
            **{field.column: f'{side}."{field.column}"' for field in own},
        }
        columns = ", ".join(f'"{name}"' for name in values)
        return pgtrigger.Func(  # type: ignore[no-untyped-call]
            f'{_WHO} INSERT INTO "{events._meta.db_table}" ({columns})'
            f" SELECT {', '.join(values.values())}"
            f" FROM (SELECT {side}.* FROM {{cond_{side}}}) AS {side}, acting; RETURN NULL;"
        )

    def compile(self, model: Any) -> Trigger:
        """The library's, in our words."""
        kwargs = dict(super().compile(model).sql.kwargs)
        del kwargs["ignore_func_name"]
        return Trigger(name=self.name, sql=OwnersTriggerSql(**kwargs))


class _Ours:
    """Registers our trigger in place of the library's."""

    def add_event_trigger(self: Any, event_model: Any) -> None:
        pgtrigger.register(
            HistoryTrigger(  # type: ignore[no-untyped-call]
                event_model=event_model,
                label=self.label,
                name=self.trigger_name,
                row=self.row,
                operation=self.operation,
                condition=self.condition,
                level=pgtrigger.Statement,
            )
        )(event_model.pgh_tracked_model)


class _Added(_Ours, pghistory.InsertEvent):
    pass


class _Changed(_Ours, pghistory.UpdateEvent):
    pass


class _Removed(_Ours, pghistory.DeleteEvent):
    pass


def tracked(
    model: Any,
    *,
    only: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    by: tuple[str, ...] = (),
    name: str = "",
) -> None:
    """Have the history of a model's rows kept from its next migration on.

    only, without: its fields, all when neither is given; by: foreign keys by which lists of events
    are read; name: of the events' model, else the model's with `Event`.
    """
    fields = [
        field
        for field in (model._meta.concrete_model or model)._meta.local_concrete_fields
        if not field.primary_key and field.name not in without and (not only or field.name in only)
    ]
    name = name or f"{model._meta.object_name}Event"
    pghistory.create_event_model(
        model,
        _Added(),
        _Changed(),
        _Removed(),
        fields=[field.name for field in fields],
        model_name=name,
        app_label=model._meta.app_label,
        abstract=False,
        obj_field=pghistory.ObjForeignKey(related_name="+", db_index=False),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type] # as its docstring allows
        attrs={
            "pgh_id": models.BigIntegerField(primary_key=True),
            "pgh_label": models.CharField(max_length=8),
            **{field.name: _key(field) for field in fields if field.is_relation},
            **{f.name: models.JSONField(null=f.null) for f in fields if f.name.endswith("_json")},
        },
        meta={"indexes": [_index(name, one) for one in ("pgh_obj", *by)]},
    )


def _key(field: Any) -> Any:
    """A foreign key as events hold it: what it points at may be gone, and nobody looks it up."""
    return models.ForeignKey(
        field.remote_field.model,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=field.null,
        related_name="+",
    )


def _index(name: str, field: str) -> Any:
    words = f"{name.removesuffix('Event')}_{field.removeprefix('pgh_')}".lower()
    return models.Index(fields=[field, "-pgh_id"], name=f"{words[:20]}_history")


def _proxy(app: str, name: str, ours: str) -> Any:
    """A model of ours on another app's table, so that what belongs to it is migrated by us."""
    theirs = apps.get_model(app, name, require_ready=False)
    meta = type("Meta", (), {"proxy": True, "app_label": "catalog"})
    return type(ours, (theirs,), {"__module__": __name__, "Meta": meta})


TrackedProduct = _proxy("product", "Product", "TrackedProduct")
TrackedVariant = _proxy("product", "ProductVariant", "TrackedVariant")
TrackedCategory = _proxy("product", "Category", "TrackedCategory")
TrackedUser = _proxy("account", "User", "TrackedUser")
ProductEnglish = _proxy("product", "ProductTranslation", "ProductEnglish")
VariantEnglish = _proxy("product", "ProductVariantTranslation", "VariantEnglish")
CategoryEnglish = _proxy("product", "CategoryTranslation", "CategoryEnglish")
TrackedPage = _proxy("page", "Page", "TrackedPage")
PageEnglish = _proxy("page", "PageTranslation", "PageEnglish")
TrackedMenuItem = _proxy("menu", "MenuItem", "TrackedMenuItem")
MenuItemEnglish = _proxy("menu", "MenuItemTranslation", "MenuItemEnglish")

for _model in (FacilityAlias, OpeningHours, ProductionUnit, Brand, Flagship, Membership):
    tracked(_model, without=("made_at",), by=("facility",))
tracked(Facility, without=("warehouse",))
tracked(Listing, without=("created_at",))
tracked(FormerAddress, by=("listing",))
tracked(Partner)
tracked(RegionalOffice)
tracked(SearchTerm)
tracked(ShopSettings)
tracked(Province)
tracked(Regency)
tracked(OfficeProvince, by=("regionaloffice",))
tracked(PartnerProvince, by=("partner",))
tracked(
    TrackedProduct,
    name="ProductEvent",
    only=("name", "slug", "description", "category", "is_published", "price_amount", "weight"),
)
tracked(ProductEnglish, only=("product", "name", "description"), by=("product",))
tracked(
    TrackedVariant,
    name="VariantEvent",
    only=("product", "sku", "name", "price_override_amount", "weight"),
    by=("product",),
)
tracked(VariantEnglish, only=("product_variant", "name"), by=("product_variant",))
# tree_id: the place of a kind in their order
tracked(
    TrackedCategory,
    name="CategoryEvent",
    only=("name", "slug", "parent", "description", "tree_id"),
)
tracked(CategoryEnglish, only=("category", "name", "description"), by=("category",))
tracked(TrackedPage, name="PageEvent", only=("slug", "title", "content_json", "is_published"))
tracked(PageEnglish, only=("page", "title", "content_json"), by=("page",))
tracked(
    TrackedMenuItem, name="MenuItemEvent", only=("menu", "name", "url", "sort_order"), by=("menu",)
)
tracked(MenuItemEnglish, only=("menu_item", "name"), by=("menu_item",))
# never the password, nor what stands about it
tracked(TrackedUser, name="UserEvent", only=("email", "first_name", "last_name", "is_active"))
