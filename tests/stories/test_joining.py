"""Joining: one-time links, posts and people in the chat, administrators; before and after on one screen."""

import re
from functools import partial

import pytest

from bot.application import prepare
from bot.telegram.channel import link_to
from domain.notices.post_notices import (
    InvitationLink,
)
from domain.vocabulary import HeldAs
from storage.models import HoldingRow, Invitation, OutboxRow, Person, PlaceRow
from storage.people.posts import Posts
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone

LINK = re.compile(r"start=(i_[\w-]+)")


async def stranger(town: Neighbourhood, name: str) -> Phone:
    phone = Phone(town, town.telegram.add_person(name, language_code="zh"))
    await phone.starts()
    return phone


@pytest.fixture
async def administrator(town: Neighbourhood) -> Phone:
    """Whoever pressed the link that `louzhang run` prints."""
    link = await prepare(town.database, [], partial(link_to, "louzhang_test_bot"))
    assert link is not None
    phone = await stranger(town, "管小齐")
    await phone.starts(link.partition("start=")[2])
    assert "您现在是管理员" in phone.everything
    return phone


@pytest.fixture
async def office(town: Neighbourhood) -> Phone:
    return await town.holder("p-office", "单晓棠")


async def invited(by: Phone, role: str, post: str, name: str, choice: str = "14 天内有效") -> str:
    """Go through /invite; the payload of the link."""
    await by.says("/invite")
    await by.presses(role)
    await by.presses(next(label for label in by.buttons if label.startswith(post)))
    await by.says(name)
    await by.presses(next(label for label in by.buttons if label.startswith(choice)))
    found = LINK.search(by.screen)
    assert found is not None, by.screen
    return found[1]


async def test_after_one_tap_the_holder_reads_territory_and_households(town: Neighbourhood, office: Phone) -> None:
    def count(work: UnitOfWork) -> None:
        rows = {place.code: place for place in work.session.query(PlaceRow).all()}
        rows["gh1-1"].households, rows["gh1-2"].households = 24, 24
        work.places.touch()

    await town.database.run(count)
    await office.says("/invite")
    await office.presses("楼栋长")
    assert "1号楼楼栋长（空缺）" in office.buttons
    await office.presses("1号楼楼栋长（空缺）")
    assert office.screen == "邀请谁担任1号楼楼栋长？请写他的名字。"
    await office.says("王秀蓝")
    await office.says("王秀兰")
    assert "现在：空缺\n之后：加上 王秀兰" in office.screen
    await office.presses("14 天内有效")
    found = LINK.search(office.screen)
    assert found is not None
    wang = await stranger(town, "秀兰的手机")
    await wang.starts(found[1])
    taken = next(m.text or "" for m in wang.messages if "您已上岗" in (m.text or ""))
    assert taken.startswith("您已上岗：1号楼楼栋长（正职）\n负责：桂花苑1号楼，共 48 户")
    assert "王秀兰上岗了：1号楼楼栋长\n按链接的账号叫「秀兰的手机」" in office.screen
    await office.says("/posts")
    assert "1号楼楼栋长：王秀兰（正职）" in office.screen


async def test_a_link_is_good_for_one_person_and_a_revoked_or_old_one_for_nobody(
    town: Neighbourhood, office: Phone
) -> None:
    payload = await invited(office, "楼栋长", "1号楼", "王秀兰")
    wang, other = await stranger(town, "王秀兰"), await stranger(town, "路人甲")
    await wang.starts(payload)
    await other.starts(payload)
    assert "这个链接已经用过了" in other.screen
    second = await invited(office, "楼栋长", "2号楼", "谢秋棠")
    await office.says("/people")
    await office.presses("没用过的邀请")
    assert "还没用的邀请（1 个）\n谢秋棠，2号楼楼栋长，到12月2日周三09:00" in office.screen
    await office.presses("撤销：谢秋棠")
    assert "已撤销" in office.screen
    await other.starts(second)
    assert "这个链接无效或已过期" in other.screen
    third = await invited(office, "楼栋长", "2号楼", "谢秋棠", "3 天内有效")
    await town.pass_time(days=4)
    await other.starts(third)
    assert "这个链接无效或已过期" in other.screen
    await other.starts("i_made-up")
    assert "这个链接无效或已过期" in other.screen
    await office.says("/posts")
    assert "2号楼楼栋长：谢秋棠（正职，已邀请，还没上岗）" in office.screen
    fourth = await invited(office, "楼栋长", "2号楼", "陶沛兰")
    await other.starts(fourth)
    await office.says("/posts")
    assert "2号楼楼栋长：陶沛兰（正职）" in office.screen, "a seat nobody came for stands in nobody's way"


async def test_the_wrong_person_is_sent_away_with_one_press(town: Neighbourhood, office: Phone) -> None:
    payload = await invited(office, "楼栋长", "1号楼", "王秀兰")
    other = await stranger(town, "路人甲")
    await other.starts(payload)
    await office.presses("不是本人，收回")
    assert "现在：王秀兰（正职）\n之后：不再负责" in office.screen
    await office.presses("确定，结束任职")
    assert "您不再担任1号楼楼栋长" in other.screen
    await other.says("/todo")
    await office.says("/posts")
    assert "1号楼楼栋长：空缺" in office.screen


@pytest.mark.both_databases
async def test_the_link_is_kept_nowhere_after_it_was_sent(town: Neighbourhood, office: Phone) -> None:
    payload = await invited(office, "楼栋长", "1号楼", "王秀兰")

    def look(work: UnitOfWork) -> tuple[list[dict[str, object]], list[str]]:
        rows = work.session.query(OutboxRow).filter(OutboxRow.kind == InvitationLink.__name__).all()
        return [row.facts for row in rows], [one.code_hash for one in work.session.query(Invitation).all()]

    facts, hashes = await town.database.run(look)
    assert facts == [{}]
    assert payload.removeprefix("i_") not in "".join(hashes)
    assert len(payload.removeprefix("i_")) >= 22, "16 bytes and more"


async def test_posts_not_taken_up_within_three_days_are_listed_to_the_secretary_once(
    town: Neighbourhood, office: Phone
) -> None:
    secretary = await town.holder("p-secretary", "席明川")
    await invited(office, "楼栋长", "1号楼", "王秀兰")
    await town.pass_time(days=2)
    assert "还没人上岗" not in secretary.everything
    await town.pass_time(days=1, minutes=1)
    assert secretary.screen == (
        "1 个岗位邀请 3 天了还没人上岗\n请打个电话问问；链接丢了可以重新邀请。\n王秀兰：1号楼楼栋长"
    )
    heard = len(secretary.messages)
    await town.pass_time(days=1)
    await town.pass_time(minutes=20)
    assert len(secretary.messages) == heard


async def test_administrators_set_up_and_see_no_tickets(
    town: Neighbourhood, administrator: Phone, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await administrator.says("/todo")
    assert administrator.screen == "现在没有待办。"
    await administrator.forges("t:claim:1:0:", administrator.last)
    assert "没有这个编号" in administrator.screen
    assert "楼道灯" not in administrator.everything
    await administrator.says("/help")
    await administrator.presses("更多")
    behind = set(administrator.buttons)
    while "还有" in administrator.buttons:
        await administrator.presses("还有")
        behind |= set(administrator.buttons)
    assert "岗位" in behind
    assert "本周周报" not in behind
    await administrator.says("/posts")
    await administrator.presses("社区书记")
    assert "负责：示例社区" in administrator.screen


@pytest.mark.both_databases
async def test_the_last_administrator_cannot_be_removed_and_changes_stand_in_the_history(
    town: Neighbourhood, administrator: Phone, office: Phone
) -> None:
    await administrator.says("/people")
    await administrator.presses("（没留名字）")
    await administrator.presses("取消管理员")
    assert "现在：管理员\n之后：不是管理员" in administrator.screen
    await administrator.presses("确定")
    assert "这是最后一位管理员，不能取消" in administrator.everything
    await administrator.says("/people")
    await administrator.presses("单晓棠")
    await administrator.presses("设为管理员")
    await administrator.presses("确定")
    assert "您现在是管理员" in office.screen
    await office.says("/people")
    await office.presses("（没留名字）")
    await office.presses("取消管理员")
    await office.presses("确定")
    assert "您不再是管理员" in administrator.screen
    await administrator.says("/posts")
    assert "不归您安排" in administrator.screen
    await office.says("/posts")
    await office.presses("变更记录")
    assert "不再是管理员（单晓棠）" in office.screen
    assert "单晓棠 成为管理员" in office.screen


async def test_the_first_link_makes_one_administrator_and_older_ones_nobody(town: Neighbourhood) -> None:
    older = await prepare(town.database, [], partial(link_to, "louzhang_test_bot"))
    newer = await prepare(town.database, [], partial(link_to, "louzhang_test_bot"))
    assert older is not None
    assert newer is not None
    one, two = await stranger(town, "甲"), await stranger(town, "乙")
    await one.starts(older.partition("start=")[2])
    assert "无效" in one.screen
    await two.starts(newer.partition("start=")[2])
    await one.starts(newer.partition("start=")[2])
    assert "已经用过了" in one.screen
    assert await prepare(town.database, [], partial(link_to, "louzhang_test_bot")) is None


@pytest.mark.both_databases
async def test_rights_are_role_and_place(town: Neighbourhood, office: Phone, steward: Phone, leader: Phone) -> None:
    await steward.says("/posts")
    assert "不归您安排" in steward.screen
    await leader.says("/posts")
    assert "岗位（共 2 个）" in leader.screen, "his own buildings, not the street"
    assert "邀请" not in leader.buttons
    await leader.says("/invite")
    assert "不归您安排" in leader.screen
    await office.says("/invite")
    await office.presses("社区书记")
    assert "没有这种岗位" in office.screen, "no clerk invites a secretary"
    post = await town.database.run(
        lambda work: next(p.id for p in work.directory.posts.values() if p.role == "secretary")
    )
    await office.forges(f"m:invite-post:{post}", office.last)
    assert "不归您安排" in office.everything
    holding = await town.database.run(lambda work: work.session.query(HoldingRow).first().id)  # type: ignore[union-attr]
    await steward.forges(f"m:end-post-yes:{holding}", steward.last)
    assert "不归您安排" in steward.everything
    await steward.forges("m:administrator-yes:1:1", steward.last)
    assert "只有管理员能做" in steward.everything
    assert not await town.database.run(lambda work: work.session.query(Person).filter(Person.is_administrator).count())


async def test_an_address_finds_the_post_too(town: Neighbourhood, office: Phone) -> None:
    await office.says("/invite")
    await office.presses("楼栋长")
    await office.says("在月亮上")
    assert "没有这种岗位" in office.everything
    await office.says("三公街11号")
    assert "邀请谁担任三公街单号街长" in office.screen


@pytest.mark.both_databases
async def test_a_successor_takes_over_with_a_summary(
    town: Neighbourhood, office: Phone, steward: Phone, chen: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await steward.presses("我来办")
    payload = await invited(office, "楼栋长", "1号楼", "温素梅", "接替王秀兰")
    assert "您不再担任" not in steward.everything, "until the successor has come nothing changes"
    wen = await stranger(town, "温素梅")
    await wen.starts(payload)
    assert "您不再担任1号楼楼栋长，谢谢您" in steward.screen
    assert "王秀兰卸任，1 件请您接手" in wen.everything
    assert "您的报告 2611-0001 现在由1号楼楼栋长温素梅负责" in chen.screen
    await wen.presses("2611-0001 楼道灯、路灯不亮")
    await wen.presses("我来办")
    assert "温素梅" in chen.screen
    await chen.presses("经过")
    assert "转给温素梅（卸任）" in chen.screen


async def test_one_account_may_press_two_links_and_the_import_finds_nothing_to_do(
    town: Neighbourhood, office: Phone
) -> None:
    one = await invited(office, "楼栋长", "1号楼", "王秀兰")
    two = await invited(office, "楼栋长", "2号楼", "王阿姨")
    wang = await stranger(town, "王秀兰")
    await wang.starts(one)
    await wang.starts(two)

    def held(work: UnitOfWork) -> list[tuple[str | None, HeldAs]]:
        person = work.people.by_account(wang.person.id)
        assert person is not None
        assert work.people.name(person.id) == "王秀兰", "the name she has already stays"
        return [(row.entered_as, row.held_as) for row in work.store(Posts).holdings_by(person.id)]

    assert await town.database.run(held) == [("王秀兰", HeldAs.MAIN), ("王阿姨", HeldAs.MAIN)]
