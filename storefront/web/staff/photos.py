"""Pictures on their way into a form: one by one from a script, or with the form itself."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from catalog.models import Facility
from catalog.policies.abilities import Act, require
from catalog.types import Actor
from galleries.errors import PictureRefused
from galleries.imaging import MOST_BYTES, TOO_LARGE
from galleries.models import Picture
from galleries.services import picture_add
from storefront.access.actor import actor_of
from storefront.web.components.picture import original_address
from storefront.web.inside import inside_page
from storefront.web.staff.frame import facility_of
from storefront.web.staff.listing_fields import MOST_PHOTOS, Typed, photo_keys

FILES = "files"
_NAME_SHOWN = 60


class Taken(NamedTuple):
    """pictures: of the files that are some; refused: file name and reason of the others."""

    pictures: list[Picture]
    refused: list[tuple[str, str]]


def pictures_taken(request: HttpRequest, actor: Actor, facility: Facility, room: int) -> Taken:
    """Take the form's files in, each by itself: one that is none does not keep the others out.

    room: how many more the goods can have.
    """
    taken = Taken([], [])
    for file in request.FILES.getlist(FILES):
        name = (file.name or "")[:_NAME_SHOWN]
        if len(taken.pictures) >= room:
            reason = gettext("There are enough pictures: at most %(most)s.") % {"most": MOST_PHOTOS}
            taken.refused.append((name, reason))
            continue
        try:
            taken.pictures.append(_take(file, actor, facility))
        except PictureRefused as error:
            taken.refused.append((name, gettext(str(error.params["reason"]))))
    return taken


def _take(file: UploadedFile[Any], actor: Actor, facility: Facility) -> Picture:
    if (file.size or 0) > MOST_BYTES:
        raise PictureRefused(TOO_LARGE)
    return picture_add(actor=actor, upload=file.read(), facility_id=facility.pk)


def with_pictures(typed: Typed, taken: Taken) -> Typed:
    """The form with the pictures at the end of its own."""
    if not taken.pictures:
        return typed
    keys = [*photo_keys(typed), *(picture.pk for picture in taken.pictures)]
    return typed | {
        "photos": " ".join(str(key) for key in dict.fromkeys(keys)),
        **{f"pos-{key}": str(place) for place, key in enumerate(keys, start=1)},
    }


@require_POST
@inside_page()
def photo_upload(request: HttpRequest, slug: str) -> HttpResponse:
    """One picture from a script: {"id", "address", "width", "height"}, or {"sentence"} and 400."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    require(actor, Act.PICTURE_ADD, facility.pk)
    taken = pictures_taken(request, actor, facility, room=1)
    if not taken.pictures:
        reason = taken.refused[0][1] if taken.refused else gettext("Choose a picture.")
        return JsonResponse({"sentence": reason}, status=400)
    picture = taken.pictures[0]
    return JsonResponse(
        {
            "id": picture.pk,
            "address": original_address(picture.original),
            "width": picture.width,
            "height": picture.height,
        }
    )
