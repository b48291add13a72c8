"""Kecamatan: all of them, and found by what people type."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lokal import wilayah

from catalog.models import District, Province
from storefront.loading.districts import districts_load
from storefront.loading.reference import reference_load
from storefront.orders.rules.places import place_asked, place_text
from storefront.orders.selectors.addresses import districts_find

# What people type, and the kecamatan that stands first (or alone).
FOUND = {
    "palu barat": "Palu Barat, Kota Palu, Sulawesi Tengah",
    "94225": "Tatanga, Kota Palu, Sulawesi Tengah",
    "kec. palu brt": "Palu Barat, Kota Palu, Sulawesi Tengah",
    "PALU BARAT 94221": "Palu Barat, Kota Palu, Sulawesi Tengah",
    "Palu Brat": "Palu Barat, Kota Palu, Sulawesi Tengah",
    "palu timr": "Palu Timur, Kota Palu, Sulawesi Tengah",
    "kecamatan ulujadi, kota palu, sulteng": "Ulujadi, Kota Palu, Sulawesi Tengah",
    "kebayorn lama jaksel": "Kebayoran Lama, Kota Administrasi Jakarta Selatan, DKI Jakarta",
    "sawah bsar": "Sawah Besar, Kota Administrasi Jakarta Pusat, DKI Jakarta",
    "gondokusuman jogja": "Gondokusuman, Kota Yogyakarta, DI Yogyakarta",
    "mantikulor": "Mantikulore, Kota Palu, Sulawesi Tengah",
    "tebet": "Tebet, Kota Administrasi Jakarta Selatan, DKI Jakarta",
    "ubud": "Ubud, Kabupaten Gianyar, Bali",
    "kec bogor utara kota bogor": "Bogor Utara, Kota Bogor, Jawa Barat",
}


@pytest.mark.django_db
def test_every_province_has_all_its_kecamatan(counted: Callable[[str], None]) -> None:
    reference_load()
    wanted = {
        province.code: sum(
            len(wilayah.list_wilayah(regency.code))
            for regency in wilayah.list_wilayah(province.code)
        )
        for province in wilayah.list_wilayah()
    }
    found = Counter(code[:2] for code in District.objects.values_list("code", flat=True))
    assert found == wanted
    assert len(wanted) == Province.objects.count() == 38
    assert sum(wanted.values()) == 7285
    assert not District.objects.filter(postal_codes=[]).exists()
    searched(counted)
    loaded_again(counted)


def searched(counted: Callable[[str], None]) -> None:
    """Each of FOUND, timed."""
    times = []
    for typed, words in FOUND.items():
        begun = time.process_time()
        found = districts_find(typed)
        times.append(time.process_time() - begun)
        assert found and found[0].words == words, typed
    assert districts_find("94225")[0].postal_codes.count("94225") == 1
    assert {one.regency for one in districts_find("942")} == {"Kota Palu"}
    with CaptureQueriesContext(connection) as asked:
        districts_find("kebayorn lama jaksel")
    assert len(asked) <= 4
    for nothing in ("", "  ", "x", "99999", "kec.", "!!!", "%", "_" * 500):
        assert districts_find(nothing) == (), nothing
    assert len(districts_find("barat", limit=5)) == 5
    counted(f"{len(FOUND)} searches of kecamatan: {max(times) * 1000:.1f} ms of CPU here at most")


def loaded_again(counted: Callable[[str], None]) -> None:
    """Nothing is written the second time, and what differs is made right."""
    begun = time.process_time()
    assert districts_load() == 0
    counted(f"kecamatan looked over again in {time.process_time() - begun:.1f} s of CPU")
    District.objects.filter(pk="72.71.02").update(name="Lain", postal_codes=[])
    District.objects.filter(pk="72.71.03").delete()
    assert districts_load() == 2
    assert District.objects.get(pk="72.71.02").postal_codes == ["94221", "94222", "94223", "94226"]


def test_words_are_read_as_they_are_meant() -> None:
    asked = place_asked("Kec. Palu Brt, 94221 Kab. Sigi 942")
    assert (asked.text, asked.codes, asked.begins) == (
        "palu barat kabupaten sigi",
        ("94221",),
        "942",
    )
    assert place_text("Ma'rang", "Kabupaten Pangkajene dan Kepulauan") == (
        "marang kabupaten pangkajene dan kepulauan"
    )
