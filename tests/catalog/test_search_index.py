"""The search's rows equal the truth, whoever writes it; terms are in force at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import Brand, Facility, Listing, SearchRow, SearchTerm, SearchWord
from catalog.selectors import search_rank
from catalog.selectors.search import investigate, search
from catalog.services.listings import listing_close
from catalog.types import ListingState
from tests.making import SYSTEM, draft_listing, facility_make, paper_make, public_listing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    forget_all()
    yield
    forget_all()


def run(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)  # type: ignore[arg-type]


def found(text: str, *, literal: bool = False) -> list[int]:
    forget_all()
    query = search(text, language="id", on=legal_today(), literal=literal).query
    return [listing_id for listing_id, _score in query.ranked or ()]


def rows() -> list[tuple[object, ...]]:
    """All rows but for the order of a vector's making."""
    columns = ("pk", "is_open", "cleared_until", "lift", "name", "name_en", "head", "vector")
    return list(SearchRow.objects.order_by("pk").values_list(*columns, "name_words", "words"))


def assert_true() -> None:
    """The rows are what a refresh of everything would make of them."""
    before = rows()
    run("DELETE FROM catalog_searchrow")
    run("SELECT catalog_search_refresh(array_agg(id)) FROM catalog_listing")
    assert rows() == before


def test_a_name_is_found_until_it_changes_by_raw_sql() -> None:
    listing = public_listing(name="Gitar mahoni")
    assert found("gitar") == [listing.pk]
    run("UPDATE product_product SET name = 'Biola jati' WHERE id = %s", listing.product_id)
    assert found("gitar") == [listing.pk]  # by its English name
    run("DELETE FROM product_producttranslation WHERE product_id = %s", listing.product_id)
    assert found("gitar", literal=True) == []
    assert found("biola") == [listing.pk]
    assert_true()


def test_translations_kinds_brands_places_and_aliases_are_found() -> None:
    listing = public_listing(name="Gitar mahoni")
    run("UPDATE product_producttranslation SET name = 'Lute' WHERE product_id = %s",
        listing.product_id)  # fmt: skip
    run("UPDATE product_category SET name = 'Alat musik'")
    brand = Brand.objects.create(facility=listing.facility, slug="nada", name="Nadaku")
    Listing.objects.filter(pk=listing.pk).update(brand=brand)
    listing.facility.aliases.create(name="Lapas Petobo")
    run("UPDATE catalog_regency SET name = 'Kota Donggala' WHERE code = '72.71'")
    for text in ("lute", "musik", "nadaku", "petobo"):
        assert found(text) == [listing.pk], text
    assert "'donggala'" in SearchRow.objects.get(pk=listing.pk).head
    Brand.objects.filter(pk=brand.pk).update(name="Suaraku")
    Facility.objects.filter(pk=listing.facility_id).update(short_name="Lapas Melodi")
    assert found("nadaku", literal=True) == []
    assert found("suaraku") == found("melodi") == [listing.pk]
    assert_true()


def test_drafts_suspended_and_unpublished_goods_are_not_found() -> None:
    draft_listing(facility_make(), name="Gitar konsep")
    listing = public_listing(name="Gitar mahoni")
    assert found("gitar") == [listing.pk]
    run("UPDATE product_product SET is_published = false WHERE id = %s", listing.product_id)
    assert found("gitar") == []
    run("UPDATE product_product SET is_published = true WHERE id = %s", listing.product_id)
    listing_close(actor=SYSTEM, listing_id=listing.pk, state=ListingState.SUSPENDED, reason="uji")
    assert found("gitar") == []
    assert_true()


def test_stock_and_papers_lift_and_sink() -> None:
    plain, with_paper, sold_out = (public_listing(name="Gitar mahoni") for _ in range(3))
    paper_make(with_paper)
    run("UPDATE warehouse_stock SET quantity = 0 WHERE product_variant_id IN (SELECT id FROM"
        " product_productvariant WHERE product_id = %s)", sold_out.product_id)  # fmt: skip
    assert found("gitar") == [with_paper.pk, plain.pk, sold_out.pk]
    assert_true()


def test_a_deleted_listing_leaves_no_row() -> None:
    listing = draft_listing(facility_make(), name="Gitar mahoni")
    number = listing.pk
    listing.delete()
    assert not SearchRow.objects.filter(pk=number).exists()


def test_a_term_is_in_force_without_reading_any_listing_anew() -> None:
    listing = public_listing(name="Peci hitam")
    assert found("kupluk") == []
    term = SearchTerm.objects.create(use="synonym", phrase="peci", means="kupluk")
    assert found("kupluk") == [listing.pk]
    SearchTerm.objects.filter(pk=term.pk).update(is_on=False)
    assert found("kupluk") == []


def test_stop_words_and_stems_are_rows() -> None:
    listing = public_listing(name="Tenun ikat")
    assert found("menggedog") == []
    SearchTerm.objects.create(use="stop", phrase="indah")
    SearchTerm.objects.create(use="stem", phrase="menggedog", means="tenun")
    assert found("tenun indah") == found("menggedog") == [listing.pk]


def test_a_spelling_is_put_right_and_said() -> None:
    listing = public_listing(name="Keripik pisang")
    SearchTerm.objects.create(use="spelling", phrase="kripik", means="keripik")
    forget_all()
    searched = search("Kripik pisang", language="id", on=legal_today())
    assert searched.corrected == "keripik pisang"
    assert [pk for pk, _ in searched.query.ranked or ()] == [listing.pk]
    literal = search("Kripik", language="id", on=legal_today(), literal=True)
    assert (literal.corrected, literal.query.ranked) == ("", ())


def test_a_misspelt_word_is_compared_with_the_shops_words() -> None:
    listing = public_listing(name="Keripik singkong")
    searched = search("kerpik singkng", language="id", on=legal_today())
    assert searched.corrected == "keripik singkong"
    assert [pk for pk, _ in searched.query.ranked or ()] == [listing.pk]


def test_letters_that_changed_places_are_one_mistake() -> None:
    listing = public_listing(name="Keripik pisang")
    public_listing(listing.facility, name="Pisau dapur")
    searched = search("keripik pisnag", language="id", on=legal_today())
    assert searched.corrected == "keripik pisang"
    assert [pk for pk, _ in searched.query.ranked or ()] == [listing.pk]


def test_the_count_drops_words_that_no_goods_have() -> None:
    listing = public_listing(name="Gitar mahoni")
    run("UPDATE product_product SET name = 'Biola jati' WHERE id = %s", listing.product_id)
    run("UPDATE product_producttranslation SET name = 'Violin' WHERE product_id = %s",
        listing.product_id)  # fmt: skip
    assert SearchWord.objects.filter(word="gitar").exists()
    run("SELECT catalog_search_count()")
    assert not SearchWord.objects.filter(word="gitar").exists()
    assert SearchWord.objects.get(word="biola").goods == 1
    assert SearchWord.objects.get(word="biola").in_names


ALL_ARE_MANY = -1  # PostgreSQL has not counted a new table yet


@pytest.mark.parametrize("many", [ALL_ARE_MANY, search_rank.MANY])
@pytest.mark.parametrize(("few", "candidates"), [(300, 1000), (0, 1000), (0, 2)])
def test_goods_that_fit_filters_are_found_however_many_have_the_word(
    monkeypatch: pytest.MonkeyPatch, few: int, candidates: int, many: int
) -> None:
    monkeypatch.setattr(search_rank, "MANY", many)
    monkeypatch.setattr(search_rank, "FEW", few)
    monkeypatch.setattr(search_rank, "CANDIDATES", candidates)
    SearchTerm.objects.create(use="paper", phrase="halal", means="halal")
    facility = facility_make()
    for number in range(5):
        public_listing(facility, name=f"Keripik pisang {number}")
    wanted = public_listing(facility, name="Keripik pisang halus")
    paper_make(wanted, code="halal", group="halal")
    assert found("keripik halal") == [wanted.pk]


def test_more_candidates_are_looked_at_where_hardly_any_fits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of more goods that fit than can be named, with fewer candidates than usual."""
    for name, value in {"FEW": 0, "SOME": 0, "SEVERAL": -1, "OF_SEVERAL": 2}.items():
        monkeypatch.setattr(search_rank, name, value)
    SearchTerm.objects.create(use="paper", phrase="halal", means="halal")
    facility = facility_make()
    for number in range(5):
        public_listing(facility, name=f"Keripik pisang {number}")
    wanted = public_listing(facility, name="Keripik pisang halus")
    paper_make(wanted, code="halal", group="halal")
    assert found("keripik halal") == [wanted.pk]
    assert len(found("keripik")) == 2


def test_of_very_many_goods_a_share_is_looked_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_rank, "MANY", ALL_ARE_MANY)
    facility = facility_make()
    listings = [public_listing(facility, name="Gitar mahoni").pk for _ in range(16)]
    assert found("gitar") == listings[::-1]
    assert found("merdu") == []
    run("UPDATE product_product SET description = 'Merdu' WHERE name = 'Gitar mahoni'")
    run("UPDATE product_product SET name = 'Merdu' WHERE id ="
        " (SELECT product_id FROM catalog_listing WHERE id = %s)", listings[0])  # fmt: skip
    assert found("merdu") == [listings[0], *listings[:0:-1]]
    in_share = [pk for pk in listings if pk % 16 == 0]
    monkeypatch.setattr(search_rank, "CANDIDATES", 1)
    assert found("mahogany") == in_share[-1:]


def test_the_share_has_an_index_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_rank, "MANY", ALL_ARE_MANY)
    public_listing(name="Gitar mahoni")
    with CaptureQueriesContext(connection) as asked:
        assert found("gitar")
    (sql,) = (query["sql"] for query in asked if "heads AS" in query["sql"])
    run("SET LOCAL enable_seqscan = off")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        plan = " ".join(line for (line,) in cursor.fetchall())
    for index in ("search_head_share", "search_head ", "search_vector_share", "search_vector "):
        assert f"Bitmap Index Scan on {index}" in plan, plan


@pytest.mark.parametrize("many", [ALL_ARE_MANY, search_rank.MANY])
def test_without_all_words_goods_with_most_of_them_are_found(
    monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(search_rank, "MANY", many)
    facility = facility_make()
    wanted = public_listing(facility, name="Meja jati kecil")
    public_listing(facility, name="Meja mahoni kecil")
    for text in ("meja jati mungil", "meja jati mungil bundar", "jati mungil"):
        assert found(text) == [wanted.pk], text


def test_nothing_is_looked_for_twice_in_the_same_way() -> None:
    public_listing(name="Meja jati")
    SearchTerm.objects.create(use="paper", phrase="halal", means="halal")
    paper_make(public_listing(name="Keripik"), code="halal", group="halal")
    forget_all()
    way = [attempt.way for attempt in investigate("meja halal", on=legal_today()).attempts]
    assert way == ["all words, with the filters", "all words, filters as words", "most words"]


def test_statements_of_a_search(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    public_listing(name="Keripik pisang")
    assert found("keripik pisang")  # terms and stems are kept from here on
    with django_assert_num_queries(2):
        search("keripik pisang", language="id", on=legal_today())
