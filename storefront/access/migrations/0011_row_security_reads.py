"""Invitations and keys are read where whoever acts looks in: see catalog's migration of that name.

A key has to be found before anybody acts, by what its client holds: `access_key` finds that one.
"""

from __future__ import annotations

from django.db import migrations

PLACES = (
    "(''o'' || {table}.office_id) = ANY ((SELECT catalog_reads_places())::text[])"
    " OR (''p'' || {table}.partner_id) = ANY ((SELECT catalog_reads_places())::text[])"
)
OWN = "(''u'' || {table}.user_id) = ANY ((SELECT catalog_reads_places())::text[])"
OF_TOKEN = "(SELECT t.facility_id FROM access_apitoken t WHERE t.id = access_tokenact.token_id)"

HIDDEN = {
    "access_invitation": ("facility_id", PLACES),
    "access_invitationevent": ("facility_id", PLACES),
    "access_apitoken": ("facility_id", OWN),
    "access_apitokenevent": ("facility_id", "false"),
    "access_tokenact": (OF_TOKEN, "false"),
}

KEY = """
CREATE FUNCTION access_key(held bytea, at timestamptz) RETURNS TABLE (
  id bigint, facility_id bigint, scopes varchar[], name text, seen_on date, user_id integer,
  person text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.id, t.facility_id, t.scopes, t.name, t.seen_on, u.id, coalesce(
    nullif(trim(concat_ws(' ', u.first_name, u.last_name)), ''), split_part(u.email, '@', 1))
  FROM access_apitoken t JOIN account_user u ON u.id = t.user_id
  WHERE t.digest = held AND t.revoked_at IS NULL AND t.expires_at > at AND u.is_active
    AND t.bound = sha256(convert_to(u.password, 'UTF8'))
$$;
"""
NO_KEY = "DROP FUNCTION access_key(bytea, timestamptz)"


class Migration(migrations.Migration):
    """The tables, and the function."""

    dependencies = [("access", "0010_invitation_mailed"), ("catalog", "0022_row_security_reads")]

    operations = [
        migrations.RunSQL(KEY, NO_KEY),
        *[
            migrations.RunSQL(
                f"SELECT catalog_hide('{table}', '{facility}', '{more.format(table=table)}')",
                f"SELECT catalog_show('{table}')",
            )
            for table, (facility, more) in HIDDEN.items()
        ],
    ]
