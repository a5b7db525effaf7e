"""What people really send: long, odd, big, blocked, from last year, in groups. Each gets a clear answer and
loses nothing that was already written."""

import pytest

from bot.telegram.parsed import parsed_updates
from domain.vocabulary import HeldAs, State
from handlers.routes import Routes
from handlers.said import Said
from handlers.turn import Handle, Turn
from playground.telegram import Message
from services.posts.invitations import new_invitation
from storage.models import Draft, HoldingRow, Person, Ticket
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone, labels

pytestmark = pytest.mark.both_databases

NASTY = '<b>Eve & "_*[x</b> &amp; `code` 😀'


def the_ticket(work: UnitOfWork) -> Ticket:
    return work.session.query(Ticket).one()


def tickets(work: UnitOfWork) -> int:
    return work.session.query(Ticket).count()


def drafts(work: UnitOfWork) -> int:
    return work.session.query(Draft).count()


async def test_a_report_of_4096_characters_arrives_whole_with_its_card(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    words = ("1号楼1单元楼道灯不亮。" + "很黑，老人不敢走。<&>" * 400)[:4096]
    await chen.says(words)
    await chen.presses("提交")
    assert any(m.text == words for m in steward.messages)
    assert "我来办" in steward.buttons
    assert "全文见上面的消息" in steward.screen


async def test_names_and_words_arrive_as_they_were_written(town: Neighbourhood, steward: Phone) -> None:
    eve = await town.resident(NASTY)
    await eve.says(f"1号楼1单元楼道灯不亮 {NASTY}")
    assert NASTY in eve.screen
    await eve.presses("提交")
    assert NASTY in steward.screen
    await steward.presses("谁报的")
    assert NASTY in steward.screen


async def test_a_steward_who_blocked_the_bot_is_passed_over_and_the_reporter_is_told(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    steward.person.blocks(town.bot)
    await town.settle()
    assert "联系不上，已请赵立新接手" in chen.screen
    assert "我来办" in leader.buttons
    steward.person.unblocks(town.bot)
    await town.settle()
    await chen.says("1号楼2单元楼道灯不亮")
    await chen.presses("提交")
    assert "王秀兰" in chen.screen


async def test_a_block_that_telegram_only_tells_on_sending_is_a_fact_all_the_same(
    town: Neighbourhood, chen: Phone, steward: Phone, leader: Phone
) -> None:
    steward.person.leaves_telegram()
    await town.settle()
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    assert "我来办" in leader.buttons
    assert "联系不上，已请赵立新接手" in chen.screen


async def test_a_resident_who_blocked_the_bot_is_offered_another_way(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await steward.presses("我来办")
    chen.person.blocks(town.bot)
    await town.settle()
    assert "请打电话或上门" in steward.screen
    await steward.presses("回复居民")
    await steward.says("今晚来换")
    assert "收不到消息" in steward.screen


async def test_an_unknown_command_keeps_the_draft(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.says("/foo bar")
    assert "没有「/foo」这个命令" in chen.screen
    await chen.presses("提交")
    assert chen.pressed.startswith("已收到")


async def test_a_sticker_says_what_can_be_sent_and_keeps_the_draft(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    chen.person.sends_sticker(town.bot)
    await town.settle()
    assert "看不懂" in chen.everything
    assert "提交" in chen.buttons


async def test_a_document_of_60_mb_is_refused_and_the_draft_stays(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    chen.person.sends_document(town.bot, "video.mp4", 60 * 1024 * 1024)
    await town.settle()
    assert "太大" in chen.screen
    await chen.presses("提交")
    assert chen.pressed.startswith("已收到")


async def test_an_edited_message_changes_the_draft_or_corrects_the_ticket(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    said = chen.person.says(town.bot, "1号楼1单元楼道灯不量")
    await town.settle()
    chen.person.edits(town.bot, said.id, "1号楼1单元楼道灯不亮")
    await town.settle()
    assert "楼道灯不亮" in chen.screen
    assert "不量" not in chen.screen
    await chen.presses("提交")
    chen.person.edits(town.bot, said.id, "1号楼1单元三楼的灯不亮")
    await town.settle()
    assert "居民更正" in steward.screen
    assert "三楼的灯" in steward.screen
    assert await town.database.run(tickets) == 1


async def test_a_button_from_last_year_and_a_forged_one_are_answered(town: Neighbourhood, chen: Phone) -> None:
    for data in ("t:claim", "t:nonsense:1:0:", "d:send:0:", "x:whatever", "m:language:xx", "t:open:!!:0:", "d:", ""):
        if data:
            await chen.forges(data, chen.messages[0])
            assert "过期" in chen.screen or "已经不在了" in chen.screen, data


async def test_html_in_a_report_is_only_text(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮 <a href='tg://x'>点我</a><script>")
    await chen.presses("提交")
    assert "<a href='tg://x'>点我</a><script>" in steward.screen


async def test_a_name_of_200_emoji_is_kept(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("替别人报")
    await chen.says("😀" * 200)
    assert "太长" in chen.screen
    await chen.says("😀" * 30)
    await chen.presses("提交")
    await steward.presses("谁报的")
    assert "😀" * 30 in steward.screen
    assert "楼道灯不亮" in steward.everything, "nothing was lost on the way"


async def test_a_forwarded_message_is_a_report_like_any_other(town: Neighbourhood, chen: Phone) -> None:
    chen.person.says(town.bot, "1号楼1单元楼道灯不亮", forwarded_from="老李")
    await town.settle()
    assert "提交" in chen.buttons


async def test_in_a_group_the_bot_answers_with_a_private_link_only(town: Neighbourhood, chen: Phone) -> None:
    town.bot.reads_all_group_messages = True
    group = town.telegram.add_group("一号楼业主群", [chen.person])
    heard = len(chen.messages)
    chen.person.says(town.bot, "1号楼漏水了", in_group=group)
    await town.settle()
    assert [m for m in group.messages if m.from_bot] == []
    chen.person.says(town.bot, f"@{town.bot.username} 1号楼漏水了", in_group=group)
    await town.settle()
    answers = [m for m in group.messages if m.from_bot]
    assert len(answers) == 1
    assert "https://t.me/louzhang_test_bot" in (answers[0].text or "")
    assert "1号楼" not in (answers[0].text or "")
    assert len(chen.messages) == heard
    assert await town.database.run(drafts) == 0


async def test_an_album_is_one_report_and_reaches_the_steward_as_an_album(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    heard = len(chen.messages)
    chen.person.sends_album(town.bot, 3, caption="1号楼1单元楼道灯不亮")
    await town.settle()
    assert len(chen.messages) == heard + 1
    assert "附件：3 个" in chen.screen
    await chen.presses("提交")
    assert len([m for m in steward.messages if m.kind == "photo"]) == 3
    assert "附件：3 个" in steward.screen


async def test_voice_video_and_position_travel_as_they_are(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    chen.person.sends_voice(town.bot)
    await town.settle()
    assert "哪一类" in chen.screen
    chen.person.sends_video(town.bot)
    chen.person.sends_location(town.bot, 30.5, 106.1)
    await town.settle()
    await chen.presses("停电路灯")
    await chen.presses(next(label for label in chen.buttons if "灯" in label))
    await chen.says("1号楼1单元")
    await chen.presses("提交")
    assert {"voice", "video", "location"} <= {m.kind for m in steward.messages}


async def test_photos_can_be_added_to_an_open_ticket_as_an_album(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await chen.presses("补充")
    chen.person.sends_album(town.bot, 2, caption="这是照片")
    await town.settle()
    assert len([m for m in steward.messages if m.kind == "photo"]) == 2
    assert "这是照片" in steward.everything
    assert await town.database.run(drafts) == 0
    await chen.says("2号楼楼道灯也不亮")
    assert "提交" in chen.buttons, "the next words are a new report"


async def test_a_bug_is_set_aside_with_a_number_and_the_chat_goes_on(
    town: Neighbourhood, chen: Phone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_turn: Turn) -> None:
        raise ZeroDivisionError("secret words of 陈桂芳")

    route_of = Routes.route_of

    def broken_for_privacy(routes: Routes, said: Said) -> Handle | None:
        return broken if said.words == "/privacy" else route_of(routes, said)

    monkeypatch.setattr("handlers.routes.Routes.route_of", broken_for_privacy)
    await chen.says("/privacy")
    assert "是我这边的错" in chen.screen
    assert "secret" not in caplog.text
    assert "ZeroDivisionError" in caplog.text
    await chen.says("1号楼1单元楼道灯不亮")
    assert "提交" in chen.buttons


async def test_an_update_that_cannot_be_parsed_stops_nobody(town: Neighbourhood, chen: Phone) -> None:
    await town.app.intake.keep(
        parsed_updates([{"update_id": 999_999_999, "message": {"chat": {"id": chen.person.id}, "text": 7}}])
    )
    await town.settle()
    await chen.says("1号楼1单元楼道灯不亮")
    assert "提交" in chen.buttons


async def test_updates_without_a_user_are_crossed_off(town: Neighbourhood) -> None:
    await town.app.intake.keep(
        parsed_updates([{"update_id": 5, "poll": {"id": "1"}}, {"update_id": 6, "channel_post": {"x": 1}}])
    )
    await town.settle()
    assert await town.database.run(lambda work: work.inbox.depth()) == 0


async def test_a_report_survives_a_restart_between_words_and_send(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await town.restart()
    await chen.presses("提交")
    assert (await town.database.run(the_ticket)).state is State.NEW
    assert "我来办" in steward.buttons


async def test_a_ticket_waits_for_the_first_who_takes_a_post_when_nobody_can_be_reached(
    town: Neighbourhood, chen: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    assert "现在还联系不到负责这里的人" in chen.screen
    invited = await town.database.run(_invite)
    late = await town.resident("王秀兰")
    await late.starts(f"i_{invited}")
    assert "您已上岗：1号楼楼栋长" in late.everything
    assert "我来办" in late.buttons
    assert "王秀兰" in chen.screen
    await late.starts(f"i_{invited}")
    assert "已经用过" in late.screen


def _invite(work: UnitOfWork) -> str:
    person = work.people.add_unbound("王秀兰", None)
    post = next(p for p in work.directory.posts.values() if p.code == "p-gh1")
    holding = HoldingRow(post_id=post.id, person_id=person.id, held_as=HeldAs.MAIN)
    work.session.add(holding)
    work.session.flush()
    work.places.touch()
    return new_invitation(work, holding)


async def test_the_first_administrator_sets_up_and_sees_no_tickets(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    code = await town.database.run(lambda work: new_invitation(work, None))
    boss = await town.resident("管理员")
    await boss.starts(f"i_{code}")
    assert "您现在是管理员" in boss.screen
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await boss.forges("t:open:1:0:", boss.last)
    assert "没有这个编号" in boss.screen
    assert (
        await town.database.run(lambda work: work.session.query(Person).filter_by(is_administrator=True).count()) == 1
    )


async def test_every_button_label_is_short_enough_for_old_eyes(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await steward.presses("我来办")

    def widest(message: Message) -> int:
        return max((len(label) for label in labels(message)), default=0)

    assert max(widest(m) for phone in (chen, steward) for m in phone.messages) <= 16


async def test_a_comment_of_4096_characters_arrives_whole(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    await steward.presses("我来办")
    words = ("又黑又滑 <&> " * 500)[:4096].strip()
    await chen.presses("补充")
    await chen.says(words)
    assert any(m.text == words for m in steward.messages)
    assert "居民补充" in steward.screen


async def test_a_group_that_becomes_a_supergroup_gets_its_answer_there(town: Neighbourhood, chen: Phone) -> None:
    group = town.telegram.add_group("一号楼业主群", [chen.person])
    await town.settle()
    town.app.courier.stopping = True  # so that the answer has not left when the group moves
    chen.person.says(town.bot, "/help", in_group=group)
    await town.app.bring()
    await town.app.intake.drain()
    town.app.courier.stopping = False
    moved = group.migrate()
    await town.settle()
    assert any("https://t.me/louzhang_test_bot" in (m.text or "") for m in moved.messages if m.from_bot)


async def test_danger_reaches_holder_and_deputy_at_once(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    deputy = await town.holder("p-gh1", "孙福生", held_as=HeldAs.DEPUTY)
    await chen.says("1号楼1单元着火了")
    assert "119" in chen.everything
    assert "已同时通知 2 个人" in chen.screen
    assert steward.screen.startswith("紧急！有危险")
    assert deputy.screen.startswith("紧急！有危险")
    assert "我来办" in deputy.buttons
