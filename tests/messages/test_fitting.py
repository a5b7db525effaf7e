"""Whatever was put together fits into the message that carries it."""

from domain.words.lengths import units
from messages.drawing.fitting import fit


def test_what_fits_is_left_as_it_is() -> None:
    assert fit("<b>漏水</b> &amp; 😀", 7) == "<b>漏水</b> &amp; 😀"


def test_of_what_is_too_long_the_longest_piece_is_cut_and_the_rest_stays_whole() -> None:
    long = f"居民补充：\n<blockquote>{'😀' * 100}</blockquote>\n<b>截止明天</b>"
    fitted = fit(long, 50)
    assert fitted.startswith("居民补充：\n<blockquote>😀")
    assert fitted.endswith("…</blockquote>\n<b>截止明天</b>")
    assert 48 <= units(fitted.replace("<blockquote>", "").replace("</blockquote>", "").replace("<b>", "")) - 4 <= 50


def test_a_character_that_html_writes_longer_counts_once_and_is_not_cut_in_two() -> None:
    assert fit("&lt;" * 10, 10) == "&lt;" * 10
    assert fit("&lt;" * 11, 10) == "&lt;" * 9 + "…"
