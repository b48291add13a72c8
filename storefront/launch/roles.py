"""Who may do what in the database: `owner` migrates and owns, `app` serves and owns nothing."""

from __future__ import annotations

import psycopg
from psycopg import sql

OWNER, APP, DATABASE = "owner", "app", "lapak"

# The app adds to these and reads them; nobody who serves pages rewrites what happened.
APPEND_ONLY = (
    *("catalog_auditentry", "catalog_stocksave"),
    *("orders_orderstep", "orders_moneymove", "orders_proceedsentry"),
)
# What was migrated is the owner's to say; the ledger of stock is written by triggers alone, as are
# where a facility's events are and the tables of events, which `history_tables` finds.
READ_ONLY = ("django_migrations", "catalog_stockmove", "catalog_historyentry")
# Of what runs with the owner's rights, all that the app may call: triggers that run as the app call
# it, and jobs. Each only writes down anew what stands in other tables. Those that answer are asked
# before anybody acts: what one person holds, whose a client's key is; or by visitors, who read no
# holds: of which goods the recipe is on hold. One takes away: the name and address of who closed a
# buyer's account, from rows that the app cannot change.
CALLED_AS_OWNER = (
    "access_key",
    "catalog_card_refresh",
    "catalog_card_shut",
    "catalog_card_stock",
    "catalog_held",
    "catalog_search_refresh",
    "catalog_search_shut",
    "catalog_version_move",
    "galleries_card_photo",
    "legality_card_papers",
    "legality_recipe_held",
    "legality_recipes_held",
    "orders_forget_orders",
    "orders_forget_parts",
    "orders_forget_person",
)
# Of migrations alone.
_GUARDING = (
    *("catalog_guard", "catalog_unguard", "catalog_holds_by_owner"),
    *("catalog_hide", "catalog_show", "catalog_enter_history", "catalog_leave_history"),
)


def ensure_roles_and_database(superuser: psycopg.Connection, name: str = DATABASE) -> bool:
    """Make both roles and the database as far as they are missing.

    superuser: an autocommit connection. Answers whether the database was made now.
    """
    for role in (OWNER, APP):
        if not _exists(superuser, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
            superuser.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    if _exists(superuser, "SELECT 1 FROM pg_database WHERE datname = %s", name):
        return False
    superuser.execute(
        sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
    )
    return True


def apply_rights(owner: psycopg.Connection, app: str = APP) -> None:
    """Give the app role what serving needs and take everything else, in one transaction.

    owner: a connection as the role that owns the tables. app: the serving role's name.
    """
    with owner.transaction():
        for statement in _STATEMENTS:
            owner.execute(sql.SQL(statement).format(app=sql.Identifier(app)))
        for tables, rights in ((APPEND_ONLY, "SELECT, INSERT"), (READ_ONLY, "SELECT")):
            for table in tables:
                _limit(owner, app, table, rights)
        for table in history_tables(owner):
            _limit(owner, app, table, "SELECT")
        _close_functions(owner)


def history_tables(connection: psycopg.Connection) -> list[str]:
    """Tables of events, known by a column that every one of them has."""
    rows = connection.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
        " AND a.attname = 'pgh_label' AND NOT a.attisdropped ORDER BY c.relname"
    ).fetchall()
    return [row[0] for row in rows]


def _close_functions(owner: psycopg.Connection) -> None:
    """Let nobody else call, or hang on a table of their own, what writes with the owner's rights.

    A dump does not keep this. Triggers need no right to run their function; what such functions
    call in turn they call as the owner.
    """
    called, guarding = sql.Literal(list(CALLED_AS_OWNER)), sql.Literal(list(_GUARDING))
    owner.execute(sql.SQL(_CLOSE).format(called=called, guarding=guarding))


def owned_tables(connection: psycopg.Connection) -> int:
    """How many tables, views and sequences the connection's own role owns."""
    row = connection.execute(
        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relowner = current_user::regrole AND n.nspname !~ '^pg_'"
        " AND c.relkind IN ('r', 'p', 'v', 'm', 'S')"
    ).fetchone()
    return int(row[0]) if row else 0


_STATEMENTS = (
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {app}",
    "GRANT USAGE ON SCHEMA public TO {app}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
    " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
)

_CLOSE = """
DO $$
DECLARE found regprocedure;
BEGIN
  FOR found IN
    SELECT p.oid FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.proowner = current_user::regrole
      AND (p.prosecdef OR p.proname = ANY ({guarding}))
      AND p.proname <> ALL ({called})
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', found);
  END LOOP;
END $$
"""


def _limit(owner: psycopg.Connection, app: str, table: str, rights: str) -> None:
    if not _exists(owner, "SELECT to_regclass(%s)", table):
        return
    names = {"app": sql.Identifier(app), "table": sql.Identifier(table)}
    owner.execute(sql.SQL("REVOKE ALL ON {table} FROM {app}").format(**names))
    owner.execute(sql.SQL(f"GRANT {rights} ON {{table}} TO {{app}}").format(**names))


def _exists(connection: psycopg.Connection, query: str, value: str) -> bool:
    row = connection.execute(query, (value,)).fetchone()
    return row is not None and row[0] is not None
