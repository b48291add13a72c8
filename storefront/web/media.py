"""Pictures and files of the public storage, where no bucket or web server hands them out."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
_NAME = re.compile(r"[A-Za-z0-9/_.-]{1,200}")


@require_safe
def media_file(request: HttpRequest, name: str) -> FileResponse:
    """A file under MEDIA_ROOT. Names carry their content's hash, so they never change.

    Raises Http404 for everything that is not a plain file of a kind that pages show.
    """
    kind = _TYPES.get(name.rsplit(".", 1)[-1])
    if kind is None or not _NAME.fullmatch(name):
        raise Http404
    try:
        path = Path(safe_join(settings.MEDIA_ROOT, name))
        file = path.open("rb")
    except (SuspiciousFileOperation, FileNotFoundError, IsADirectoryError, NotADirectoryError) as e:
        raise Http404 from e
    response = FileResponse(file, content_type=kind)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
