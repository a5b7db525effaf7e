"""Button data is never trusted: forged, replayed, cut off, another person's, from an older message."""

import re
from collections.abc import Collection

import pytest

from bot.subjects import SUBJECTS
from domain.vocabulary import HeldAs, State
from messages.drawing.buttons import MAX_BYTES, ON_TICKET, Button
from storage.engines.database import Database
from storage.models import (
    AbsenceRow,
    ApprovalRow,
    ChangeRow,
    Draft,
    HoldingRow,
    InboxRow,
    SafeguardingAlert,
    Ticket,
)
from storage.models.delivery import InboxState
from storage.unit_of_work import UnitOfWork
from subjects.announcements.rows import AnnouncementRow
from tests.conftest import MovedClock
from tests.former.kept import FormerTown
from tests.stories.neighbourhood import Neighbourhood, Phone, data_of, labels

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


FORGED = ("", "x", "0", "1", "²", "9" * 18, "9" * 40, ":::", "yes", "99999")
"""What may stand behind any button."""


@pytest.mark.parametrize("who", ["邻居甲", "楼长1", "办公1"])
async def test_whatever_any_button_of_any_subject_carries_is_answered(
    database: Database, clock: MovedClock, who: str
) -> None:
    """By the table that serves presses and numbers; each is tried on its own and taken back."""
    town = FormerTown(database, clock)
    await town.open()
    silent = []
    for kind, action in SUBJECTS.presses:
        for subject in (0, 99_999):
            for arg in FORGED:
                data = Button(kind, action, subject, 0, arg).data()
                if len(data) <= MAX_BYTES:
                    found = await town.pressed(who, data)
                    if found["outcome"] not in ("done", "refused") or not (found["answers"] or found["toasts"]):
                        silent.append((data, found))
    assert silent == []


async def test_no_button_of_a_ticket_does_anything_to_a_strangers(database: Database, clock: MovedClock) -> None:
    town = FormerTown(database, clock)
    await town.open()
    for kind, action in SUBJECTS.presses:
        if kind == ON_TICKET:
            found = await town.pressed("邻居甲", Button(kind, action, 1, 0, "1").data())
            assert found["answers"] == ["Say:refused-unknown-ticket"], action


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
    await steward.presses("更多")
    stolen |= {b.data for row in steward.card.buttons for b in row if b.data}
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


@pytest.mark.both_databases
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


@pytest.mark.both_databases
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
    for data in (data_of(card, "更多"), data_of(card, "我来办"), "m:todo:0", "x:1"):
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


ID = re.compile(r"^[0-9]{1,19}$")


def with_foreign_ids(data: str, ids: Collection[int]) -> set[str]:
    """The same button with every id in it replaced: those between the colons, whatever they are of."""
    parts = data.split(":")
    places = [at for at, part in enumerate(parts[2:], 2) if ID.match(part)]
    return {":".join([*parts[:at], str(one), *parts[at + 1 :]]) for at in places for one in ids}


SECRETS = ("楼道灯", "13800001111", "何处可见", "陈桂芳", "老人住院")
"""Words that stand in a ticket, an announcement, an alert, and the names of residents."""
IDS_OF_OTHERS = (1, 2, 3, 5)


@pytest.mark.both_databases
async def test_a_button_that_names_an_id_of_something_else_shows_and_changes_nothing_of_it(
    town: Neighbourhood, filed: Phone, steward: Phone, leader: Phone
) -> None:
    """Whatever a button names, a post, person, leave, request, alert or announcement, has a door of its own."""
    office, secretary = await town.holder("p-office", "单晓棠"), await town.holder("p-secretary", "席明川")
    other, stranger = await town.holder("p-gh2", "李春梅"), await town.resident("伊娃")
    await steward.presses("更多", under=steward.card)
    await steward.presses("不受理")
    await steward.presses(steward.buttons[0])
    await steward.says("老人住院，家里没人")
    await steward.says("/leave 明天到周五")
    await steward.presses(next(label for label in steward.buttons if "李春梅" in label))
    for phone in (office, secretary):
        for command in ("/posts", "/people", "/invite", "/restricted", "/digest"):
            await phone.says(command)
    await secretary.presses("王秀兰", under=next(m for m in secretary.messages if "王秀兰" in labels(m)))
    await office.says("/announce")
    await office.says("桂花苑1号楼")
    await office.says("何处可见")
    await office.presses("改成紧急")
    await office.presses("发送")
    phones = (filed, steward, leader, office, secretary, other)
    shown = {b.data for phone in phones for m in phone.messages for row in m.buttons for b in row if b.data}
    kinds = {data.split(":")[0] for data in shown}
    assert kinds == {"t", "m", "a"} | (kinds & {"d"})
    forged = {piece for data in shown for piece in with_foreign_ids(data, IDS_OF_OTHERS)} | {
        f"m:{action}:{one}"
        for action in ("leave-for", "leave-deputy", "leave-end", "person", "post", "end-post", "take_on", "lift")
        for one in IDS_OF_OTHERS
    }
    before = await town.database.run(everything_of_the_set_up)
    for thief in (stranger, other):
        read = len(thief.messages)
        for number, data in enumerate(sorted(forged), 1):
            thief.person.presses(town.bot, thief.messages[0], data, forge=True)
            if number % 50 == 0 or number == len(forged):
                await town.settle()
                town.clock.move(minutes=1)
        told = "\n".join(m.text or "" for m in [*thief.messages[read:], thief.messages[0]])
        assert [secret for secret in SECRETS if secret in told] == []
        assert "王秀兰" not in told, "nor who holds what, or is away"
    assert await town.database.run(everything_of_the_set_up) == before
    assert await town.database.run(set_aside) == 0


async def test_nobodys_name_is_read_by_naming_him_as_a_deputy(town: Neighbourhood, chen: Phone, steward: Phone) -> None:
    def number(work: UnitOfWork) -> int:
        person = work.people.by_account(chen.person.id)
        assert person is not None
        return person.id

    await steward.says("/leave 明天到周五")
    await steward.forges(f"m:leave-deputy:{await town.database.run(number)}", steward.last)
    assert "陈桂芳" not in steward.everything
    assert "请另选一位" in steward.screen


def everything_of_the_set_up(work: UnitOfWork) -> list[object]:
    work.session.expire_all()
    rows = (HoldingRow, AbsenceRow, ApprovalRow, AnnouncementRow, ChangeRow, SafeguardingAlert)
    return [(row.__name__, work.session.query(row).count()) for row in rows] + [
        (one.stage, one.approved_by_id) for one in work.session.query(AnnouncementRow)
    ]
