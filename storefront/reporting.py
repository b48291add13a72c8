"""What leaves the shop when something breaks: the fault, never the person who met it."""

from __future__ import annotations

import sentry_sdk
import structlog
from sentry_sdk.integrations.logging import LoggingIntegration
from sentry_sdk.types import Event, Hint

from storefront.unsaid import without_words


def report_to(dsn: str, *, environment: str) -> None:
    """Send faults to the address `dsn`. Raises sentry's BadDsn for what is none."""
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        max_request_body_size="never",
        include_local_variables=False,
        max_breadcrumbs=0,
        before_send=scrubbed,
        # lines of the log hold addresses as they were asked for; what is raised is enough
        integrations=[LoggingIntegration(level=None, event_level=None)],
    )


def scrubbed(event: Event, _hint: Hint) -> Event:
    """The fault with its place and the request's id; nothing that a visitor typed or carries.

    Kept of a request are its method and its path, without words that open doors. Of what an
    exception says only the first line is kept, as a database says the values of a row from the
    second line on.
    """
    event.pop("user", None)
    event.pop("extra", None)
    event.pop("breadcrumbs", None)
    event.pop("logentry", None)
    request = event.get("request", {})
    event["request"] = {
        "method": request.get("method", ""),
        "url": without_words(str(request.get("url", "")).split("?", 1)[0]),
    }
    for exception in event.get("exception", {}).get("values", []):
        exception["value"] = str(exception.get("value") or "").split("\n", 1)[0]
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    event["tags"] = {"request_id": str(request_id)}
    return event
