"""HTML as Telegram reads it, and the sentences with which it refuses it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.answers import ApiError
from playground.entities import Entity, to_html, trimmed, utf16_length, with_automatic
from playground.formatting import parse_html


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("s", "strikethrough"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
        ("tg-spoiler", "spoiler"),
    ],
)
def test_a_tag_becomes_an_entity(tag: str, kind: str) -> None:
    assert parse_html(f"x <{tag}>漏水</{tag}>") == ("x 漏水", (Entity(kind, 2, 2),))


def test_a_link_keeps_its_address_with_its_characters_read() -> None:
    text, entities = parse_html('<a href="https://a.cn/?x=1&amp;y=2">看</a>')
    assert (text, entities) == ("看", (Entity("text_link", 0, 1, url="https://a.cn/?x=1&y=2"),))


def test_a_quote_can_be_folded() -> None:
    assert parse_html("<blockquote expandable>长</blockquote>")[1] == (Entity("expandable_blockquote", 0, 1),)


def test_code_in_pre_only_names_the_language() -> None:
    assert parse_html('<pre><code class="language-python">x</code></pre>')[1] == (
        Entity("pre", 0, 1, language="python"),
    )


def test_nothing_is_marked_inside_code() -> None:
    assert parse_html("<code>a<b>b</b></code>")[1] == (Entity("code", 0, 2),)


def test_offsets_are_counted_in_utf16_units() -> None:
    assert parse_html("😀<b>𠮷</b>")[1] == (Entity("bold", 2, 2),)
    assert utf16_length("😀漏a") == 4


def test_an_outer_mark_comes_before_an_inner_one() -> None:
    assert parse_html("<b>a<i>b</i></b>")[1] == (Entity("bold", 0, 2), Entity("italic", 1, 1))


def test_named_and_numbered_characters_are_read_and_unknown_ones_stay() -> None:
    assert parse_html("&lt;&gt;&amp;&quot;&#65;&#x6f0f;&nbsp;& &copy;")[0] == '<>&"A漏&nbsp;& &copy;'


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("漏<x>", 'Unsupported start tag "x" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_with_the_reason(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_white_space_at_the_ends_is_lost_and_marks_move_with_the_text() -> None:
    assert trimmed("  漏水 ", (Entity("bold", 1, 4),)) == ("漏水", (Entity("bold", 0, 2),))
    assert trimmed("a  ", (Entity("bold", 1, 2),)) == ("a", ())


def test_commands_links_and_mentions_are_found_without_being_marked() -> None:
    found = with_automatic("😀 /help https://a.cn/x @chen_wei 1/2 <b>/x", ())
    assert [(entity.type, entity.offset, entity.length) for entity in found] == [
        ("bot_command", 3, 5),
        ("url", 9, 14),
        ("mention", 24, 9),
    ]


@given(st.lists(st.sampled_from(["<", "&", "漏", "😀", "a", " b", "&lt;", '"']), min_size=1).map("".join))
def test_what_is_written_as_html_is_read_as_the_same_text(text: str) -> None:
    marked = (Entity("bold", 0, utf16_length(text)),)
    assert parse_html(to_html(text, marked)) == (text, marked)


@given(st.text(alphabet="<>/ab=\"' &;#x1😀", max_size=30))
def test_whatever_is_sent_is_read_or_refused_and_never_breaks(source: str) -> None:
    reason = ""
    try:
        text, entities = parse_html(source)
    except ApiError as refused:
        text, entities, reason = "", (), refused.description
    assert not reason or reason.startswith("Bad Request: can't parse entities: ")
    assert all(entity.offset + entity.length <= utf16_length(text) for entity in entities)
