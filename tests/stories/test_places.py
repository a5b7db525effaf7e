"""Where it is, phone to phone: what the first sentence says is not asked again, and what is open is never guessed."""

import pytest

from storage.models import Draft, PlaceRow, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import WAY_OUT, WAYS_OUT, Neighbourhood, Phone


def the_ticket(work: UnitOfWork) -> Ticket:
    return work.session.query(Ticket).one()


def place_code(work: UnitOfWork) -> str:
    return work.session.get_one(PlaceRow, the_ticket(work).place_id).code


def drafts(work: UnitOfWork) -> int:
    return work.session.query(Draft).count()


async def test_a_whole_address_in_the_first_sentence_leaves_nothing_to_ask(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("楼长，桂花苑１號樓二單元５０２厨房漏水了")
    assert "在哪里：桂花苑1号楼2单元502" in chen.screen
    await chen.presses("提交")
    assert "桂花苑1号楼2单元502" in steward.screen


async def test_a_street_number_with_its_sub_number_as_people_write_it(town: Neighbourhood, chen: Phone) -> None:
    await town.holder("p-sg-odd", "梅仲达")
    await chen.says("三公街四十三号附二 路灯不亮")
    assert "在哪里：三公街43号附2" in chen.screen


async def test_of_a_compound_only_the_building_is_asked(chen: Phone) -> None:
    await chen.says("桂花苑的楼道灯不亮")
    assert chen.screen == f"桂花苑的哪里？\n{WAY_OUT}"
    assert chen.buttons == ["1号楼", "2号楼", "就是桂花苑（整个）", "返回", "不报了", *WAYS_OUT]
    await chen.says("二号楼")
    assert "在哪里：桂花苑2号楼" in chen.screen


async def test_a_matter_of_the_whole_compound_needs_one_press(chen: Phone) -> None:
    await chen.says("桂花苑的垃圾没人清运")
    await chen.presses("就是桂花苑（整个）")
    assert "在哪里：桂花苑" in chen.screen
    assert "提交" in chen.buttons


async def test_several_buildings_are_listed_and_none_is_chosen(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1、2号楼都停水了")
    assert "有几个地方都对得上" in chen.screen
    assert "提交" not in chen.buttons
    assert chen.buttons[:2] == ["桂花苑1号楼", "桂花苑2号楼"]
    await chen.presses("桂花苑2号楼")
    await chen.presses("提交")
    assert await town.database.run(place_code) == "gh2"


async def test_none_of_several_leads_back_to_the_whole_list(chen: Phone) -> None:
    await chen.says("1、2号楼都停水了")
    await chen.presses("都不是，选别的")
    assert chen.buttons == ["桂花苑", "三公街", "说不清，请社区来问", "不报了", *WAYS_OUT]


async def test_near_a_place_is_asked_back(chen: Phone) -> None:
    await chen.says("1号楼旁边的垃圾没人清运")
    assert chen.screen.startswith("您说的是旁边")
    assert chen.buttons[:2] == ["桂花苑1号楼", "桂花苑"]
    await chen.presses("桂花苑")
    assert chen.screen == f"桂花苑的哪里？\n{WAY_OUT}"
    await chen.presses("就是桂花苑（整个）")
    assert "在哪里：桂花苑" in chen.screen


async def test_a_misspelt_name_is_offered_with_the_door_that_was_said(chen: Phone) -> None:
    await chen.says("贵花苑1号楼2单元楼道灯不亮")
    assert chen.screen.startswith("是这里吗？")
    await chen.presses("桂花苑1号楼2单元")
    assert "在哪里：桂花苑1号楼2单元" in chen.screen


async def test_a_building_that_is_not_there_is_said_so(chen: Phone) -> None:
    await chen.says("桂花苑9号楼楼道灯不亮")
    assert chen.screen.startswith("我这里没有这个楼号或单元")
    assert chen.buttons[:2] == ["1号楼", "2号楼"]


async def test_another_estate_is_said_to_be_outside_with_the_boundary(chen: Phone) -> None:
    await chen.says("翠湖花园3号楼楼道灯不亮")
    assert chen.screen.startswith("这个地方不在我们社区的名单里。本社区的范围以居民委员会公示的为准。")
    assert "三公街" in chen.buttons


@pytest.mark.both_databases
async def test_asked_once_more_with_the_nearest_names_and_then_the_office_finds_the_address(
    town: Neighbourhood, chen: Phone
) -> None:
    office = await town.holder("p-office", "周敏")
    await chen.says("楼道灯不亮")
    await chen.says("公街那头")
    assert "没找到这个地方" in chen.screen
    assert chen.buttons[0] == "三公街", "the nearest name"
    await chen.says("老地方")
    assert "由社区向您核实地址" in chen.screen
    assert "地址待核实，社区会来问您" in chen.screen
    assert "公街那头\n老地方" in chen.screen, "nothing that was said is lost"
    await chen.presses("提交")
    assert "地址待核实：请先问清楚在哪里。" in office.screen
    assert await town.database.run(place_code) == "sl"


async def test_the_own_home_is_the_default_only_when_it_is_spoken_of(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元302厨房漏水了")
    await chen.presses("记住这是我家")
    await chen.presses("提交")
    await chen.says("我家停水了")
    assert "在哪里：桂花苑1号楼1单元302（您自己的地址）" in chen.screen
    await chen.presses("不报了")
    await chen.says("楼道灯不亮")
    assert "在哪里？" in chen.screen, "the lamp may be anywhere"
    assert any("302" in label for label in chen.buttons), "but home is offered"
    await chen.presses("不报了")
    await chen.says("我家对面在装修，太吵了")
    assert chen.screen.startswith("您说的是旁边")
    await chen.presses("不报了")
    await chen.says("我家在2号楼，楼道灯不亮")
    assert "在哪里：桂花苑2号楼" in chen.screen, "what was said comes first"


async def test_an_everyday_word_never_becomes_a_place(chen: Phone) -> None:
    await chen.says("11月5号来过四个人，说2026年修好，楼道灯还是不亮")
    assert "在哪里？请按，或者直接写地址。" in chen.screen


async def test_four_thousand_characters_of_addresses_become_a_question(town: Neighbourhood, chen: Phone) -> None:
    await chen.says(("1号楼2单元、2号楼，三公街1号附" * 300)[:4000])
    assert "提交" not in chen.buttons
    assert await town.database.run(drafts) == 1


async def test_in_english_the_level_words_come_first(town: Neighbourhood) -> None:
    emma = await town.resident("Emma Weber", english=True)
    await emma.says("Water leak at Building 1, Unit 2, Room 502")
    assert "Place: 桂花苑1号楼2单元502" in emma.screen


async def edits(town: Neighbourhood, phone: Phone, first: str, then: str, *, presses: str | None = None) -> None:
    said = phone.person.says(town.bot, first)
    await town.settle()
    if presses is not None:
        await phone.presses(presses)
    phone.person.edits(town.bot, said.id, then)
    await town.settle()


async def test_an_edited_message_is_read_again_for_its_place(town: Neighbourhood, chen: Phone) -> None:
    await edits(town, chen, "桂花苑1号楼1单元楼道灯不亮", "桂花苑2号楼楼道灯不亮")
    assert "在哪里：桂花苑2号楼" in chen.screen
    await chen.presses("提交")
    assert await town.database.run(place_code) == "gh2"


async def test_an_edit_that_names_no_single_place_is_asked_back(town: Neighbourhood, chen: Phone) -> None:
    await edits(town, chen, "桂花苑1号楼楼道灯不亮", "桂花苑1、2号楼楼道灯不亮")
    assert "有几个地方都对得上" in chen.screen
    assert "提交" not in chen.buttons


async def test_a_place_that_was_pressed_outlives_an_edit(town: Neighbourhood, chen: Phone) -> None:
    await edits(town, chen, "1、2号楼都停水了", "1、2号楼都停水了，从早上开始", presses="桂花苑2号楼")
    assert "在哪里：桂花苑2号楼" in chen.screen


async def test_of_several_entrances_none_is_chosen_and_the_building_is_offered(
    town: Neighbourhood, chen: Phone
) -> None:
    await chen.says("桂花苑1号楼1、2单元都停水了")
    assert "有几个地方都对得上" in chen.screen
    assert chen.buttons[:3] == ["桂花苑1号楼1单元", "桂花苑1号楼2单元", "桂花苑1号楼"]
    await chen.presses("桂花苑1号楼")
    assert "在哪里：桂花苑1号楼" in chen.screen


async def test_a_word_like_always_is_no_number_of_an_entrance(chen: Phone) -> None:
    await chen.says("桂花苑1号楼一直停水")
    assert "爆水管、停水" in chen.screen
    assert "在哪里：桂花苑1号楼\n" in chen.screen


async def test_several_house_numbers_are_asked_with_one_button_each(town: Neighbourhood, chen: Phone) -> None:
    street = await town.holder("p-sg-odd", "周玉珍")
    await chen.says("三公街13号、15号、17号停水")
    houses = ["三公街13号", "三公街15号", "三公街17号"]
    assert [label for label in chen.buttons if label.startswith("三公街")] == houses
    await chen.presses("三公街15号")
    await chen.presses("提交")
    assert "三公街15号" in street.everything
    await chen.says("三公街13号、15号、17号没气")
    assert "是哪一种" in chen.screen, "several places say as well as one that it is a report"


async def test_a_bare_door_of_three_parts_needs_no_question(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("厨房漏水 1-2-301")
    assert "在哪里：桂花苑1号楼2单元301" in chen.screen
    await chen.presses("提交")
    assert "我来办" in steward.buttons
