"""Jobs of galleries; each only calls a service."""

from __future__ import annotations

from celery import shared_task

from galleries.services import picture_render as render


@shared_task(name="galleries.picture_render", ignore_result=True)  # type: ignore[untyped-decorator]
def picture_render(picture_id: int) -> None:
    """Make every rendition of one picture."""
    render(picture_id=picture_id)
