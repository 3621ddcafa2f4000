"""How large a page of the feed becomes."""

import json

import pytest
from progress.adapters.reader import MAX_PAGE_BYTES, page_of


async def each(changes):
    for change in changes:
        yield change


@pytest.mark.parametrize("large", ["path", "grade", "appeal"])
async def test_page_of_large_rows_ends_before_it_is_too_large_whatever_they_tell(large):
    changes = [{"id": number, large: {"feedback": "Ж" * 20_000}} for number in range(500)]
    page = await page_of(each(changes))
    assert page == changes[: len(page)]
    assert 0 < len(json.dumps(page, ensure_ascii=False).encode()) <= MAX_PAGE_BYTES


async def test_row_larger_than_a_page_comes_alone():
    changes = [{"id": number, "path": "x" * MAX_PAGE_BYTES} for number in range(2)]
    assert await page_of(each(changes)) == changes[:1]


async def test_small_rows_are_one_page():
    changes = [{"id": number} for number in range(500)]
    assert await page_of(each(changes)) == changes
