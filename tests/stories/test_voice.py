"""Who would rather speak than type is heard: a voice message stays a voice message all the way."""

import pytest

from tests.stories.neighbourhood import Neighbourhood, Phone

pytestmark = pytest.mark.both_databases


async def test_a_voice_travels_as_voice_to_the_steward_and_his_answer_back(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    chen.person.sends_voice(town.bot)
    await town.settle()
    await chen.presses("提交")
    heard = [message for message in steward.messages if message.kind == "voice"]
    assert len(heard) == 1
    sent = next(m for m in chen.person.chat(town.bot).messages if m.kind == "voice")
    assert heard[0].file is not None
    assert heard[0].file is sent.file
    await steward.presses("我来办")
    await steward.presses("回复居民")
    steward.person.sends_voice(town.bot)
    await town.settle()
    assert [message.kind for message in chen.messages].count("voice") == 1
