"""The Celery app: Saleor makes one when it is imported (celeryconf.py:8), so it is used.

Also the timetable. Every job can run twice, late, or not at all without harm: what must happen
stands in the outbox or follows from a date.
"""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")

from celery.schedules import crontab
from saleor.celeryconf import app

app.conf.beat_schedule = {
    "sweep-outbox": {"task": "catalog.outbox_sweep", "schedule": 5.0},
    "flagships-roll": {
        "task": "catalog.flagships_roll",
        "schedule": crontab(hour=0, minute=10),
    },
    "search-words-count": {
        "task": "catalog.search_words_count",
        "schedule": crontab(hour=2, minute=20),
    },
    "sessions-clear": {
        "task": "access.sessions_clear",
        "schedule": crontab(hour=3, minute=10),
    },
    "expire-announce": {"task": "orders.expire_announce", "schedule": 60.0},
    "payments-announce": {"task": "orders.payments_announce", "schedule": 60.0},
    "buyers-forget": {
        "task": "orders.buyers_forget",
        "schedule": crontab(hour=3, minute=30),
    },
    "guesses-clear": {
        "task": "orders.guesses_clear",
        "schedule": crontab(hour=3, minute=40),
    },
    "signups-clear": {
        "task": "access.signups_clear",
        "schedule": crontab(hour=3, minute=20),
    },
    "papers-nightly": {
        "task": "legality.night_announce",
        "schedule": crontab(hour=0, minute=5),
    },
}

__all__ = ["app"]
