"""Button data is never trusted: forged, replayed, cut off, another person's, from an older message."""

import pytest

from domain.words import HeldAs, State
from storage.models import ChangeRow, Draft, InboxRow, Ticket
from storage.models.delivery import InboxState
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone, data_of

OLD, GONE, UNKNOWN = "这个按钮已经过期", "已经不在了", "没有这个编号"

NONSENSE = (
    "t", "t:", "t:claim", "t:claim:1", "t:claim:1:0", "t:nonsense:1:0:", "t:open::0:", "t:open:1::", "t:open:-1:0:",
    "t:open:!!:0:", "t:open:1e9:0:x:y", "t:open:zzzzzzzzzzzzz:0:", "t:open:1y2p0ij32e8e8:0:", "t:open:1:zzzzzzzzzzzzz:",
    "t:open:١:0:", "t:open:²:0:", "t:OPEN:1:0:", "t:open:A:0:", "T:open:1:0:", "t:open:1:0:\0", "t:open:1:0:\u202e",
    "t:open:1:0:" + "x" * 60, "t:open:1:0:😀", "t:category_in:1:0:nowhere", "t:hand_over_to:1:0:²", "d:", "d::0:",
    "d:send", "d:send:0", "d:nonsense:1:", "m:", "m:language", "m:language:xx", "m:digest:", "m:digest:::::::",
    "m:digest:2026-W46:1:nowhere:0", "m:digest-table:%:1", "x:whatever", "🙂", "\0", " ", ":" * 64, "m:my:\0",
    "a:", "a:send:1:0:", "a:stop:1:0:", "a:approve:1:0:", "a:told:1:0:²", "a:told:1:0:1", "a:place:1:0:x",
    "a:nonsense:1:0:", "a:refresh:zzzzzzzzzzzzz:0:", "a:drop:1:0:", "m:notices:x", "m:looks:²", "m:my:-1",
    "m:my:" + "9" * 50,
)  # fmt: skip


def states(work: UnitOfWork) -> list[State]:
    return [ticket.state for ticket in work.session.query(Ticket).order_by(Ticket.id)]


def lines(work: UnitOfWork) -> int:
    return work.session.query(ChangeRow).count()


def set_aside(work: UnitOfWork) -> int:
    return work.session.query(InboxRow).filter_by(state=InboxState.SET_ASIDE).count()


@pytest.fixture
async def filed(town: Neighbourhood, chen: Phone, steward: Phone) -> Phone:
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    return chen


async def test_nonsense_is_answered_and_changes_nothing(
    town: Neighbourhood, filed: Phone, steward: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    before = await town.database.run(lines)
    for data in NONSENSE:
        for phone in (filed, steward):
            heard = len(phone.messages)
            await phone.forges(data, phone.messages[0])
            edited = any(m.edited for m in phone.messages)
            assert len(phone.messages) > heard or edited, f"no answer to {data!r}"
        town.clock.move(minutes=1)
    assert await town.database.run(lines) == before
    assert await town.database.run(set_aside) == 0, "forged data is refused, it is no bug"
    assert "incident" not in caplog.text


async def test_every_button_cut_off_at_every_character_changes_nothing(
    town: Neighbourhood, filed: Phone, steward: Phone
) -> None:
    before = await town.database.run(lines)
    whole = {b.data for m in steward.messages for row in m.buttons for b in row if b.data}
    pieces = sorted({data[:length] for data in whole for length in range(1, len(data))} - whole)
    assert len(pieces) > 40
    for piece in pieces:
        await steward.forges(piece, steward.messages[0])
        town.clock.move(seconds=10)
    assert await town.database.run(lines) == before
    assert await town.database.run(set_aside) == 0


async def test_buttons_of_another_persons_screen_say_what_an_unknown_number_says(
    town: Neighbourhood, filed: Phone, steward: Phone
) -> None:
    eve = await town.resident("伊娃")
    other = await town.holder("p-gh2", "李建国")
    before = await town.database.run(lines)
    stolen = {b.data for phone in (filed, steward) for m in phone.messages for row in m.buttons for b in row if b.data}
    on_the_ticket = sorted(data for data in stolen if data.startswith("t:"))
    assert len(on_the_ticket) > 8
    for thief in (eve, other):
        for data in on_the_ticket:
            heard = len(thief.messages)
            await thief.forges(data, thief.messages[0])
            assert UNKNOWN in thief.screen, data
            assert len(thief.messages) == heard + 1, "the stolen card is not drawn for the thief"
            town.clock.move(seconds=10)
    assert await town.database.run(lines) == before
    assert "楼道灯" not in eve.everything + other.everything


async def test_a_stolen_draft_button_moves_only_the_thiefs_own_draft(town: Neighbourhood, chen: Phone) -> None:
    eve = await town.resident("伊娃")
    await chen.says("1号楼1单元楼道灯不亮")
    await eve.forges(data_of(chen.last, "提交"), eve.messages[0])
    assert GONE in eve.screen
    await eve.says("2号楼厨房漏水")
    await eve.forges(data_of(chen.last, "不报了"), eve.messages[0])
    assert len(await town.database.run(lambda work: work.session.query(Draft).all())) == 1
    await chen.presses("提交")
    assert chen.screen.startswith("已收到"), "his own is still there"


async def test_a_press_that_is_played_again_is_done_once(
    town: Neighbourhood, filed: Phone, steward: Phone, leader: Phone
) -> None:
    claim = data_of(steward.card, "我来办")
    for _ in range(3):
        await steward.forges(claim, steward.card)
    assert await town.database.run(states) == [State.CLAIMED]
    assert await town.database.run(lines) == 2
    await steward.presses("处理好了")
    done = data_of(steward.last, "自己修好了")
    for _ in range(3):
        await steward.forges(done, steward.last)
    assert await town.database.run(lines) == 3
    confirm = data_of(filed.last, "解决了")
    for _ in range(3):
        await filed.forges(confirm, filed.messages[0])
    assert await town.database.run(states) == [State.CLOSED]
    assert await town.database.run(lines) == 4


async def test_a_spot_check_is_answered_once_and_only_when_it_was_drawn(
    town: Neighbourhood, filed: Phone, steward: Phone, leader: Phone
) -> None:
    await steward.presses("我来办")
    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await filed.presses("解决了")
    [ticket] = await town.database.run(lambda work: work.session.query(Ticket).all())
    agrees = f"t:check_agrees:{ticket.id}:{ticket.moves}:"
    before = await town.database.run(lines)
    await leader.forges(agrees, leader.messages[0])
    assert "没有要抽查的" in leader.everything
    assert await town.database.run(lines) == before

    def draw(work: UnitOfWork) -> None:
        work.session.query(Ticket).one().checking = True

    await town.database.run(draw)
    for _ in range(3):
        await leader.forges(agrees, leader.messages[0])
    assert await town.database.run(lines) == before + 1


async def test_a_button_of_a_message_too_old_to_be_read_still_answers(
    town: Neighbourhood, filed: Phone, steward: Phone
) -> None:
    card = steward.card
    for data in (data_of(card, "经过"), data_of(card, "我来办"), "m:todo:0", "x:1"):
        heard = len(steward.messages)
        steward.person.presses(town.bot, card.id, data, old=True, forge=True)
        await town.settle()
        assert len(steward.messages) > heard or any(m.edited for m in steward.messages), data
    assert await town.database.run(states) == [State.CLAIMED]
    assert await town.database.run(set_aside) == 0


async def test_what_only_a_record_asks_is_refused_on_a_residents_draft(town: Neighbourhood, chen: Phone) -> None:
    await chen.says("1号楼1单元楼道灯不亮")
    version = data_of(chen.last, "提交").split(":")[2]
    await chen.forges(f"d:channel:{version}:phone", chen.last)
    assert OLD in chen.screen
    await chen.forges(f"d:group:{version}:nowhere", chen.last)
    assert OLD in chen.screen
    await chen.presses("提交", under=next(m for m in reversed(chen.messages) if m.buttons))
    [ticket] = await town.database.run(lambda work: work.session.query(Ticket).all())
    assert ticket.channel == "chat"


async def test_a_deputy_of_another_building_hands_nothing_over_and_nobody_hands_to_a_stranger(
    town: Neighbourhood, filed: Phone, steward: Phone
) -> None:
    eve = await town.resident("伊娃")
    deputy = await town.holder("p-gh2", "孙福生", held_as=HeldAs.DEPUTY)

    def number(work: UnitOfWork) -> int:
        person = work.people.by_account(eve.person.id)
        assert person is not None
        return person.id

    stranger = await town.database.run(number)
    for to in (stranger, 0, 99_999, 10**17):
        refused = steward.everything.count("不能转给这个人")
        await steward.forges(f"t:hand_over_to:1:1:{to}", steward.messages[0])
        assert steward.everything.count("不能转给这个人") == refused + 1
        await deputy.forges(f"t:hand_over_to:1:1:{to}", deputy.messages[0])
        assert UNKNOWN in deputy.screen
    assert "楼道灯" not in eve.everything
