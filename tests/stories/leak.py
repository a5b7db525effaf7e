"""The story of the leak, told once, whichever channels its people speak in."""

from typing import Protocol

from domain.vocabulary import State
from storage.models import Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood


class Speaks(Protocol):
    """Somebody with a phone, as far as this story goes."""

    @property
    def screen(self) -> str: ...

    @property
    def pressed(self) -> str: ...

    @property
    def everything(self) -> str: ...

    @property
    def buttons(self) -> list[str]: ...

    async def says(self, words: str, /) -> object: ...

    async def presses(self, label: str, /) -> None: ...


def the_ticket(work: UnitOfWork) -> Ticket:
    return work.session.query(Ticket).one()


async def a_leak_is_mended(town: Neighbourhood, chen: Speaks, steward: Speaks) -> None:
    """From the first words to the thanks."""
    await chen.says("楼长，我家厨房漏水了，1号楼1单元301")
    assert "家里漏水" in chen.screen
    assert "1号楼1单元301" in chen.screen
    await chen.presses("提交")
    assert chen.screen.startswith("已收到，编号 2611-0001")
    assert chen.pressed == chen.screen, "the receipt takes the place of the question that was answered"
    assert "1号楼楼栋长王秀兰" in chen.screen
    assert "今天" in chen.screen
    assert "桂花苑组长" not in chen.screen, "nobody holds that post, so it is not promised"
    assert "我来办" in steward.buttons
    assert "厨房漏水" in steward.screen

    await steward.presses("我来办")
    assert chen.screen.startswith("楼栋长已接单")
    assert "王秀兰" in chen.screen
    assert "处理好了" in steward.buttons
    assert "我来办" not in steward.buttons

    await chen.presses("补充")
    await chen.says("水已经流到楼道里了")
    assert chen.screen == "已转给负责人。"
    assert "水已经流到楼道里了" in steward.screen

    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    assert "楼栋长说已处理好：自己修好了" in chen.everything
    await steward.says("换了一个垫圈")
    assert "换了一个垫圈" in chen.screen
    assert steward.screen == "已发给居民。"

    await chen.presses("没解决")
    await chen.says("还在滴")
    assert "接着办" in chen.screen
    assert "还在滴" in steward.screen
    await steward.presses("处理好了")
    await steward.presses("请专业人员修好")
    await steward.presses("跳过")
    await chen.presses("解决了")
    assert "编号 2611-0001 已结案" in chen.screen
    assert "居民确认解决了" in steward.screen
    await chen.presses("满意")
    assert chen.screen == "谢谢，记下了：满意。"
    assert "居民评价：满意" in steward.screen
    ticket = await town.database.run(the_ticket)
    assert (ticket.state, ticket.closing, ticket.rating) == (State.CLOSED, "confirmed", "good")
