"""Whatever a person wrote, sent or is called, in whichever table and on whoever's report: shown to him, gone with him.

The columns are found from the tables themselves (tests/storage/test_words_of_people.py says which of them hold what
people said): a new one fails here until somebody has said how it gets there, is shown and goes.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

import pytest
from sqlalchemy import select

from bot.subjects import SUBJECTS, WINGS
from domain.notices.notices import Help, Letter
from domain.posts.directory import Address
from domain.tickets.report_form import Attachment, Form, Part
from domain.tickets.restrictions import Restriction
from domain.vocabulary import Action, HeldAs, MediaKind, State
from handlers.keeping_files import kept
from handlers.said import SaidFile
from services.keeping.my_data import my_data
from storage.matters.matters import Matters
from storage.models import (
    Account,
    HoldingRow,
    InboxRow,
    LaneRow,
    Person,
    PersonContact,
    SafeguardingAlert,
    Ticket,
    TicketContact,
)
from storage.models.base import Base
from storage.models.delivery import InboxState, OutboxState
from storage.people.conversation import KeptDraft
from storage.people.personal import Personal
from storage.people.put_aside import PutAsides
from storage.people.restrictions import Restrictions
from storage.tickets.alerts import Alerts
from storage.unit_of_work import UnitOfWork
from subjects.announcements.rows import AnnouncementRow, AnnouncementWords
from subjects.announcements.rules import Stage
from subjects.announcements.store import Announcements
from tests.accounts import number_of
from tests.storage.test_words_of_people import EMPTIED
from tests.stories.neighbourhood import Neighbourhood, Phone

LAMP = "1号楼1单元楼道灯不亮"


@dataclass(frozen=True)
class Town:
    """Who says it, and on which tickets: his own, one he joined, one he stepped back from, one he handled."""

    work: UnitOfWork
    me: Person
    other: Person
    own: Ticket
    joined: Ticket
    left: Ticket
    handled: Ticket


Plant = Callable[[Town, str], object]


def _says(ticket: str, action: Action) -> Plant:
    return lambda town, mark: town.work.contents.add_text(getattr(town, ticket), action, mark, by=town.me.id)


def _file(town: Town, mark: str) -> Attachment:
    return kept(town.work, "telegram", [SaidFile(MediaKind.PHOTO, mark, 1)])[0]


def _sends(ticket: str, action: Action) -> Plant:
    def plant(town: Town, mark: str) -> None:
        file = _file(town, mark)
        town.work.contents.add_media(getattr(town, ticket), 1, [file], action=action, by=town.me.id, alone=True)

    return plant


def _sets(what: Callable[[Town], object], name: str) -> Plant:
    return lambda town, mark: setattr(what(town), name, mark)


def _at_home(town: Town) -> Person:
    if town.me.home is None:
        town.me.home = Address(town.own.place_id)
    return town.me


def _contact(town: Town) -> PersonContact:
    return town.work.session.get_one(PersonContact, town.me.id)


def _behalf(town: Town) -> TicketContact:
    if town.work.contents.contact(town.own) is None:
        town.work.contents.set_contact(town.own, None, None)
        town.work.session.flush()
    return town.work.session.get_one(TicketContact, town.own.id)


def _holding(town: Town) -> HoldingRow:
    row = HoldingRow(post_id=1, person_id=town.me.id, held_as=HeldAs.DEPUTY, until=town.work.now)
    town.work.session.add(row)
    town.work.places.touch()
    return row


def _drafts(add: Callable[[Town, Form, str], None]) -> Plant:
    def plant(town: Town, mark: str) -> None:
        draft = town.work.conversation.draft(town.me.id)
        form = town.work.conversation.form(draft) if draft is not None else Form.empty()
        add(town, form, mark)
        town.work.conversation.keep(town.me.id, form, hours=24)

    return plant


def _answers(town: Town, mark: str) -> None:
    town.work.conversation.await_words(town.me.id, "park_why", town.work.now, town.own.id, {"said": mark})


def _puts_aside(town: Town, mark: str, *files: Attachment) -> None:
    draft = KeptDraft(town.me.id, {}, 1, town.work.now, town.work.now)
    form = Form([Part(1, mark)], [*files], [])
    town.work.store(PutAsides).add_draft(draft, town.work.conversation.body(form))


def _puts_a_file_aside(town: Town, mark: str) -> None:
    _puts_aside(town, "", _file(town, mark))


def _announcement(stage: Stage) -> Callable[[Town], AnnouncementWords]:
    def of(town: Town) -> AnnouncementWords:
        known = town.work.session.query(AnnouncementRow).filter_by(author_id=town.me.id, stage=stage)
        row = known.one_or_none() or town.work.store(Announcements).begin(town.me, [])
        row.stage, row.ended_at = stage, None if stage is Stage.DRAFT else town.work.now
        return town.work.store(Announcements).words(row)

    return of


def _shows(stage: Stage) -> Plant:
    def plant(town: Town, mark: str) -> None:
        _announcement(stage)(town).photo_key = _file(town, mark).file

    return plant


def _alert(town: Town) -> SafeguardingAlert:
    alert = town.work.store(Alerts).add(town.me.id, "violence", "")
    alert.seen_at = town.work.now
    return alert


def _aside(town: Town, mark: str) -> None:
    """An update that could not be handled: in a group it is under his own address too (bot/telegram/parsed.py)."""
    mine = number_of(town.work, town.me) or 0
    _update(town, str(mine), json.dumps({"message": {"from": {"id": mine}, "text": mark}}, ensure_ascii=False))


def _sent_from(town: Town, mark: str) -> None:
    """One that came from another account of theirs."""
    town.work.accounts.give("telegram", mark, town.me.id)
    _update(town, mark, "{}")


def _update(town: Town, address: str, body: str) -> None:
    town.work.session.add(
        InboxRow(
            channel="telegram", number=77_000 + len(body), address=address, body=body, received_at=town.work.now,
            tries=1, state=InboxState.SET_ASIDE, done_at=town.work.now, incident="ABCD",
        )
    )  # fmt: skip


def _told(town: Town, mark: str) -> None:
    town.work.tell(Letter(town.me.id, Help((), mark)))
    town.work.finish()
    for row in town.work.store(Personal).messages(town.me):
        if mark in str(row.facts):
            row.state = OutboxState.SET_ASIDE


def _restriction(*, on_me: bool) -> Plant:
    def plant(town: Town, mark: str) -> None:
        person, by = (town.me, town.other) if on_me else (town.other, town.me)
        now = town.work.now
        town.work.store(Restrictions).add(
            person.id, town.own.id, Restriction.LIMIT, reason=mark, until=now, by_id=by.id
        )

    return plant


def _asked(town: Town, mark: str) -> None:
    town.work.session.query(LaneRow).filter_by(
        account_id=town.work.people.account_of(town.me), broadcast=False
    ).one().asked = [[mark, "x"]]


def _elsewhere(town: Town, mark: str) -> None:
    """Another account of theirs, from which they have not spoken for long."""
    account_id = town.work.accounts.give("elsewhere", mark, town.me.id).id
    town.work.session.get_one(Account, account_id).used_at = town.work.now - timedelta(days=9)


SPOTS: dict[tuple[str, str, str], Plant] = {
    ("account", "address", ""): _elsewhere,
    ("person", "home_sub_number", ""): _sets(_at_home, "home_sub_number"),
    ("person", "home_room", ""): _sets(_at_home, "home_room"),
    ("person", "device_language", ""): _sets(lambda town: town.me, "device_language"),
    ("person_contact", "name", ""): _sets(_contact, "name"),
    ("person_contact", "phone", ""): _sets(_contact, "phone"),
    ("holding", "entered_as", ""): _sets(_holding, "entered_as"),
    ("ticket", "room", ""): _sets(lambda town: town.own, "room"),
    ("ticket_contact", "name", ""): _sets(_behalf, "name"),
    ("ticket_contact", "phone", ""): _sets(_behalf, "phone"),
    ("ticket_contact", "door", ""): _sets(_behalf, "door"),
    ("ticket_text", "body", "his report"): _says("own", Action.FILE),
    ("ticket_text", "body", "his addition"): _says("own", Action.COMMENT),
    ("ticket_text", "body", "his appeal"): _says("own", Action.APPEAL),
    ("ticket_text", "body", "as a neighbour"): _says("joined", Action.FOLLOW),
    ("ticket_text", "body", "where he stepped back"): _says("left", Action.FILE),
    ("ticket_text", "body", "as a handler"): _says("handled", Action.NOTE),
    ("file", "ref", "his report"): _sends("own", Action.FILE),
    ("file", "ref", "as a neighbour"): _sends("joined", Action.FOLLOW),
    ("file", "ref", "where he stepped back"): _sends("left", Action.FILE),
    ("file", "ref", "as a handler"): _sends("handled", Action.REPLY),
    ("draft", "form", ""): _drafts(lambda _town, form, mark: form.parts.append(Part(1, mark))),
    ("file", "ref", "in his draft"): _drafts(lambda town, form, mark: form.media.append(_file(town, mark))),
    ("awaited", "detail", ""): _answers,
    ("put_aside", "body", "a draft"): _puts_aside,
    ("file", "ref", "in a draft that was put aside"): _puts_a_file_aside,
    ("safeguarding_alert", "words", ""): _sets(_alert, "words"),
    ("announcement_words", "body", "a draft"): _sets(_announcement(Stage.DRAFT), "body"),
    ("file", "ref", "a draft"): _shows(Stage.DRAFT),
    ("announcement_words", "body", "for his post"): _sets(_announcement(Stage.DONE), "body"),
    ("file", "ref", "for his post"): _shows(Stage.DONE),
    ("matter_text", "body", ""): lambda town, mark: town.work.store(Matters).keep_words(mark, town.me.id),
    ("inbox", "address", ""): _sent_from,
    ("inbox", "body", ""): _aside,
    ("outbox", "facts", ""): _told,
    ("restriction", "reason", "against him"): _restriction(on_me=True),
    ("restriction", "reason", "for his post"): _restriction(on_me=False),
    ("lane", "asked", ""): _asked,
}
"""Every column that holds what people said, and the ways in which it gets there. A wing's are told beside its stories
(`SPOTS`)."""
for wing in WINGS:
    if find_spec(told := f"tests.stories.{wing.name}.told") is not None:
        SPOTS |= getattr(import_module(told), "SPOTS", {})

CODES = {("person", "language"), ("table_line", "said"), ("table_line", "stood"), ("file", "sha256")}
"""Of the language he chose only its code is kept; of the names in an imported table only a digest, to see a change, and
of a file that is in two channels (which goes with it: tests/storage/test_files.py)."""

KEPT_AS_WORK = {"as a handler", "for his post"}
"""What he wrote for a post belongs to the work and goes when that does; the screen says so."""


def mark_of(spot: tuple[str, str, str]) -> str:
    return f"印记{'.'.join(spot)}印"


def test_every_column_that_holds_what_people_said_is_planted() -> None:
    found = {(table, column) for table, columns in EMPTIED.items() for column in columns}
    found |= {
        (t.name, column.name) for t in Base.metadata.sorted_tables for column in t.c if column.info.get("personal")
    }
    assert {(table, column) for table, column, _ in SPOTS} | CODES == found


def everything(work: UnitOfWork) -> str:
    """The whole database as text."""
    work.finish()
    work.session.flush()
    connection = work.session.connection()
    return "\n".join(str([tuple(row) for row in connection.execute(select(t))]) for t in Base.metadata.sorted_tables)


def missing(text: str) -> set[tuple[str, str, str]]:
    """What does not stand in it."""
    return {spot for spot in SPOTS if mark_of(spot) not in text}


async def report(phone: Phone, words: str) -> None:
    await phone.says(words)
    await phone.presses("提交")


@pytest.fixture
async def lin(town: Neighbourhood) -> Phone:
    return await town.resident("林素芬")


@pytest.mark.both_databases
async def test_all_of_it_is_shown_to_him_and_goes_with_him(
    town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone
) -> None:
    await report(lin, "1号楼1单元电梯坏了")  # left
    await lin.presses("撤回")
    await lin.presses("确定")
    await report(lin, "1号楼1单元门口垃圾没人清")  # own
    await report(chen, LAMP)  # joined
    await report(chen, "1号楼2单元楼道灯不亮")  # handled

    def plant_all(work: UnitOfWork) -> str:
        me, other = work.people.by_account(lin.person.id), work.people.by_account(steward.person.id)
        left, own, joined, handled = work.session.query(Ticket).order_by(Ticket.id)
        assert me is not None
        assert other is not None
        assert left.reporter_id is None, "the lift goes on without him"
        work.neighbours.follow(joined.id, me.id)
        for spot, plant in SPOTS.items():
            plant(Town(work, me, other, own, joined, left, handled), mark_of(spot))
        for ended in (own, left):
            ended.state, ended.ended_at = State.WITHDRAWN, work.now
        return everything(work)

    def shown_to_him(work: UnitOfWork) -> str:
        me = work.people.by_account(lin.person.id)
        assert me is not None
        return json.dumps(my_data(work, me, SUBJECTS.keeps), ensure_ascii=False)

    assert missing(await town.database.run(plant_all)) == set()
    hidden = missing(await town.database.run(shown_to_him))
    assert {way for _, _, way in hidden} == {"as a handler"}, "he holds no post any more: not his to read"
    await lin.says("/privacy")
    await lin.presses("删除我")
    assert "您担任职务时写的备注、回复、通知是办事记录" in (lin.messages[-2].text or "")
    await lin.presses("确定删除")
    for _ in range(3):
        await town.pass_time(minutes=2)
    after = await town.database.run(everything)
    assert {way for _, _, way in set(SPOTS) - missing(after)} == KEPT_AS_WORK
    assert str(lin.person.id) not in after


@pytest.mark.both_databases
async def test_what_a_neighbour_wrote_when_he_joined_is_his_and_goes_with_him(
    town: Neighbourhood, chen: Phone, lin: Phone, steward: Phone
) -> None:
    await report(chen, LAMP)
    lin.person.sends_photo(town.bot, caption=f"{LAMP}，我是林素芬，电话13900001234")
    await town.settle()
    await lin.presses("提交")
    await lin.presses("我也遇到")
    assert "附件：1 个" in (steward.card.text or "")
    await lin.says("/privacy")
    await lin.presses("我的数据")
    assert lin.last.file is not None
    mine = json.loads(lin.last.file.content)["said_in_other_peoples_reports"]
    assert [(one["report"], one["action"]) for one in mine] == [("2611-0001", "follow")] * 2
    assert "13900001234" in mine[0]["words"]
    assert mine[1]["kind"] == "photo"
    await lin.says("/privacy")
    await lin.presses("删除我")
    await lin.presses("确定删除")
    after = await town.database.run(everything)
    assert "13900001234" not in after
    assert mine[1]["ref"] not in after
    assert "附件" not in (steward.card.text or ""), "on the card too"


@pytest.mark.both_databases
async def test_what_a_handler_wrote_he_reads_while_he_may_and_it_stays_with_the_report(
    town: Neighbourhood, chen: Phone, steward: Phone
) -> None:
    await report(chen, LAMP)
    await steward.presses("我来办")
    await steward.presses("内部备注")
    await steward.says("她家有狗")
    await steward.says("/privacy")
    await steward.presses("我的数据")
    assert steward.last.file is not None
    mine = json.loads(steward.last.file.content)["said_in_other_peoples_reports"]
    assert [(one["action"], one["words"]) for one in mine] == [("note", "她家有狗")]


async def test_what_is_added_to_an_emptied_report_is_emptied_again(
    town: Neighbourhood, lin: Phone, chen: Phone
) -> None:
    steward = await town.holder("p-gh1", "王秀兰")
    await report(lin, LAMP)
    await lin.presses("撤回")
    await lin.presses("确定")
    await lin.says("/privacy")
    await lin.presses("删除我")
    await lin.presses("确定删除")
    await steward.presses("内部备注", under=steward.card)
    await steward.says("林素芬家的灯")
    await town.pass_time(days=200)
    assert "林素芬" not in await town.database.run(everything)
