"""Guesses at what a sentence means: learnt from the settings, the same on every machine, quick and small."""

import subprocess
import sys
import time
from statistics import median

import pytest

from domain.vocabulary import Grade
from domain.words.guessing import CALM, Guesser, learn, no_guess
from domain.words.meaning import GUESSED, Meaning
from storage.settings.community import packaged_settings

COMMUNITY = packaged_settings()
MOST_BYTES = 5_000_000


@pytest.fixture(scope="module")
def guesser() -> Guesser:
    return learn(COMMUNITY.lessons())


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("屋顶头的水一颗一颗往下掉", "R104"),
        ("整栋楼都没得水用了", "R102"),
        ("马桶冲水冲不下去了", "R103"),
        ("黢黑一片，楼梯灯早就不亮", "R202"),
        ("电梯抖得凶，心头害怕", "R402"),
        ("楼上天天半夜拖板凳", "D101"),
        ("nobody has emptied the bins", "R701"),
        ("my old neighbour has nobody to cook for her", "C101"),
    ],
)
def test_sentences_without_a_phrase_are_guessed_among_three(guesser: Guesser, said: str, meant: str) -> None:
    assert meant in [one.code for one in COMMUNITY.propose(said, guesser.guess(said))][:3]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("老年食堂礼拜天开不开门", Meaning.QUESTION),
        ("师傅看了一下就走了，还是没弄好", Meaning.FOLLOW_UP),
        ("老板跑了，工资没拿到", Meaning.ELSEWHERE),
        ("那条不要了，帮我撤掉", Meaning.COMMAND),
        ("今天好热哦，吃了没", Meaning.SMALL_TALK),
    ],
)
def test_what_is_no_report_is_told_apart(guesser: Guesser, said: str, meant: Meaning) -> None:
    assert guesser.guess(said)[0].what == meant


def test_where_it_is_says_nothing_of_what_it_is(guesser: Guesser) -> None:
    assert guesser.guess("2号楼1单元301 水压太小") == guesser.guess("水压太小")


def test_what_is_wholly_unknown_is_not_guessed(guesser: Guesser) -> None:
    assert guesser.guess("12345 !!! ☂") == []
    assert guesser.guess("") == []
    assert list(no_guess("楼道灯不亮")) == []


def test_the_same_settings_make_the_same_guesses_whatever_the_hashes_are() -> None:
    program = (
        "from domain.words.guessing import learn;"
        "g = learn({'a': ['灯不亮', '灯坏了'], 'b': ['没有水', '水停了'], 'c': ['太吵', '吵死了']});"
        "print([(x.what, x.weight) for x in g.guess('灯没水吵')])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True, text=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
    assert "(" in said.pop(), "something was guessed"


def test_it_is_small_and_quick(guesser: Guesser) -> None:
    rows = guesser.rows
    size = sys.getsizeof(rows) + sum(sys.getsizeof(part) + sys.getsizeof(kept) for part, kept in rows.items())
    assert size < MOST_BYTES
    spent = []
    for said in ["厕所水箱哗哗响关不住，2单元三楼的邻居也听得到"] * 50:
        begin = time.perf_counter()
        guesser.guess(said)
        spent.append(time.perf_counter() - begin)
    assert median(spent) < 0.001, "a tenth of it on a machine that has nothing else to do"


def test_a_retired_category_is_never_guessed_nor_danger_that_has_no_examples() -> None:
    lessons, shown = COMMUNITY.lessons(), {one.means for one in COMMUNITY.examples}
    danger = {c.code for c in COMMUNITY.categories if c.grade is Grade.P0} - shown
    assert danger >= {"X003", "X004"}
    heard = {one.code for one in COMMUNITY.dangers} & shown
    offered = {c.code for c in COMMUNITY.categories if not c.retired} - danger
    assert set(lessons) == offered | set(GUESSED) | heard | {CALM}
