"""Somebody was asked something by a version, or a subject, that is gone."""

from datetime import timedelta

import pytest

from storage.models import Awaited
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood


@pytest.mark.both_databases
async def test_a_question_that_nobody_knows_any_more_is_dropped_and_the_words_are_a_report(town: Neighbourhood) -> None:
    chen = await town.resident("陈桂芳")
    account = chen.person.id

    def was_asked(work: UnitOfWork) -> None:
        person = work.people.recognise("telegram", str(account), "zh")
        work.conversation.await_words(person.id, "lost_and_found-what", work.now + timedelta(hours=1))

    await town.database.run(was_asked)
    await chen.says("1号楼1单元楼道灯不亮")
    assert "提交" in chen.buttons
    assert "楼道灯不亮" in chen.screen
    assert await town.database.run(lambda work: work.session.query(Awaited).count()) == 0
