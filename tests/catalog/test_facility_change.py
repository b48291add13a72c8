"""What a facility says of itself: how texts are read, who writes them, two people, taking back."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.db import connection

from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.facility_values import (
    BRAND,
    HOURS,
    OFFICIAL,
    PROFILE,
    STORY_MOST,
    UNIT,
    Refused,
    day_text,
    merged,
    read,
)
from catalog.models import AuditEntry, Brand, CardRow, Facility, OpeningHours, ProductionUnit
from catalog.personal import NUMBER, PERSON, personal_marks
from catalog.services.facilities import FacilityDraft
from catalog.services.facility_change import (
    FacilityClash,
    FieldsRefused,
    hours_change,
    hours_texts,
    profile_change,
    profile_texts,
)
from catalog.services.facility_parts import (
    BRANDS,
    MOST_BRANDS,
    UNITS,
    InUse,
    change_undo,
    last_change,
    part_add,
    part_change,
    part_remove,
)
from catalog.services.facility_register import (
    facility_open_once,
    facility_register_change,
    register_values,
)
from catalog.types import Actor
from tests.cast import Cast, cast_make
from tests.conftest import serving_role
from tests.making import SYSTEM, draft_listing, public_listing
from tests.together import failures_at_once

pytestmark = pytest.mark.django_db
RULES = {**PROFILE, **OFFICIAL, **UNIT}
UNIT_TEXTS = {"kind": "bimker", "name": "Dapur", "skill": "pengolahan pangan", "trained": "12"}


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def refusal(name: str, text: str) -> str:
    """Why a text is refused, "" when it is taken."""
    try:
        RULES[name](text)
    except Refused as fault:
        return fault.sentence % fault.params if fault.params else fault.sentence
    return ""


# --- How texts are read


@pytest.mark.parametrize(
    "typed",
    [
        *("0812 3456 7890", "0812-3456-7890", "+62 812 3456 7890", "62812-3456-7890"),
        *("(0812) 34567890", "81234567890", " 0812.3456.7890 ", "٠٨١٢٣٤٥٦٧٨٩٠"),
        "\u202e0812\u200b34567890",
    ],
)
def test_a_number_written_in_any_usual_way_is_kept_in_one(typed: str) -> None:
    assert PROFILE["whatsapp"](typed) == "+6281234567890"


@pytest.mark.parametrize(
    "typed", ["abc", "112", "0812", "+1 650 253 0000", "0451-421234 ext 12", "1" * 10_000, "<b>"]
)
def test_what_is_no_indonesian_number_is_refused(typed: str) -> None:
    assert "no Indonesian number" in refusal("phone", typed)


def test_a_landline_is_a_number_and_nothing_is_fine() -> None:
    assert PROFILE["phone"]("0451 421234") == "+62451421234"
    assert PROFILE["phone"]("  ") == PROFILE["email"]("") == ""


@pytest.mark.parametrize("typed", ["lapas", "lapas@", "@go.id", "a b@go.id", "x@y", "a" * 10_000])
def test_mail_addresses_are_checked(typed: str) -> None:
    assert refusal("email", typed)
    assert PROFILE["email"](" lapas.palu@contoh.go.id\n") == "lapas.palu@contoh.go.id"


@pytest.mark.parametrize("name", ["short_name", "craft_line", "story", "address", "aliases"])
def test_ten_thousand_letters_are_too_long(name: str) -> None:
    assert "too long: 10000 letters" in refusal(name, "a" * 10_000)


def test_signs_that_nobody_sees_are_left_out() -> None:
    assert PROFILE["short_name"]("\u202eLapas\x00\u200b  Palu\u2066\n") == "Lapas Palu"
    assert PROFILE["story"]("Satu \r\n\r\n\r\n\r\nDua\x07 \n") == "Satu\n\nDua"
    assert PROFILE["story"]("a" * STORY_MOST) == "a" * STORY_MOST


def test_other_names_are_one_a_line_each_once() -> None:
    assert PROFILE["aliases"]("Lapas  Petobo\n\n lapas petobo\nLP Palu") == "Lapas Petobo\nLP Palu"
    assert "At most 20" in refusal("aliases", "\n".join(map(str, range(21))))


@pytest.mark.parametrize(
    ("name", "typed"),
    [("satker_code", "12a456"), ("satker_code", "١٢٣٤٥٦"), ("klass", "IV"), ("kind", "dapur")],
)
def test_codes_are_of_their_lists(name: str, typed: str) -> None:
    assert refusal(name, typed)


@pytest.mark.parametrize(("typed", "kept"), [("", ""), (" 5 ", "5"), ("12", "12"), ("007", "7")])
def test_a_bare_number_of_people_is_taken(typed: str, kept: str) -> None:
    assert UNIT["trained"](typed) == kept


@pytest.mark.parametrize("typed", ["4", "0", "-6", "6 orang", "1e3", "5.5", "999999"])
def test_never_fewer_than_five_people_and_only_a_number(typed: str) -> None:
    assert refusal("trained", typed)


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        ([("8", "15")], "08.00-15.00"),
        ([("08:00", "15,30")], "08.00-15.30"),
        ([("0800", "1530")], "08.00-15.30"),
        ([("13", "15"), ("8", "12")], "08.00-12.00 13.00-15.00"),
        ([("8", "12"), ("12", "15")], "08.00-12.00 12.00-15.00"),
        ([("", ""), ("9", "10")], "09.00-10.00"),
        ([("", " ")], ""),
        ([("0", "23.59")], "00.00-23.59"),
    ],
)
def test_hours_are_read_as_people_write_them(cells: list[tuple[str, str]], kept: str) -> None:
    assert day_text(cells) == kept


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ([("8", "24.00")], "23.59"),
        ([("8", "25")], "08.00 or 15.30"),
        ([("8", "12.60")], "08.00 or 15.30"),
        ([("pagi", "sore")], "08.00 or 15.30"),
        ([("8", "")], "Write both"),
        ([("15", "8")], "closes before it opens"),
        ([("8", "8")], "closes before it opens"),
        ([("8", "12"), ("11.30", "15")], "overlap"),
        ([("8", "15"), ("8", "15")], "overlap"),
    ],
)
def test_hours_that_cannot_be_are_refused(cells: list[tuple[str, str]], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        day_text(cells)


@pytest.mark.parametrize("sent", ["8-9", "08.00-09.00 10.00-11.00 12.00-13.00", "x"])
def test_a_day_has_two_spans_at_most(sent: str) -> None:
    with pytest.raises(Refused):
        HOURS["0"](sent)


def test_what_was_not_touched_stays_whatever_todays_rules_say() -> None:
    old = {"phone": "+62000"}
    assert read({"phone": PROFILE["phone"]}, {}, old).texts == old
    assert read({"phone": PROFILE["phone"]}, {"phone": "+62000"}, old).faults == {}
    assert set(read(BRAND, {}, {}).faults) == {"name"}


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("NIK 7271012304560001", [NUMBER]),
        ("nomor 1234 5678 9012 3456", [NUMBER]),
        ("Dibuat narapidana Budi Santoso", [PERSON]),
        ("oleh napi bernama Joko", [PERSON]),
        ("warga binaan B.S. yang rajin", [PERSON]),
        ("Warga binaan Lapas Palu memotong kayu", []),
        ("12 warga binaan terlatih, 250 gram, 0812-3456-7890", []),
    ],
)
def test_what_looks_like_somebody_is_noticed(text: str, marks: list[str]) -> None:
    assert personal_marks(text) == marks


def test_two_peoples_texts_come_together() -> None:
    seen = {"a": "1", "b": "1", "c": "1", "d": "1"}
    wanted = {"a": "2", "b": "1", "c": "2", "d": "2"}
    both = merged(seen, wanted, {"a": "1", "b": "3", "c": "3", "d": "2"})
    assert both.values == {"a": "2", "b": "3", "c": "2", "d": "2"}
    assert both.clashes == {"c": "3"}


# --- Writing


def change(cast: Cast, actor: Actor | None = None, **wanted: str) -> list[str]:
    """What the facility's head writes, seeing what is there."""
    facility = Facility.objects.get(pk=cast.here.pk)
    changed = profile_change(
        actor=actor or cast.facility_head,
        facility_id=facility.pk,
        wanted=wanted,
        seen=profile_texts(facility),
    )
    assert changed is not None
    return changed


def test_texts_are_written_and_the_warehouse_follows(cast: Cast) -> None:
    with serving_role(cast.facility_head):
        changed = change(
            cast,
            short_name="Lapas Baru",
            address="Jalan Dua 2",
            email="a@contoh.go.id",
            phone="0451-421234",
            aliases="LP Baru\nLapas Lama",
        )
    facility = Facility.objects.get(pk=cast.here.pk)
    assert set(changed) == {"short_name", "address", "email", "phone", "aliases"}
    assert facility.phone == "+62451421234"
    assert [one.name for one in facility.aliases.all()] == ["LP Baru", "Lapas Lama"]
    warehouse = facility.warehouse
    assert (warehouse.name, warehouse.email) == ("Lapas Baru", "a@contoh.go.id")
    assert warehouse.address.street_address_1 == "Jalan Dua 2"
    assert facility.slug == cast.here.slug
    entry = last_change(facility.pk, "profile")
    assert entry is not None
    assert entry.detail["from"]["short_name"] == cast.here.short_name


def test_cards_follow_the_short_name(cast: Cast) -> None:
    listing = public_listing(cast.here)
    with serving_role(cast.facility_head):
        change(cast, short_name="Lapas Baru")
    assert CardRow.objects.get(listing_id=listing.pk).facility_name == "Lapas Baru"


def test_nothing_changed_leaves_no_trace(cast: Cast) -> None:
    before = AuditEntry.objects.count()
    assert change(cast, short_name=cast.here.short_name) == []
    assert AuditEntry.objects.count() == before


def test_one_refused_text_leaves_all_as_they_are(cast: Cast) -> None:
    with pytest.raises(FieldsRefused) as refused:
        change(cast, short_name="Lapas Baru", phone="abc", email="x")
    assert set(refused.value.faults) == {"phone", "email"}
    assert Facility.objects.get(pk=cast.here.pk).short_name == cast.here.short_name


def test_official_texts_are_written_by_the_central_office_alone(cast: Cast) -> None:
    for actor in (cast.facility_head, cast.regional_head):
        with pytest.raises(NotAllowed):
            change(cast, actor, official_name="Istana")
    assert change(cast, cast.central_officer, klass="IIB", satker_code="123456") == [
        "klass",
        "satker_code",
    ]
    Facility.objects.filter(pk=cast.elsewhere.pk).update(satker_code="654321")
    with pytest.raises(FieldsRefused, match="sudah|has this code"):
        change(cast, cast.central_officer, satker_code="654321")
    assert change(cast, cast.central_officer, satker_code="") == ["satker_code"]
    assert Facility.objects.get(pk=cast.here.pk).satker_code is None


def test_hours_are_written_by_the_day(cast: Cast) -> None:
    week = {"0": "08.00-12.00 13.00-15.00", "4": "08.00-11.00"}
    with serving_role(cast.facility_head):
        hours_change(actor=cast.facility_head, facility_id=cast.here.pk, wanted=week, seen={})
        hours_change(
            actor=cast.facility_head, facility_id=cast.here.pk, wanted={"4": ""}, seen=week
        )
    assert hours_texts(cast.here) == {**dict.fromkeys("123456", ""), "0": week["0"]}
    assert OpeningHours.objects.filter(facility=cast.elsewhere).count() == 0


def acts(cast: Cast, actor: Actor) -> list[Callable[[], Any]]:
    """Every service, called on the cast's facility."""
    where: dict[str, Any] = {"actor": actor, "facility_id": cast.here.pk}
    unit = ProductionUnit.objects.create(facility=cast.here, key="k", kind="sae", name="K")
    AuditEntry.objects.create(
        action="facility.hours_changed",
        subject_table="catalog_facility",
        subject_id=str(cast.here.pk),
        detail={"from": {"0": ""}, "to": {"0": ""}},
    )
    entry = AuditEntry.objects.latest("pk")
    both: dict[str, Any] = {"wanted": {"name": "Satu"}, "seen": {"name": "K"}}
    return [
        lambda: profile_change(**where, wanted={"short_name": "Lapas X"}, seen={}),
        lambda: hours_change(**where, wanted={"0": "08.00-09.00"}, seen={}),
        lambda: part_add(UNITS, **where, wanted=UNIT_TEXTS),
        lambda: part_add(BRANDS, **where, wanted={"name": "Merek"}),
        lambda: part_change(UNITS, **where, row_id=unit.pk, **both),
        lambda: part_remove(UNITS, **where, row_id=unit.pk),
        lambda: change_undo(**where, entry_id=entry.pk),
    ]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("sari", NotAllowed),
        ("regional_officer", NotAllowed),
        ("auditor", NotAllowed),
        ("budi", NotFound),
        ("other_regional_officer", NotFound),
        ("board_editor", NotFound),
        ("board_viewer", NotFound),
        ("anonymous", NotFound),
    ],
)
def test_who_may_not_is_refused_by_every_service(
    cast: Cast, name: str, error: type[Exception]
) -> None:
    actor = cast.everybody()[name]
    todo = acts(cast, actor)
    with serving_role(actor):
        for act in todo:
            with pytest.raises(error):
                act()
    assert profile_texts(Facility.objects.get(pk=cast.here.pk)) == profile_texts(cast.here)


def test_a_form_sent_twice_acts_once(cast: Cast) -> None:
    key = uuid.uuid4()
    where: dict[str, Any] = {"actor": cast.facility_head, "facility_id": cast.here.pk, "key": key}
    with serving_role(cast.facility_head):
        assert part_add(UNITS, **where, wanted=UNIT_TEXTS)
        assert part_add(UNITS, **where, wanted=UNIT_TEXTS) is None
    assert ProductionUnit.objects.filter(facility=cast.here).count() == 1


def test_the_same_page_with_other_words_is_another_form(cast: Cast) -> None:
    """After Back a page still has its key: what is typed then must not be dropped in silence."""
    where: dict[str, Any] = {
        "actor": cast.facility_head,
        "facility_id": cast.here.pk,
        "key": uuid.uuid4(),
        "seen": profile_texts(cast.here),
    }
    with serving_role(cast.facility_head):
        assert profile_change(**where, wanted={"craft_line": "Kayu"}) == ["craft_line"]
        assert profile_change(**where, wanted={"craft_line": "Kayu"}) is None
        assert profile_change(**where, wanted={"story": "Cerita"}) == ["story"]
    found = Facility.objects.get(pk=cast.here.pk)
    assert (found.craft_line, found.story) == ("Kayu", "Cerita")
    unit: dict[str, Any] = {**where, "row_id": unit_of(cast)}
    unit.pop("seen")
    assert part_change(UNITS, **unit, wanted={"name": "Satu"}, seen=UNIT_TEXTS)
    assert part_remove(UNITS, **unit) is None
    assert not ProductionUnit.objects.filter(facility=cast.here).exists()


def test_a_form_that_was_refused_may_be_sent_again(cast: Cast) -> None:
    where: dict[str, Any] = {
        "actor": cast.facility_head,
        "facility_id": cast.here.pk,
        "key": uuid.uuid4(),
    }
    with pytest.raises(FieldsRefused):
        part_add(UNITS, **where, wanted={**UNIT_TEXTS, "trained": "4"})
    assert part_add(UNITS, **where, wanted=UNIT_TEXTS)


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_the_same_moment_acts_once() -> None:
    cast = cast_make()
    key = uuid.uuid4()
    start = threading.Barrier(4)

    def send() -> None:
        start.wait()
        try:
            part_add(
                BRANDS,
                actor=cast.facility_head,
                facility_id=cast.here.pk,
                wanted={"name": "Renjana"},
                key=key,
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Brand.objects.filter(facility=cast.here).count() == 1


def test_two_people_the_second_keeps_what_the_first_did_not_touch(cast: Cast) -> None:
    seen = profile_texts(cast.here)
    change(cast, cast.regional_head, address="Jalan Dua 2", craft_line="Kayu")
    where: dict[str, Any] = {"actor": cast.facility_head, "facility_id": cast.here.pk}
    profile_change(**where, wanted={**_own(seen), "story": "Cerita"}, seen=seen)
    now = profile_texts(Facility.objects.get(pk=cast.here.pk))
    assert (now["address"], now["craft_line"], now["story"]) == ("Jalan Dua 2", "Kayu", "Cerita")
    with pytest.raises(FacilityClash) as clash:
        profile_change(**where, wanted={"address": "Jalan Tiga 3", "story": "Lain"}, seen=seen)
    assert clash.value.merged.clashes == {"address": "Jalan Dua 2", "story": "Cerita"}


def _own(texts: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name in PROFILE}


# --- Units and brands


def unit_of(cast: Cast, **texts: str) -> int:
    """A new unit, by its head."""
    row_id = part_add(
        UNITS,
        actor=cast.facility_head,
        facility_id=cast.here.pk,
        wanted={**UNIT_TEXTS, **texts},
    )
    assert row_id is not None
    return row_id


def test_units_get_a_word_for_addresses_that_nobody_has(cast: Cast) -> None:
    for name in ("Dapur Bimker", "Dapur, Bimker", "工房"):
        unit_of(cast, name=name)
    keys = ProductionUnit.objects.filter(facility=cast.here).values_list("key", flat=True)
    assert sorted(keys) == ["dapur-bimker", "dapur-bimker-2", "unit"]


def test_english_that_nobody_wrote_is_said_in_indonesian(cast: Cast) -> None:
    unit = ProductionUnit.objects.get(pk=unit_of(cast, name="Kayu", name_en="Wood"))
    assert (unit.name_en, unit.skill_en, unit.trained) == ("Wood", "pengolahan pangan", 12)
    where: dict[str, Any] = {"actor": cast.facility_head, "facility_id": cast.here.pk}
    part_change(UNITS, **where, row_id=unit.pk, wanted={"name_en": ""}, seen={"name_en": "Wood"})
    unit.refresh_from_db()
    assert unit.name_en == "Kayu"
    undo(cast, "parts")
    unit.refresh_from_db()
    assert unit.name_en == "Wood"


def test_a_name_is_given_once(cast: Cast) -> None:
    unit_of(cast)
    with pytest.raises(FieldsRefused):
        unit_of(cast, name="DAPUR")
    other = unit_of(cast, name="Kayu")
    with pytest.raises(FieldsRefused):
        part_change(
            UNITS,
            actor=cast.facility_head,
            facility_id=cast.here.pk,
            row_id=other,
            wanted={"name": "dapur"},
            seen={"name": "Kayu"},
        )


def test_there_is_an_end_to_brands(cast: Cast) -> None:
    Brand.objects.bulk_create(
        Brand(facility=cast.here, slug=f"b-{n}", name=f"B {n}") for n in range(MOST_BRANDS)
    )
    with pytest.raises(Invalid):
        part_add(
            BRANDS, actor=cast.facility_head, facility_id=cast.here.pk, wanted={"name": "Lagi"}
        )


@pytest.mark.parametrize("part", [UNITS, BRANDS], ids=["unit", "brand"])
def test_what_goods_name_is_not_removed(cast: Cast, part: Any) -> None:
    where: dict[str, Any] = {"actor": cast.facility_head, "facility_id": cast.here.pk}
    row_id = part_add(part, **where, wanted={**UNIT_TEXTS, "name": "Dapur"})
    assert row_id is not None
    for _ in range(2):
        listing = draft_listing(cast.here)
        setattr(listing, f"{part.word}_id", row_id)
        listing.save()
    with serving_role(cast.facility_head), pytest.raises(InUse) as used:
        part_remove(part, **where, row_id=row_id)
    assert used.value.count == 2
    assert part.model.objects.filter(pk=row_id).exists()


@pytest.mark.parametrize("part", [UNITS, BRANDS], ids=["unit", "brand"])
def test_anothers_units_and_brands_are_not_found(cast: Cast, part: Any) -> None:
    given = {"key": "k", "kind": "sae"} if part is UNITS else {"slug": "k"}
    other = part.model.objects.create(facility=cast.elsewhere, name="Kayu", **given)
    where: dict[str, Any] = {"actor": cast.facility_head, "facility_id": cast.here.pk}
    with pytest.raises(NotFound):
        part_change(part, **where, row_id=other.pk, wanted={"name": "X"}, seen={"name": "Kayu"})
    with pytest.raises(NotFound):
        part_remove(part, **where, row_id=other.pk)
    other.refresh_from_db()
    assert other.name == "Kayu"


# --- Taking back


def undo(cast: Cast, topic: str) -> None:
    """What the head does with the last change."""
    entry = last_change(cast.here.pk, topic)
    assert entry is not None
    with serving_role(cast.facility_head):
        change_undo(actor=cast.facility_head, facility_id=cast.here.pk, entry_id=entry.pk)


def test_the_last_change_is_taken_back_and_again(cast: Cast) -> None:
    before = profile_texts(cast.here)
    change(cast, address="Jalan Dua 2", aliases="Satu\nDua", phone="0451-421234")
    undo(cast, "profile")
    assert profile_texts(Facility.objects.get(pk=cast.here.pk)) == before
    undo(cast, "profile")
    assert profile_texts(Facility.objects.get(pk=cast.here.pk))["aliases"] == "Satu\nDua"


def test_only_the_last_change_is_taken_back(cast: Cast) -> None:
    change(cast, address="Jalan Dua 2")
    first = last_change(cast.here.pk, "profile")
    change(cast, story="Cerita")
    assert first is not None
    with pytest.raises(Invalid):
        change_undo(actor=cast.facility_head, facility_id=cast.here.pk, entry_id=first.pk)
    Facility.objects.filter(pk=cast.here.pk).update(story="Dari pintu lain")
    with pytest.raises(Invalid):
        undo(cast, "profile")


def test_the_central_offices_change_is_not_taken_back_by_others(cast: Cast) -> None:
    change(cast, cast.central_officer, official_name="Lembaga Baru")
    with pytest.raises(NotAllowed):
        undo(cast, "profile")


def test_another_facilitys_change_is_not_found(cast: Cast) -> None:
    change(cast, address="Jalan Dua 2")
    entry = last_change(cast.here.pk, "profile")
    assert entry is not None
    for number in (entry.pk, AuditEntry.objects.filter(action="facility.opened")[0].pk, 10**12):
        with pytest.raises(NotFound):
            change_undo(actor=cast.central_officer, facility_id=cast.elsewhere.pk, entry_id=number)


def register(cast: Cast, **wanted: str) -> None:
    """What the central office writes into the register."""
    seen = register_values(Facility.objects.get(pk=cast.here.pk))
    facility_register_change(
        actor=cast.central_officer,
        facility_id=cast.here.pk,
        wanted=replace(seen, **wanted),
        seen=seen,
    )


def test_the_register_writes_the_same_texts_by_the_same_rules(cast: Cast) -> None:
    with serving_role(cast.central_officer):
        register(cast, short_name=" Lapas\u200b  Baru ", satker_code="123456", kind="rutan")
    facility = Facility.objects.get(pk=cast.here.pk)
    assert (facility.short_name, facility.satker_code) == ("Lapas Baru", "123456")
    assert (facility.kind, facility.warehouse.name) == ("rutan", "Lapas Baru")
    entry = last_change(facility.pk, "profile")
    assert entry is not None
    assert entry.detail["to"] == {"short_name": "Lapas Baru", "satker_code": "123456"}
    others = AuditEntry.objects.filter(action="facility.registered")
    assert [one.detail["changes"] for one in others] == [{"kind": ["lapas", "rutan"]}]


@pytest.mark.parametrize(
    ("name", "text"), [("short_name", ""), ("official_name", " "), ("satker_code", "12a456")]
)
def test_the_register_refuses_what_the_profile_does(cast: Cast, name: str, text: str) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(FieldsRefused) as refused:
        register(cast, **{name: text})
    assert refused.value.params["field"] == name
    Facility.objects.filter(pk=cast.elsewhere.pk).update(satker_code="654321")
    with pytest.raises(FieldsRefused):
        register(cast, satker_code="654321")
    assert AuditEntry.objects.count() == before


def test_what_the_register_changed_since_is_not_overwritten_by_taking_back(cast: Cast) -> None:
    change(cast, short_name="Lapas Satu")
    first = last_change(cast.here.pk, "profile")
    register(cast, short_name="Lapas Dua")
    assert first is not None
    with pytest.raises(Invalid):
        change_undo(actor=cast.facility_head, facility_id=cast.here.pk, entry_id=first.pk)
    undo(cast, "profile")
    assert Facility.objects.get(pk=cast.here.pk).short_name == "Lapas Satu"


def test_facilities_are_opened_without_a_code_and_no_two_with_one(cast: Cast) -> None:
    assert cast.here.satker_code is None  # one more without a code is no second one of it
    draft = FacilityDraft(
        slug="rutan-sigi",
        kind="rutan",
        klass="IIB",
        official_name="Rutan Kelas IIB Sigi",
        short_name="Rutan Sigi",
        place="sigi",
        regency_code="72.71",
        office_slug=cast.here.office.slug,
        address="Jalan Contoh 2",
        satker_code=None,
    )
    opened = facility_open_once(actor=cast.central_officer, draft=draft)
    assert facility_open_once(actor=cast.central_officer, draft=draft) == opened
    Facility.objects.filter(pk=cast.here.pk).update(satker_code="123456")
    other = replace(draft, slug="rutan-donggala", satker_code="123456")
    with pytest.raises(FieldsRefused, match="satker_code"):
        facility_open_once(actor=cast.central_officer, draft=other)


@pytest.mark.django_db(transaction=True)
def test_two_facilities_given_one_code_at_once_are_not_both() -> None:
    cast = cast_make()
    found: list[str] = []

    def give(facility: Facility) -> None:
        seen = profile_texts(facility)
        try:
            profile_change(
                actor=SYSTEM, facility_id=facility.pk, wanted={"satker_code": "123456"}, seen=seen
            )
        except FieldsRefused as refused:
            found.extend(refused.faults)

    assert failures_at_once([partial(give, one) for one in (cast.here, cast.elsewhere)]) == []
    assert found == ["satker_code"]
    assert Facility.objects.filter(satker_code="123456").count() == 1


def test_a_unit_removed_comes_back_and_one_added_goes(cast: Cast) -> None:
    row_id = unit_of(cast, trained="7", is_certified="1")
    part_remove(UNITS, actor=cast.facility_head, facility_id=cast.here.pk, row_id=row_id)
    undo(cast, "parts")
    unit = ProductionUnit.objects.get(facility=cast.here)
    assert (unit.key, unit.trained, unit.is_certified) == ("dapur", 7, True)
    undo(cast, "parts")
    assert not ProductionUnit.objects.filter(facility=cast.here).exists()


def test_hours_are_taken_back(cast: Cast) -> None:
    where: dict[str, Any] = {"actor": cast.facility_head, "facility_id": cast.here.pk}
    hours_change(**where, wanted={"0": "08.00-15.00"}, seen={})
    undo(cast, "hours")
    assert not OpeningHours.objects.filter(facility=cast.here).exists()
