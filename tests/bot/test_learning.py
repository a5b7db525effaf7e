"""What is learnt in a process of its own is what would be learnt here; where none can be begun, it is learnt here."""

import subprocess

import pytest

from bot.learning import learn_elsewhere
from domain.words.guessing import learn

LESSONS = {
    "leak": ["水从天花板滴下来", "管子漏水", "the pipe is leaking"],
    "noise": ["楼上太吵", "半夜装修", "loud music at night"],
}


def test_the_same_is_learnt_in_a_process_of_its_own() -> None:
    elsewhere, here = learn_elsewhere(LESSONS), learn(LESSONS)
    assert elsewhere.rows == here.rows
    assert elsewhere.guess("半夜太吵") == here.guess("半夜太吵") != []


@pytest.mark.parametrize("trouble", [OSError("no more processes"), subprocess.TimeoutExpired("python", 1)])
def test_where_no_process_can_be_begun_it_is_learnt_here(trouble: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_args: object, **_options: object) -> None:
        raise trouble

    monkeypatch.setattr("bot.learning.subprocess.run", none)
    assert learn_elsewhere(LESSONS).rows == learn(LESSONS).rows
