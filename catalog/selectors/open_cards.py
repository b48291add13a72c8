"""What makes a card public, as SQL."""

from __future__ import annotations

# Over `catalog_card c`; parameters: on, the legal date.
OPEN = "c.is_open AND (c.cleared_until IS NULL OR c.cleared_until >= %(on)s)"
