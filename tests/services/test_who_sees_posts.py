"""Screens about posts, people and leaves, and what is said about tickets and places: drawn for whoever may see it at
the moment they are sent, and for nobody else."""

from bot.catalogs import CATALOGS
from domain.notices.notice import Notice
from domain.notices.notices import GroupOnly, Say, Sorry
from domain.notices.post_notices import (
    AdministratorSure,
    AnswersNow,
    EndPostSure,
    EntrustedWork,
    InvitationTaken,
    InviteSure,
    InviteWhom,
    LeaveDeputies,
    Leaves,
    LeaveSure,
    NotTakenUp,
    PeopleList,
    PersonDetail,
    PostDetail,
    PostsList,
    SetUpHistory,
    UnusedInvitations,
)
from domain.notices.question_notices import ContactWanted, StewardOf
from domain.vocabulary import Role, State
from handlers import asking, leave, posts, start
from handlers.subject import Subject, Subjects
from messages.drawing.frame import Frame, no_link
from messages.drawing.screen import Screen
from messages.drawing.texts import Texts
from services.views.readers import reader_of
from storage.engines.database import Database
from storage.models import HoldingRow, Person
from storage.unit_of_work import UnitOfWork
from tests.services.test_who_may_what import cast, filed

SUBJECTS = Subjects(*(Subject(one.__name__, shown=one.SHOWN) for one in (asking, leave, posts, start)))


def drawn(work: UnitOfWork, notice: Notice, person: Person | None) -> Screen | None:
    """What would leave; None: nothing would."""
    texts = Texts(CATALOGS, "zh", work.community.zone)
    frame = Frame(reader_of(work, person), texts, work.now, work.community, work.directory, no_link)
    to_draw = SUBJECTS.shown[type(notice)].fetch(work, notice, person)
    return to_draw(frame) if to_draw is not None else None


def about(work: UnitOfWork, people: dict[str, Person]) -> tuple[list[Notice], list[Notice]]:
    """Screens about posts, of the steward's holding; and about that steward's leaves."""
    holding = work.session.query(HoldingRow).filter_by(person_id=people["assignee"].id).one()
    post, steward = holding.post_id, people["assignee"].id
    of_posts: list[Notice] = [
        PostsList(),
        PostDetail(post),
        InviteWhom(),
        InviteWhom(Role.STEWARD),
        InviteSure(post, "王秀兰"),
        EndPostSure(holding.id),
        InvitationTaken(holding.id, "wang"),
        NotTakenUp((holding.id,)),
        PeopleList(),
        PersonDetail(steward),
        AdministratorSure(steward, becomes=True),
        SetUpHistory(),
        UnusedInvitations(),
    ]
    day = work.local_day().isoformat()
    return of_posts, [Leaves(steward), LeaveDeputies(steward, day, day), LeaveSure(steward, day, day, None)]


async def test_posts_are_shown_to_whoever_may_see_them_now(database: Database) -> None:
    def look(work: UnitOfWork) -> None:
        people = cast(work)
        of_posts, of_leaves = about(work, people)
        for notice in of_posts:
            for name in ("stranger", "reporter", "deputy", "duty"):
                assert drawn(work, notice, people[name]) is None, (name, notice)
            assert drawn(work, notice, None) is None
            for name in ("secretary", "office", "administrator"):
                assert drawn(work, notice, people[name]) is not None, (name, notice)
        for notice in of_leaves:
            for name in ("stranger", "deputy", "leader"):
                assert drawn(work, notice, people[name]) is None, (name, notice)
            for name in ("assignee", "office", "administrator"):
                assert drawn(work, notice, people[name]) is not None, (name, notice)

    await database.run(look)


async def test_a_leader_sees_the_posts_below_and_ends_none(database: Database) -> None:
    def look(work: UnitOfWork) -> None:
        people = cast(work)
        (posts_list, detail, *_), _ = about(work, people)
        holding = work.session.query(HoldingRow).filter_by(person_id=people["assignee"].id).one()
        whole, below = drawn(work, posts_list, people["secretary"]), drawn(work, posts_list, people["leader"])
        assert whole is not None
        assert below is not None
        assert {button for row in below.rows for button in row} < {button for row in whole.rows for button in row}
        screen = drawn(work, detail, people["leader"])
        assert screen is not None
        assert not any(button.action == "end-post" for row in screen.rows for _, button in row)
        assert drawn(work, EndPostSure(holding.id), people["leader"]) is None
        assert drawn(work, detail, people["far"]) is None, "their own compound alone"
        gone = drawn(work, PersonDetail(people["assignee"].id), people["far"])
        assert gone is not None
        assert not gone.rows

    await database.run(look)


async def test_who_may_become_administrator_is_offered_by_administrators_alone(database: Database) -> None:
    def look(work: UnitOfWork) -> None:
        people = cast(work)
        for name, offered in (("administrator", True), ("secretary", False)):
            for notice in (PersonDetail(people["assignee"].id), InviteWhom(page=1)):
                screen = drawn(work, notice, people[name])
                assert screen is not None
                actions = {button.action for row in screen.rows for _, button in row}
                assert bool(actions & {"administrator", "invite-administrator"}) is offered, (name, notice)

    await database.run(look)


async def test_a_sentence_about_a_ticket_is_for_whoever_may_see_it_and_any_other_for_everybody(
    database: Database,
) -> None:
    def look(work: UnitOfWork) -> None:
        people = cast(work)
        made = filed(work, people, State.NEW)
        told = Say("done-add-to", ticket_id=made.id)
        for name, sees in (("reporter", True), ("assignee", True), ("stranger", False), ("far", False)):
            screen = drawn(work, told, people[name])
            assert (screen is not None) is sees, name
            assert screen is None or made.number in screen.text
        assert drawn(work, told, None) is None
        of_before = Say("group-only", {"link": "https://t.me/x"})  # may wait in an outbox since then
        for plain in (of_before, GroupOnly(), Sorry("A1B2")):
            for person in (None, people["stranger"]):
                assert drawn(work, plain, person) is not None, plain

    await database.run(look)


async def test_work_that_moved_is_told_of_as_far_as_its_reader_sees_it(database: Database) -> None:
    def look(work: UnitOfWork) -> None:
        people = cast(work)
        made = filed(work, people, State.NEW)
        moved = EntrustedWork("leave", (made.id,), people["assignee"].id)
        answers = AnswersNow("leave", (made.id,), people["deputy"].id, people["assignee"].id)
        seen, told = drawn(work, moved, people["leader"]), drawn(work, answers, people["reporter"])
        assert seen is not None
        assert "assignee" in seen.text
        assert told is not None
        assert made.number in told.text
        assert "deputy" in told.text
        for notice in (moved, answers):
            assert drawn(work, notice, people["far"]) is None
        none_left = drawn(work, EntrustedWork("back", ()), people["assignee"])
        assert none_left is not None, "they are told that nothing came back"
        assert not none_left.rows

    await database.run(look)


async def test_a_place_that_is_gone_is_said_in_words(database: Database) -> None:
    def look(work: UnitOfWork) -> None:
        people = cast(work)
        texts = Texts(CATALOGS, "zh", work.community.zone)
        gone = max(work.directory.places) + 1
        wanted = drawn(work, ContactWanted(people["reporter"].id, gone), people["assignee"])
        assert wanted is not None
        assert wanted.text == texts.say("contact-gone")
        nobody, which = drawn(work, StewardOf(gone), people["reporter"]), drawn(work, StewardOf(), people["reporter"])
        assert nobody is not None
        assert which is not None
        assert which.text == texts.say("steward-which-place") != nobody.text
        assert not nobody.rows

    await database.run(look)
