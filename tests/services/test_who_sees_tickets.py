"""What is told about a ticket: drawn for whoever may see it at the moment it is sent, and for nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta

from domain.notices.notice import Notice
from domain.notices.notices import (
    ApprovalCard,
    AskWords,
    CardButtons,
    CardRedraw,
    Choose,
    Found,
    MergeSure,
    MyTickets,
    OfficeChoice,
    OtherSideUnreachable,
    RatingAsked,
    Receipt,
    ReporterShown,
    RestrictedList,
    TicketCard,
    TicketHistory,
    TicketMedia,
    TicketNews,
    TicketWords,
    ToDo,
)
from domain.notices.post_notices import CorrectionSure
from domain.tickets.remark import Remark
from domain.tickets.restrictions import Restriction
from domain.views import PAGE
from domain.vocabulary import Action, MediaKind, Role, State
from handlers import searching, ticket
from handlers.keeping_files import kept
from handlers.said import SaidFile
from messages.drawing.screen import Screen
from services.keeping.restrictions import restrict
from services.tickets.talking import add_words
from storage.engines.database import Database
from storage.models import ChangeRow, Media, Person
from storage.unit_of_work import UnitOfWork
from tests.services.drawing import drawn
from tests.services.test_who_may_what import asked, cast, filed


@dataclass(frozen=True, slots=True)
class Noted:
    """A ticket with a note among handlers: its line in the history, its words and its photo. And everybody."""

    ticket_id: int
    seq: int
    text_id: int
    media_id: int
    approval_id: int
    ids: Mapping[str, int]

    def people(self, work: UnitOfWork) -> dict[str, Person]:
        return {name: work.people.get(person_id) for name, person_id in self.ids.items()}

    def among_handlers(self) -> list[Notice]:
        """What the reporter is not told."""
        return [
            TicketCard(self.ticket_id, seq=self.seq),
            TicketNews(self.ticket_id, self.seq),
            TicketMedia(self.ticket_id, (self.media_id,), self.seq),
            TicketMedia(self.ticket_id, (self.media_id,)),
            ApprovalCard(self.ticket_id, self.approval_id),
        ]

    def every_kind(self) -> list[Notice]:
        """One of every kind that is about a ticket."""
        return [
            *self.among_handlers(),
            CardRedraw(self.ticket_id),
            CardButtons(self.ticket_id, 0),
            RatingAsked(self.ticket_id),
            OtherSideUnreachable(self.ticket_id, "reporter"),
            TicketWords(self.ticket_id, self.text_id),
            Receipt(self.ticket_id),
            TicketHistory(self.ticket_id),
            Choose("hand_over", self.ticket_id),
            AskWords("reply", self.ticket_id),
            CorrectionSure(self.ticket_id, "category", "R104"),
            ReporterShown(self.ticket_id),
            OfficeChoice("reassign", self.ticket_id),
            MergeSure(self.ticket_id),
        ]


async def noted(database: Database) -> Noted:
    """The note stands in the tables."""

    def write(work: UnitOfWork) -> tuple[int, int, dict[str, int]]:
        people = cast(work)
        made = filed(work, people, State.CLAIMED)
        [photo] = kept(work, "telegram", [SaidFile(MediaKind.PHOTO, "f")])
        add_words(work, made.id, Action.NOTE, Remark("他家的锁坏了", (photo,)), by=people["assignee"])
        return made.id, asked(work, made, people), {name: one.id for name, one in people.items()}

    ticket_id, approval_id, ids = await database.run(write)

    def read(work: UnitOfWork) -> Noted:
        line = work.session.query(ChangeRow).filter_by(ticket_id=ticket_id, action=Action.NOTE).one()
        photo = work.session.query(Media).filter_by(ticket_id=ticket_id).one()
        assert line.text_id is not None
        return Noted(ticket_id, line.seq, line.text_id, photo.id, approval_id, ids)

    return await database.run(read)


async def test_a_ticket_is_shown_to_whoever_may_see_it_now(database: Database) -> None:
    here = await noted(database)
    every = {
        kind
        for kind in {one.kind for one in (*ticket.SHOWN, *searching.SHOWN)}
        if "ticket_id" in {field.name for field in fields(kind)}
    }
    assert {type(notice) for notice in here.every_kind()} == every

    def look(work: UnitOfWork) -> None:
        people = here.people(work)
        for notice in here.every_kind():
            for name in ("stranger", "neighbour", "other", "far", "safeguarding", "administrator"):
                assert drawn(work, notice, people[name]) is None, (name, notice)
            assert drawn(work, notice, None) is None
            for name in ("assignee", "deputy", "leader", "office", "secretary"):
                assert drawn(work, notice, people[name]) is not None, (name, notice)
        made = work.tickets.lock(here.ticket_id, seen_by=people["office"])
        made.concerns, made.assignee_id, made.post_id = Role.STEWARD, people["leader"].id, None
        for notice in here.every_kind():
            assert drawn(work, notice, people["assignee"]) is None, notice
            assert drawn(work, notice, people["leader"]) is not None, notice

    await database.run(look)


async def test_what_is_said_among_handlers_does_not_reach_whoever_reported_it(database: Database) -> None:
    here = await noted(database)

    def look(work: UnitOfWork) -> None:
        people = here.people(work)
        for notice in here.among_handlers():
            assert drawn(work, notice, people["reporter"]) is None, notice
            assert drawn(work, notice, people["leader"]) is not None, notice
        for name, told in (("reporter", False), ("leader", True)):
            words = drawn(work, TicketWords(here.ticket_id, here.text_id), people[name])
            history = drawn(work, TicketHistory(here.ticket_id), people[name])
            assert words is not None
            assert history is not None
            assert ("锁" in words.text) is ("锁" in history.text) is told, name

    await database.run(look)


async def test_a_ticket_goes_into_one_that_may_be_seen_and_to_people_who_have_it_not(database: Database) -> None:
    def look(work: UnitOfWork) -> None:
        people = cast(work)
        made, secret = filed(work, people, State.CLAIMED), filed(work, people, State.NEW, concerns=Role.STEWARD)
        secret.assignee_id, secret.post_id = people["leader"].id, None
        assert drawn(work, MergeSure(made.id, secret.id), people["assignee"]) is None
        assert drawn(work, MergeSure(made.id, secret.id), people["leader"]) is not None
        screen = drawn(work, OfficeChoice("reassign", made.id), people["leader"])
        assert screen is not None
        offered = {button.arg for row in screen.rows for _, button in row if button.action == "reassign_to"}
        assert str(people["assignee"].id) not in offered
        assert offered

    await database.run(look)


async def test_lists_show_their_readers_tickets_page_by_page(database: Database) -> None:
    def opened(screen: Screen | None) -> int:
        assert screen is not None
        return sum(button.action == "open" for row in screen.rows for _, button in row)

    def look(work: UnitOfWork) -> None:
        people = cast(work)
        for _ in range(PAGE + 1):
            filed(work, people, State.CLAIMED)
        lists: list[tuple[str, type[MyTickets] | type[ToDo]]] = [("reporter", MyTickets), ("assignee", ToDo)]
        for name, kind in lists:
            assert [opened(drawn(work, kind(page), people[name])) for page in (0, 1)] == [PAGE, 1]
            assert opened(drawn(work, kind(), people["stranger"])) == 0
        for name, many in (("assignee", 1), ("far", 0), ("stranger", 0)):
            assert opened(drawn(work, Found("||open", page=1), people[name])) == many, name

    await database.run(look)


async def test_who_is_restricted_is_shown_to_whoever_may_restrict(database: Database) -> None:
    def look(work: UnitOfWork) -> None:
        people = cast(work)
        made = filed(work, people, State.NEW)
        until = work.now + timedelta(days=1)
        restrict(work, made.id, by=people["office"], kind=Restriction.MUTE, until=until, words="w")
        for name in ("reporter", "assignee", "leader"):
            assert drawn(work, RestrictedList(), people[name]) is None, name
        screen = drawn(work, RestrictedList(), people["office"])
        assert screen is not None
        assert made.number in screen.text

    await database.run(look)
