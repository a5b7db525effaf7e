"""The settings that come with the program: sound, complete, and read from words as they should be."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import TypeAdapter

from domain.community import Community
from domain.time.limits import Limit
from domain.vocabulary import Grade, Kind
from domain.words.categories import Category, propose_categories
from domain.words.danger import Danger
from storage.settings.community import packaged_settings
from storage.settings.settings_shape import read_settings, written_settings
from storage.sql.errors import StorageError
from tests.effort import AT_ONCE, effort

COMMUNITY = packaged_settings()
EMERGENCIES = [danger for danger in COMMUNITY.dangers if danger.kind == "emergency"]
SAFEGUARDING = [danger for danger in COMMUNITY.dangers if danger.kind == "safeguarding"]


def proposed(text: str) -> list[str]:
    return [category.code for category in propose_categories(text, COMMUNITY.categories)]


def danger(text: str) -> list[str]:
    return [seen.danger.code for seen in COMMUNITY.sightings(text) if seen.now]


def test_codes_are_unique_and_every_category_stands_on_a_shelf() -> None:
    codes = [category.code for category in COMMUNITY.categories]
    shelves = [group.code for group in COMMUNITY.groups]
    assert len(codes) == len(set(codes)) > 30
    assert {category.group for category in COMMUNITY.categories} == set(shelves)
    assert len(shelves) == len(set(shelves))
    assert [c.code for c in COMMUNITY.in_group("R1")] == [c for c in codes if COMMUNITY.category(c).group == "R1"]


def test_another_calendar_leaves_the_words_ready_and_counts_by_its_own_days() -> None:
    holiday = date(2026, 11, 18)
    other = COMMUNITY.with_days("Europe/Berlin", frozenset({holiday}), frozenset())
    made_anew = replace(COMMUNITY, zone="Europe/Berlin", days_off=frozenset({holiday}))
    assert (other, other.terms) == (made_anew, made_anew.terms)
    assert other.screen is COMMUNITY.screen
    assert holiday not in COMMUNITY.days_off
    assert COMMUNITY.terms != other.terms


@pytest.mark.parametrize("category", COMMUNITY.categories, ids=lambda category: category.code)
def test_limits_of_a_category_can_be_counted_and_fit_its_grade(category: Category) -> None:
    urgent = category.grade in (Grade.P0, Grade.P1)
    assert Limit.parse(category.claim).unit in (("n", "m") if urgent else ("w", "n"))
    assert Limit.parse(category.resolve).half() != Limit.parse(category.resolve)


def test_a_danger_that_opens_a_ticket_names_a_category_and_harm_to_people_never_does() -> None:
    assert EMERGENCIES
    assert SAFEGUARDING
    assert len(EMERGENCIES) + len(SAFEGUARDING) == len(COMMUNITY.dangers)
    assert all(d.category is None or COMMUNITY.has_category(d.category) for d in EMERGENCIES)
    assert [d.category for d in SAFEGUARDING] == [None] * len(SAFEGUARDING)


def test_every_danger_begins_with_its_number_and_says_that_the_bot_is_no_emergency_line() -> None:
    for found in COMMUNITY.dangers:
        assert found.number in found.advice["zh"] + found.advice["en"], found.code
        assert "不是报警电话" in found.advice["zh"].splitlines()[-1], found.code
        assert "not an emergency line" in found.advice["en"].splitlines()[-1], found.code


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("我家厨房漏水了", "R101"),
        ("the ceiling is wet and dripping", "R101"),
        ("楼上漏水不肯赔，把我家泡了", "D201"),
        ("水管爆裂，全楼停水", "R102"),
        ("楼下广场舞太吵", "D103"),
        ("想咨询一下，如何办理居住证", "Z001"),
    ],
)
def test_the_likeliest_category_comes_first(text: str, first: str) -> None:
    assert proposed(text)[0] == first


def test_longer_words_weigh_more_and_a_word_within_one_counts_once() -> None:
    one, two, three = (replace(COMMUNITY.categories[0], code=code, words=(), words_en=()) for code in ("a", "b", "c"))
    categories = [
        replace(one, words=("漏水", "渗水")),
        replace(two, words=("漏水赔偿",)),
        replace(three, words_en=("leak", "water leak")),
    ]

    def order(text: str) -> list[str]:
        return [category.code for category in propose_categories(text, categories)]

    assert order("漏水") == ["a"]
    assert order("漏水赔偿") == ["b"]  # «漏水» stands inside the longer word
    assert order("漏水赔偿，还渗水") == ["b", "a"]
    assert order("漏水赔偿 leak") == ["b", "c"]
    assert order("渗水 漏水赔偿 water leak") == ["c", "b", "a"]
    assert order("LEAK") == ["c"]
    assert order("leakage") == []  # Latin words are whole words
    assert order("渗水 leak 漏水") == ["c", "a"]
    assert order("") == []


def test_equal_categories_keep_the_order_of_the_settings() -> None:
    first = replace(COMMUNITY.categories[0], code="a", words=("甲乙",))
    second = replace(first, code="b", words=("丙丁",))
    assert [c.code for c in propose_categories("丙丁甲乙", [first, second])] == ["a", "b"]
    assert [c.code for c in propose_categories("丙丁甲乙", [second, first])] == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("着火了", ["fire"]),
        ("厨房着火了！闻到煤气味", ["fire", "gas"]),
        ("万一着火怎么办", []),
        ("有隐患，容易着火", []),
        ("去年楼下着火。现在又着火了", ["fire"]),
        ("曾经着火；没人管", []),
        ("万一停电。我家着火了", ["fire"]),
        ("If it rains. There is a fire in the kitchen", ["fire"]),
        ("There is a fire in 3.5 rooms", ["fire"]),
        ("my shoes are on firewood", []),
        ("楼道灯坏了", []),
        ("", []),
    ],
)
def test_danger_is_read_sentence_by_sentence(text: str, codes: list[str]) -> None:
    assert danger(text) == codes


@pytest.mark.parametrize("emergency", EMERGENCIES, ids=lambda found: found.code)
def test_every_word_of_an_emergency_is_heard_and_words_of_risk_silence_it(emergency: Danger) -> None:
    for word in (*emergency.words, *emergency.words_en):
        assert emergency.code in danger(f"快来 {word.replace('…', ' ')} 快来"), word
        for risk in (*COMMUNITY.danger_words.risk, *COMMUNITY.danger_words.past):
            assert emergency.code not in danger(f"{risk.replace('…', '')} {word.replace('…', ' ')}"), (risk, word)


@pytest.mark.parametrize("harm", SAFEGUARDING, ids=lambda found: found.code)
def test_no_word_of_risk_silences_harm_to_people(harm: Danger) -> None:
    for word in (*harm.words, *harm.words_en):
        for risk in (*COMMUNITY.danger_words.risk, *COMMUNITY.danger_words.past):
            assert harm.code in danger(f"{risk} {word}"), (risk, word)


@pytest.mark.parametrize("piece", ["漏水", "a", "。", "fire ", "on firex "])
def test_a_very_long_message_is_searched_at_once(piece: str) -> None:
    assert effort(lambda text: (COMMUNITY.sightings(text), COMMUNITY.meaning(text)), piece, 12_000) < AT_ONCE


def as_kept(**changes: object) -> dict[str, object]:
    """The packaged settings as a row would keep them, with something changed."""
    return {**TypeAdapter(Community).dump_python(COMMUNITY, mode="json"), **changes}


@pytest.mark.parametrize("kept", [{}, {"helpers": None}, {"helpers": {}}, {"helpers": {"zh": "物业", "en": "firm"}}])
def test_settings_kept_before_anybody_was_named_in_them_are_still_read(kept: dict[str, object]) -> None:
    settings = written_settings(COMMUNITY)
    rows = settings["categories"]
    assert isinstance(rows, list)
    without = [{name: value for name, value in row.items() if name != "helpers"} for row in rows]
    found = read_settings({**settings, "categories": [{**row, **kept} for row in without]})
    assert {str(one.helpers) for one in found.categories} == {str(kept.get("helpers") or None)}


def test_settings_are_the_same_after_they_were_kept() -> None:
    again = read_settings(as_kept())
    assert TypeAdapter(Community).dump_python(again, mode="json") == as_kept()
    assert [category.code for category in again.categories] == [category.code for category in COMMUNITY.categories]


@pytest.mark.parametrize(
    "changes",
    [
        {"hours": {}},
        {"hours": {"mon": []}},
        {"hours": {"mon": [["25:00", "26:00"]]}},
        {"zone": "Middle/Earth"},
        {"zone": "../../etc/passwd"},
        {"categories": [{"code": "x"}]},
        {"groups": None},
    ],
)
def test_settings_that_are_not_sound_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(StorageError, match="not sound"):
        read_settings(as_kept(**changes))


def test_a_limit_that_cannot_be_read_is_refused() -> None:
    categories = as_kept()["categories"]
    assert isinstance(categories, list)
    with pytest.raises(StorageError, match="not sound"):
        read_settings(as_kept(categories=[{**categories[0], "resolve": "soon"}]))


def test_an_unknown_category_is_a_bug_and_not_a_guess() -> None:
    assert not COMMUNITY.has_category("X999")
    with pytest.raises(KeyError):
        COMMUNITY.category("X999")
    assert {c.kind for c in COMMUNITY.categories} == set(Kind)
