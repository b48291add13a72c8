"""Pages that are kept say what delivery costs and when it comes: they are made anew when it
changes. See catalog's migration of versions."""

from __future__ import annotations

from django.db import migrations

SHOWN = (
    "orders_courier",
    "orders_courierservice",
    "orders_facilitydelivery",
    "orders_kinddelivery",
    "orders_packedsize",
    "orders_shippingrate",
)


class Migration(migrations.Migration):
    """Watched tables."""

    dependencies = [("orders", "0003_vouchers"), ("legality", "0017_certificate_level")]

    operations = [
        migrations.RunSQL(
            f"SELECT catalog_version_watch('{table}')", f"SELECT catalog_version_unwatch('{table}')"
        )
        for table in SHOWN
    ]
