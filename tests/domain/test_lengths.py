"""Texts are measured as Telegram measures them."""

import pytest

from domain.words.lengths import cut, shortened, units

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(("text", "length"), [("", 0), ("abc", 3), ("漏水", 2), ("😀", 2), (FAMILY, 8), ("\ud800", 1)])
def test_an_emoji_counts_for_all_it_is_made_of(text: str, length: int) -> None:
    assert units(text) == length


@pytest.mark.parametrize("most", range(9))
def test_what_is_cut_fits_and_no_character_is_halved(most: int) -> None:
    kept = cut("漏😀水😀b", most)
    assert units(kept) <= most
    assert "漏😀水😀b".startswith(kept)
    assert units(kept) >= min(most, 7) - 1


def test_what_is_missing_shows() -> None:
    assert shortened("😀😀", 4) == "😀😀"
    assert shortened("😀😀", 3) == "😀…"
