"""What the office has settled is what rules keep and texts promise: days of reopening, waiting, invitations, drafts."""

from dataclasses import replace

import pytest

from domain.community import Community
from services.posts.invitations import new_invitation
from storage.settings.settings_versions import SettingsVersions
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.stories.neighbourhood import Neighbourhood, Phone


async def settle(town: Neighbourhood, **terms: int) -> None:
    def keep(work: UnitOfWork) -> None:
        before: Community = work.community
        work.store(SettingsVersions).keep(replace(before, **terms), before=before)  # type: ignore[arg-type]

    await town.database.run(keep)


@pytest.mark.both_databases
async def test_a_closed_ticket_is_taken_up_again_for_as_long_as_is_promised(
    town: Neighbourhood, chen: Phone, steward: Phone, clock: MovedClock
) -> None:
    await settle(town, reopen_days=20)
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await chen.presses("解决了")
    assert "20 天内又不行了，可以重新打开" in chen.screen
    clock.move(days=19)
    await chen.says("/my")
    await chen.presses(chen.buttons[0])
    await chen.presses("又坏了，重新打开")
    await chen.says("又不亮了")
    assert "我来办" in steward.buttons


async def test_a_steward_waits_for_as_many_working_days_as_are_settled(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await settle(town, steward_wait_working_days=5)
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await steward.presses("我来办")
    await steward.presses("等一等")
    await steward.presses("缺配件")
    assert "5个工作日后" in steward.buttons
    await steward.presses("5个工作日后")
    assert "11月25日" in chen.everything


async def test_a_link_is_good_for_as_many_days_as_are_settled(town: Neighbourhood, clock: MovedClock) -> None:
    await settle(town, invitation_days=2)
    code = await town.database.run(lambda work: new_invitation(work, None))
    late = await town.resident("王秀兰")
    clock.move(days=2)
    await late.starts(f"i_{code}")
    assert "这个链接" in late.screen
    clock.move(seconds=-1)
    await late.starts(f"i_{code}")
    assert "这个链接" not in late.screen
