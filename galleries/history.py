"""The tables of events of pictures, as pages of changes read them."""

from __future__ import annotations

from catalog.selectors.history_parts import ITSELF, LISTINGS
from catalog.selectors.history_types import GOODS, Name, Part, Sources, Through

ALBUMS = "albums"
_ALBUMS = Through(
    "albums",
    "SELECT id AS album FROM galleries_album WHERE facility_id = %(facility)s"
    " AND id = %(key)s::bigint"
    " UNION SELECT pgh_obj_id FROM galleries_albumevent WHERE facility_id = %(facility)s"
    " AND pgh_label = 'delete' AND pgh_obj_id = %(key)s::bigint",
)
PARTS = (
    Part(
        GOODS, "photo", "galleries_listingphotoevent", "galleries_listingphoto",
        "e.listing_id = m.listing", home="m.listing", through=LISTINGS,
    ),
    Part(
        ALBUMS, "album", "galleries_albumevent", "galleries_album",
        "e.facility_id = %(facility)s", ITSELF,
    ),
    Part(
        ALBUMS, "albumphoto", "galleries_albumphotoevent", "galleries_albumphoto",
        "e.album_id = m.album", home="m.album", through=_ALBUMS,
    ),
)  # fmt: skip
NAMES = {
    "album": Name(
        "(SELECT title FROM galleries_album WHERE id = k.id::bigint)",
        "(SELECT title FROM galleries_albumevent WHERE pgh_obj_id = k.id::bigint"
        " ORDER BY pgh_id DESC LIMIT 1)",
    )
}
GALLERIES = Sources(PARTS, NAMES, {"album_id": "album"}, {ALBUMS: ("galleries_album", "album")})
