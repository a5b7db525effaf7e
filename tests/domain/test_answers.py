"""The community's own answers: found by their words, checked before they are in force, hours as people read them."""

from dataclasses import replace
from datetime import time

import pytest

from domain.soundness import faults_of
from domain.words.answers import KnownAnswer
from domain.words.opening import written_hours
from storage.settings.community import packaged_settings

COMMUNITY = packaged_settings()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("居委会几点开门", "office"),
        ("食堂几点开饭", "canteen"),
        ("配钥匙找谁", "keys"),
        ("where can I get a spare key", "keys"),
        ("水费在哪交", "fees"),
        ("装修几点可以开始", "renovation"),
    ],
)
def test_an_answer_is_found_by_its_words(asked: str, code: str) -> None:
    found = COMMUNITY.answer(asked)
    assert found is not None
    assert found.code == code


def test_nothing_is_found_where_no_word_stands() -> None:
    assert COMMUNITY.answer("今天天气好") is None


@pytest.mark.parametrize(
    ("said", "code", "phone"),
    [
        ("老板不发工资", "labour", "12333"),
        ("领导贪污", "discipline", "12388"),
        ("被诈骗了", "fraud", "110"),
        ("my wages are late", "labour", "12333"),
        ("开发商烂尾", "consumer", "12345"),
    ],
)
def test_other_bodies_business(said: str, code: str, phone: str) -> None:
    found = COMMUNITY.elsewhere_for(said)
    assert found is not None
    assert (found.code, found.phone) == (code, phone)


def test_a_row_without_any_content_answers_nothing() -> None:
    names = {"zh": "食堂", "en": "Canteen"}
    assert not KnownAnswer("canteen", names, ("食堂",)).known
    assert KnownAnswer("canteen", names, ("食堂",), phone="12345").known


def test_what_is_wrong_in_an_answer_is_said() -> None:
    names = {"zh": "食堂", "en": "Canteen"}
    rows = [KnownAnswer("a", names, ("…",)), KnownAnswer("a", names, ("食堂",), phone="call us")]
    said = [str(fault) for fault in faults_of(replace(COMMUNITY, answers=rows))]
    assert len(said) == 3, said
    assert any("stands there twice" in fault for fault in said)
    assert any("is no phrase" in fault for fault in said)
    assert any("telephone number" in fault for fault in said)


def test_days_with_the_same_hours_stand_together() -> None:
    morning = [(time(8, 30), time(12))]
    hours = {"mon": morning, "tue": morning, "wed": [], "thu": morning, "fri": [(time(9), time(10))]}
    assert list(written_hours(hours)) == [(0, 1, "08:30–12:00"), (3, 3, "08:30–12:00"), (4, 4, "09:00–10:00")]
    assert list(written_hours({})) == []
