"""What is kept about somebody, shown to him as a file, and deleted when he asks; who looked at his name."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.cli.tidy import run_tidy
from bot.subjects import SUBJECTS
from domain.notices.notices import Letter, Say
from domain.posts.directory import Address
from domain.privacy import STATEMENT_VERSION
from domain.tickets.restrictions import Restriction
from domain.vocabulary import Action, HeldAs, MediaKind
from handlers.keeping_files import kept
from handlers.said import SaidFile
from services.digest.digests import digest_for
from storage.delivery.inbox import Arrived
from storage.engines.database import open_database
from storage.models import HoldingRow, PersonContact, SafeguardingAlert, Ticket
from storage.models.base import Base
from storage.people.restrictions import Restrictions
from storage.tickets.alerts import Alerts
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone, labels

NAME = "马可标记"
PHONE = "13900001234"
ROOM_777 = ("'777'", "单元777")
"""The room as a value of its own and within words; in a random number, as a process has, these digits mean nothing."""


def everything_kept(work: UnitOfWork) -> dict[str, str]:
    """The whole database as text, by table."""
    work.finish()
    found = {}
    for table in Base.metadata.sorted_tables:
        rows = work.session.connection().execute(select(table)).all()
        found[table.name] = "\n".join(str(tuple(row)) for row in rows)
    return found


async def where(town: Neighbourhood, *words: str) -> dict[str, list[str]]:
    """In which tables any of these words stands."""
    kept = await town.database.run(everything_kept)
    return {name: hits for name, text in kept.items() if (hits := [word for word in words if word in text])}


async def report(phone: Phone, words: str) -> None:
    await phone.says(words)
    await phone.presses("提交")


async def solve(chen: Phone, steward: Phone) -> None:
    if "我来办" in labels(steward.card):
        await steward.presses("我来办", under=steward.card)
    await steward.presses("处理好了", under=steward.card)
    await steward.presses("自己修好了")
    await chen.presses("解决了")


@pytest.fixture
async def marker(town: Neighbourhood) -> Phone:
    """Somebody whose name and telephone stand in as many places as they can."""
    phone = await town.resident(NAME)

    def known(work: UnitOfWork) -> None:
        person = work.people.by_account(phone.person.id)
        assert person is not None
        work.people.set_contact(person.id, NAME, PHONE)
        place = work.directory.by_code("gh1-1")
        assert place is not None
        person.home = Address(place.id, room="777")

    await town.database.run(known)
    return phone


async def test_the_statement_says_what_is_kept_and_why_with_its_version(marker: Phone) -> None:
    await marker.says("/privacy")
    assert f"第 {STATEMENT_VERSION} 版" in marker.screen
    assert "报修办结 180 天后、纠纷 90 天后清空" in marker.screen
    assert marker.buttons == ["我的数据", "谁看过我的名字", "我的称呼和电话", "删除我"]


@pytest.mark.both_databases
async def test_a_new_version_asks_again_once_and_the_draft_is_still_there(town: Neighbourhood, chen: Phone) -> None:
    def older(work: UnitOfWork) -> None:
        person = work.people.by_account(chen.person.id)
        assert person is not None
        person.consent_version = STATEMENT_VERSION - 1

    await town.database.run(older)
    await report(chen, "1号楼1单元楼道灯不亮")
    assert chen.screen.startswith("隐私说明有改动")
    await chen.presses("不同意")
    await chen.says("二楼那一盏")
    assert "楼道灯不亮" in chen.screen
    await chen.presses("提交")
    await chen.presses("同意并提交")
    assert "编号" in chen.everything or "2611-0001" in chen.everything
    await report(chen, "1号楼1单元垃圾没人清")
    assert "2611-0002" in chen.everything
    assert chen.everything.count("隐私说明有改动") <= 1


async def test_my_data_is_a_file_with_all_of_it(town: Neighbourhood, marker: Phone, steward: Phone) -> None:
    await report(marker, "1号楼1单元楼道灯不亮")
    await steward.presses("谁报的")
    await marker.says("1号楼2单元垃圾没人清")

    def set_aside(work: UnitOfWork) -> None:
        work.inbox.keep(
            [Arrived("telegram", 77_001, str(marker.person.id), json.dumps({"message": {"text": "没处理的话"}}))]
        )
        row = work.inbox.waiting(1)[0]
        work.inbox.set_aside(row, "ABCD")

    await town.database.run(set_aside)
    await marker.says("/privacy")
    await marker.presses("我的数据")
    assert marker.last.file is not None
    data = json.loads(marker.last.file.content)
    assert data["contact"] == {"name": NAME, "phone": PHONE}
    assert data["home"] == "桂花苑1号楼1单元777"
    assert data["accounts"] == [{"channel": "telegram", "address": str(marker.person.id), "unreachable_since": None}]
    assert data["reports"][0]["words"][0]["words"] == "1号楼1单元楼道灯不亮"
    assert [line["action"] for line in data["reports"][0]["history"]] == ["file", "look"]
    assert data["looks_at_my_name"][0]["by"] == "王秀兰"
    assert "垃圾没人清" in json.dumps(data["draft"], ensure_ascii=False)
    assert data["messages_from_me_not_yet_emptied"][0]["update"]["message"]["text"] == "没处理的话"
    assert data["messages_to_me"]


async def test_who_looked_at_my_name_and_when(marker: Phone, steward: Phone) -> None:
    await report(marker, "1号楼1单元楼道灯不亮")
    await marker.says("/privacy")
    await marker.presses("谁看过我的名字")
    assert "还没有人查看过" in marker.screen
    await steward.presses("谁报的")
    await marker.presses("谁看过我的名字")
    assert marker.screen.splitlines() == [
        "您的名字被查看过 1 次：",
        "今天09:00　1号楼楼栋长 王秀兰，报告 2611-0001",
    ]


async def test_deleting_empties_every_table(town: Neighbourhood, marker: Phone, steward: Phone) -> None:
    await report(marker, f"1号楼1单元楼道灯不亮，找{NAME} {PHONE}")
    ticket = await town.database.run(lambda work: work.session.query(Ticket).one())
    card = steward.card.id
    await steward.presses("谁报的")
    await steward.presses("我来办")
    await steward.presses("回复居民")
    await steward.says(f"{NAME}您好，下午来修")
    await marker.presses("补充")
    await marker.says(f"我叫{NAME}，门铃坏了")
    await steward.presses("内部备注")
    await steward.says(f"{NAME}家里有狗")
    await solve(marker, steward)

    def plant(work: UnitOfWork) -> None:
        person = work.people.by_account(marker.person.id)
        assert person is not None
        known = work.session.get_one(Ticket, ticket.id)
        work.contents.set_contact(known, NAME, PHONE)
        [photo] = kept(work, "telegram", [SaidFile(MediaKind.PHOTO, NAME)])
        work.contents.add_media(known, 1, [photo], action=Action.FILE, by=person.id, alone=True)
        work.conversation.await_words(person.id, "add", work.now, ticket.id, {"said": NAME})
        work.inbox.keep(
            [
                Arrived(
                    "telegram",
                    77_002,
                    str(marker.person.id),
                    json.dumps({"message": {"text": NAME}}, ensure_ascii=False),
                )
            ]
        )
        work.inbox.set_aside(work.inbox.waiting(1)[0], "ABCD")
        other = work.people.by_account(steward.person.id)
        assert other is not None
        work.tell(Letter(other.id, Say("done-hand_over", {"name": NAME}, ticket.id)))
        work.store(Alerts).add(person.id, "violence", NAME).seen_at = work.now
        work.neighbours.follow(ticket.id, person.id)
        ends = work.now + timedelta(minutes=30)
        work.store(Restrictions).add(person.id, ticket.id, Restriction.LIMIT, reason=NAME, until=ends, by_id=other.id)
        post = next(post for post in work.directory.posts.values() if post.code == "p-sg-odd")
        over = work.now - timedelta(days=1)
        work.session.add(
            HoldingRow(post_id=post.id, person_id=person.id, held_as=HeldAs.MAIN, until=over, entered_as=NAME)
        )
        work.places.touch()
        digest_for(work, "", {})

    await marker.says(f"1号楼2单元垃圾没人清，我是{NAME}")
    await town.database.run(plant)
    await town.settle()
    planted = {
        "person_contact",
        "ticket_text",
        "ticket_contact",
        "draft",
        "inbox",
        "awaited",
        "holding",
        "restriction",
        "file",
        "safeguarding_alert",
    }
    assert set(await where(town, NAME, PHONE)) == planted
    assert await where(town, *ROOM_777)
    await marker.says("/privacy")
    await marker.presses("删除我")
    assert "1 件已办结" in marker.screen
    assert "留下：" in marker.messages[-2].text
    await marker.presses("确定删除")
    assert "删好了：1 件报告已清空" in marker.screen
    assert NAME not in next(m.text or "" for m in steward.messages if m.id == card)
    await town.pass_time(minutes=1)
    await town.pass_time(minutes=1)
    assert "restriction" in await where(town, NAME), "nobody escapes a restriction by being deleted"
    await town.pass_time(minutes=30)
    assert await where(town, NAME, PHONE, str(marker.person.id), *ROOM_777) == {}
    await marker.says("楼道灯坏了")
    assert "哪里" in marker.screen, "somebody new"


@pytest.mark.both_databases
async def test_words_about_harm_stay_until_somebody_has_taken_them_on(town: Neighbourhood, marker: Phone) -> None:
    await marker.says(f"我老公打我，我叫{NAME}")
    await marker.says("/privacy")
    await marker.presses("删除我")
    await marker.presses("确定删除")
    await town.pass_time(minutes=2)
    assert "safeguarding_alert" in await where(town, NAME)

    def take_on(work: UnitOfWork) -> None:
        work.session.query(SafeguardingAlert).one().seen_at = work.now

    await town.database.run(take_on)
    await town.pass_time(minutes=2)
    await town.pass_time(minutes=2)
    assert await where(town, NAME, str(marker.person.id)) == {}


@pytest.mark.both_databases
async def test_open_reports_are_solved_first_and_emptied_when_they_end(
    town: Neighbourhood, marker: Phone, steward: Phone
) -> None:
    await report(marker, f"1号楼1单元楼道灯不亮，找{NAME}")
    await marker.says("/privacy")
    await marker.presses("删除我")
    assert "还有 1 件在办" in marker.screen
    await marker.presses("确定删除")
    await town.pass_time(minutes=1)
    assert "ticket_text" in await where(town, NAME)
    assert "person_contact" not in await where(town, NAME)
    await solve(marker, steward)
    await town.pass_time(minutes=1)
    await town.pass_time(minutes=1)
    assert await where(town, NAME, str(marker.person.id)) == {}


async def test_agreeing_again_keeps_the_account(town: Neighbourhood, marker: Phone, steward: Phone) -> None:
    await report(marker, "1号楼1单元楼道灯不亮")
    await marker.says("/privacy")
    await marker.presses("删除我")
    await marker.presses("确定删除")
    await report(marker, "1号楼1单元垃圾没人清")
    assert "同意并提交" in marker.buttons
    await marker.presses("同意并提交")

    def stays(work: UnitOfWork) -> bool:
        person = work.people.by_account(marker.person.id)
        return person is not None and person.leaves_at is None

    assert await town.database.run(stays)


@pytest.mark.both_databases
async def test_whoever_holds_a_post_hands_over_first_and_the_last_administrator_stays(
    town: Neighbourhood, steward: Phone, chen: Phone
) -> None:
    await steward.says("/privacy")
    await steward.presses("删除我")
    assert "您还担任着1号楼楼栋长" in steward.screen
    await chen.says("/privacy")
    await chen.presses("删除我")

    def promote(work: UnitOfWork) -> None:
        person = work.people.by_account(chen.person.id)
        assert person is not None
        person.is_administrator = True

    await town.database.run(promote)
    await chen.presses("确定删除")
    assert "最后一个管理员" in chen.screen
    assert await town.database.run(lambda work: work.session.query(PersonContact).count()) == 2


@pytest.mark.both_databases
async def test_what_is_in_mediation_outlasts_its_time_until_the_office_lets_it_go(
    town: Neighbourhood, marker: Phone, steward: Phone, database_url: str
) -> None:
    office = await town.holder("p-office", "单晓棠")
    for words in ("1号楼1单元楼道灯不亮", "1号楼2单元垃圾没人清"):
        await report(marker, words)
        await solve(marker, steward)
    await office.says("/keep 2611-0001")
    assert "请这样写" in office.screen
    await steward.says("/keep 2611-0001 调解")
    assert "办公室或书记" in steward.screen
    await office.says("/keep 2611-9999 调解")
    assert "没有" in office.screen
    await office.says("/keep 2611-0001 调解")
    assert "调解期间不清空" in office.screen

    def emptied(work: UnitOfWork) -> list[bool]:
        return [ticket.emptied_at is not None for ticket in work.session.query(Ticket).order_by(Ticket.id)]

    town.clock.move(days=181)
    lines, _ = await run_tidy(open_database(database_url, town.clock.now, SUBJECTS), dry_run=True)
    assert lines[:3] == [
        "repairs: kept 180 days, 1 tickets would be emptied",
        "  2611-0001 is kept: mediation",
        "disputes: kept 90 days, 0 tickets would be emptied",
    ]
    assert await town.database.run(emptied) == [False, False]
    lines, _ = await run_tidy(open_database(database_url, town.clock.now, SUBJECTS), dry_run=False)
    assert await town.database.run(emptied) == [False, True]
    assert any(line.endswith(" repairs 1") for line in lines)
    await office.says("/keep 2611-0001 结束")
    assert "到期照常清空" in office.screen
    await town.pass_time(hours=1)
    assert await town.database.run(emptied) == [True, True]


@pytest.mark.both_databases
async def test_deleting_waits_for_what_is_in_mediation(town: Neighbourhood, marker: Phone, steward: Phone) -> None:
    office = await town.holder("p-office", "单晓棠")
    await report(marker, f"1号楼1单元楼道灯不亮，找{NAME}")
    await solve(marker, steward)
    await office.says("/keep 2611-0001 申诉")
    await marker.says("/privacy")
    await marker.presses("删除我")
    await marker.presses("确定删除")
    await town.pass_time(minutes=2)
    assert "ticket_text" in await where(town, NAME)
    await office.says("/keep 2611-0001 结束")
    await town.pass_time(minutes=1)
    await town.pass_time(minutes=1)
    assert await where(town, NAME, str(marker.person.id)) == {}


async def test_days_are_settings_and_nought_days_are_refused(
    town: Neighbourhood, marker: Phone, steward: Phone, database_url: str
) -> None:
    await report(marker, "1号楼1单元楼道灯不亮")
    await solve(marker, steward)
    town.clock.move(days=31)

    async def tidy(*, dry_run: bool, repairs: int) -> tuple[list[str], bool]:
        return await run_tidy(open_database(database_url, town.clock.now, SUBJECTS), dry_run=dry_run, repairs=repairs)

    for dry_run in (True, False):
        lines, done = await tidy(dry_run=dry_run, repairs=0)
        assert not done
        assert "最少要留 1 天" in lines[0]
    lines, _ = await tidy(dry_run=True, repairs=30)
    assert lines[0] == "repairs: kept 30 days, 1 tickets would be emptied"
    assert (await town.database.run(lambda work: work.community)).keep_repairs_days == 180
    await tidy(dry_run=False, repairs=30)
    assert (await town.database.run(lambda work: work.community)).keep_repairs_days == 30
    await marker.says("/privacy")
    assert "报修办结 30 天后" in marker.screen
    ended = await town.database.run(lambda work: work.session.query(Ticket).one().ended_at)
    assert ended is not None
    assert town.clock.now() - ended > timedelta(days=30)
