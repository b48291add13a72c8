"""Places that a visitor names to see what is near, or what delivery costs: provinces, kab/kota."""

from __future__ import annotations

from catalog.selectors.facet_places import starting_places

DESTINATION = "tujuan"  # the parameter that names where goods are to go
PROVINCE = len("72")  # digits of a province's code


def starts_named(language: str) -> dict[str, str]:
    """Provinces and kab/kota where "Terdekat" may start: names by code."""
    return {
        code: place.name or (place.province if language == "id" else place.province_en)
        for code, place in starting_places().items()
    }


def provinces_to_choose(language: str, code: str) -> tuple[tuple[str, str, bool], ...]:
    """All provinces by name: code, name, whether it is that of `code`. No statement."""
    names = starts_named(language)
    found = ((key, name) for key, name in names.items() if len(key) == PROVINCE)
    by_name = sorted(found, key=lambda pair: pair[1])
    return tuple((key, name, key == code[:PROVINCE]) for key, name in by_name)
