"""/find: by number, place, category and state, as people type it, and only what the searcher may see."""

import pytest

from tests.stories.neighbourhood import Neighbourhood, Phone

pytestmark = pytest.mark.both_databases


async def report(phone: Phone, words: str) -> None:
    await phone.says(words)
    await phone.presses("提交")
    if "另报" in phone.buttons:
        await phone.presses("另报")


@pytest.fixture
async def filed(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await report(chen, "1号楼1单元楼道灯不亮")
    await report(chen, "1号楼2单元停电了，家里都没电")
    await report(chen, "2号楼楼道灯不亮")
    await steward.presses("我来办", under=next(m for m in steward.messages if "2611-0001" in (m.text or "")))


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2611-0002", {"2611-0002"}),
        ("2611-2", {"2611-0002"}),
        ("1号楼", {"2611-0001", "2611-0002"}),
        ("灯不亮", {"2611-0001", "2611-0003"}),
        ("处理中", {"2611-0001"}),
        ("待接单 2号楼", {"2611-0003"}),
        ("没办完", {"2611-0001", "2611-0002", "2611-0003"}),
        ("停电 待接单 1号楼", {"2611-0002"}),
        ("claimed", {"2611-0001"}),
        ("2号楼 处理中", set()),
        ("2611-0009", set()),
    ],
)
async def test_a_superior_finds_it_however_it_is_typed(leader: Phone, words: str, found: set[str]) -> None:
    await leader.says(f"/find {words}")
    numbers = {f"2611-000{n}" for n in (1, 2, 3) if f"2611-000{n}　" in leader.screen}
    assert numbers == found
    assert ("没有找到" in leader.screen) is not bool(found)


@pytest.mark.usefixtures("filed")
async def test_a_steward_finds_only_what_is_his_and_a_number_that_is_not_is_as_good_as_none(steward: Phone) -> None:
    await steward.says("/find 灯不亮")
    assert "找到 1 件" in steward.screen
    await steward.says("/find 2611-0003")
    assert steward.screen.startswith("没有找到：2611-0003")
    await steward.says("/find 2号楼")
    assert steward.screen.startswith("没有找到")


@pytest.mark.usefixtures("filed")
async def test_a_matter_about_the_steward_is_not_found_by_the_steward(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await chen.says("1号楼1单元楼上吵，夜里打麻将")
    await chen.presses("与楼栋长有关")
    await chen.presses("提交")
    await steward.says("/find 没办完")
    assert "2611-0004" not in steward.screen
    await leader.says("/find 没办完")
    assert "2611-0004" in leader.screen


async def test_many_are_paged_and_the_last_page_leads_back_to_the_first(
    town: Neighbourhood, steward: Phone, chen: Phone
) -> None:
    for n in range(10):
        await report(chen, f"1号楼1单元楼道灯不亮，第{n}层")
    await steward.says("/find 1号楼")
    assert "找到 10 件" in steward.screen
    assert "2611-0010" in steward.screen
    assert "2611-0002" not in steward.screen
    await steward.presses("还有")
    assert "2611-0002" in steward.screen
    await steward.presses("返回")
    assert "2611-0010" in steward.screen
    await steward.forges("m:find:1|x|y|z", steward.last)
    assert "已经过期" in steward.screen
    await steward.forges("m:find:-1|1||", steward.last)
    assert "已经过期" in steward.screen


async def test_without_words_with_strange_words_or_without_a_post_it_says_what_to_do(
    steward: Phone, chen: Phone
) -> None:
    await steward.says("/find")
    assert steward.screen.startswith("请写编号、地方、类别或状态")
    await steward.says("/find 啊啊啊")
    assert steward.screen.startswith("这个没看懂")
    await chen.says("/find 2611-0001")
    assert "给楼栋长和社区用" in chen.screen
