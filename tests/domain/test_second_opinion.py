"""What has been learnt of danger beside its words: it hears more, holds back less than it hears, and never both."""

import pytest

from domain.words.danger import NO_DOUBT, Sighting
from domain.words.guessing import CALM, Guess, Guesser, learn
from domain.words.meaning import Meaning
from domain.words.second_opinion import with_second_opinion
from storage.settings.community import packaged_settings

COMMUNITY = packaged_settings()
BY_CODE = {danger.code: danger for danger in COMMUNITY.dangers}
FIRE, VIOLENCE = COMMUNITY.danger("fire"), COMMUNITY.danger("violence")
SURELY_CALM, SURELY_FIRE = [Guess(CALM, 300)], [Guess("fire", 300), Guess(CALM, 10)]


@pytest.fixture(scope="module")
def guesser() -> Guesser:
    return learn(COMMUNITY.lessons())


def _now(said: str, guesser: Guesser) -> set[str]:
    return {one.danger.code for one in COMMUNITY.sightings(said, guesser.guess(said)) if one.now}


def _judged(evidence: int, guesses: list[Guess], *, now: bool = True, text: str = "短短一句") -> list[Sighting]:
    assert FIRE is not None
    return with_second_opinion([Sighting(FIRE, now, evidence)], text, guesses, BY_CODE)


@pytest.mark.parametrize(
    "said",
    [
        "我婆婆倒个渣渣的工夫就寻不着了，她记性差",
        "那人一脚把我的门踹破，手里提着家伙",
        "老婆子瘫下去了，两只眼翻起",
        "our aunt wandered out in her pyjamas and has no phone",
    ],
)
def test_danger_told_without_its_usual_word_is_heard(said: str, guesser: Guesser) -> None:
    assert not any(one.now for one in COMMUNITY.sightings(said)), "the words alone are deaf to it"
    assert _now(said, guesser)


@pytest.mark.parametrize(
    "said",
    [
        "起火原因调查出来没有",
        "想问火警电话是多少",
        "这些旧电瓶堆着跟炸弹一样",
        "塌掉的围墙什么时候砌",
        "孩子画的着火的房子得奖了",
    ],
)
def test_what_only_sounds_like_danger_is_held_back_and_shows_the_number(said: str, guesser: Guesser) -> None:
    assert any(one.now for one in COMMUNITY.sightings(said)), "the words alone would ring"
    held = COMMUNITY.sightings(said, guesser.guess(said))
    assert held, "a sighting that is not now: the number, and the draft stays"
    assert not any(one.now for one in held)


@pytest.mark.parametrize(
    "said", ["着火了", "家里煤气泄漏", "有人触电", "有人晕倒了", "我被关在电梯里", "老公打我", "孩子不见了"]
)
def test_unmistakable_words_ring_whatever_has_been_learnt(said: str) -> None:
    assert any(one.now for one in COMMUNITY.sightings(said, SURELY_CALM))


def test_the_more_words_speak_the_less_is_held_back() -> None:
    assert [one.now for one in _judged(1, SURELY_CALM)] == [False]
    assert [one.now for one in _judged(2, SURELY_CALM)] == [False]
    assert [one.now for one in _judged(2, [Guess(CALM, 100)])] == [True]
    assert [one.now for one in _judged(NO_DOUBT, SURELY_CALM)] == [True]


def test_until_something_is_learnt_the_words_decide() -> None:
    assert [one.now for one in _judged(1, [])] == [True]
    assert with_second_opinion([], "楼道灯不亮", [], BY_CODE) == []


def test_a_letter_is_left_to_its_words_and_a_long_text_is_not_held_back() -> None:
    assert with_second_opinion([], "信" * 200, SURELY_FIRE, BY_CODE) == []
    assert [one.now for one in _judged(1, SURELY_CALM, text="长" * 100)] == [True]


def test_what_words_call_past_needs_more_to_ring() -> None:
    little = [Guess("fire", 50), Guess(CALM, 10)]
    assert [one.now for one in _judged(1, little, now=False)] == [False]
    assert [one.now for one in _judged(1, SURELY_FIRE, now=False)] == [True]


def test_the_likeliest_danger_is_the_one_that_rings() -> None:
    assert VIOLENCE is not None
    heard = with_second_opinion([], "一句", [Guess("violence", 200), Guess("fire", 150)], BY_CODE)
    assert [one.danger for one in heard] == [VIOLENCE]


def test_that_it_is_calm_says_nothing_of_what_else_it_is() -> None:
    guesses = [Guess(CALM, 300), Guess(Meaning.FOLLOW_UP, 200)]
    assert COMMUNITY.meaning("唔知几时先得", guesses) is Meaning.FOLLOW_UP
