"""The places of listings, and copies that do not disturb each other."""

from __future__ import annotations

import random

from catalog.selectors.facet_book import Book


def test_it_says_what_a_dictionary_would() -> None:
    dice, book, plain = random.Random(3), Book(), dict[int, int]()
    numbers = [*range(600), 2**40, 2**40 + 1]
    for place in range(4000):
        listing_id = dice.choice(numbers)
        if dice.random() < 0.4:
            assert book.pop(listing_id) == plain.pop(listing_id, None)
        else:
            book.put(listing_id, place)
            plain[listing_id] = place
    assert dict(book.of([*numbers, 601, 2**50])) == plain


def test_neither_a_copy_nor_its_original_sees_what_is_written_on_the_other() -> None:
    book = Book()
    book.put(7, 70)
    book.put(300, 30)
    copy = book.copy()
    copy.put(7, 71)
    book.put(8, 80)
    book.pop(300)
    assert dict(book.of(range(400))) == {7: 70, 8: 80}
    assert dict(copy.of(range(400))) == {7: 71, 300: 30}
