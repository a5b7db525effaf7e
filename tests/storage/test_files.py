"""Files: one row for each that came, as long as anything names it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from bot.schedule import TIMETABLE, run_tick
from domain.refusal import Refusal
from domain.tickets.report_form import Attachment, Form, Kept
from domain.vocabulary import Action, MediaKind
from handlers.keeping_files import kept
from handlers.said import SaidFile
from services.keeping.tidying import FILES_OUTLAST_DRAFTS
from storage.engines.database import Database
from storage.files.files import naming
from storage.models import Draft, FileRow, Media, Ticket
from storage.unit_of_work import UnitOfWork
from subjects.announcements.store import Announcements
from tests.conftest import MovedClock
from tests.storage.rows import lay_out, person, ticket

PHOTO = SaidFile(MediaKind.PHOTO, "photo-1", 1500)
VOICE = SaidFile(MediaKind.VOICE, "voice-1", 300)
PLACE = SaidFile(MediaKind.LOCATION, latitude=31.2, longitude=121.4)
SHA = "a" * 64
OLD_HOURS = 24 + FILES_OUTLAST_DRAFTS.total_seconds() / 3600 + 1
"""Longer than a draft that is left alone, and than a file is kept for one."""


class Town:
    """Somebody (`me`) with two tickets."""

    def __init__(self, database: Database, clock: MovedClock) -> None:
        self.database, self.clock, self.me = database, clock, 0

    async def open(self) -> None:
        def fill(work: UnitOfWork) -> int:
            places, me = lay_out(work), person(work, 1)
            ticket(work, places["gh1"], reporter=me)
            ticket(work, places["gh2"], reporter=me)
            return me.id

        self.me = await self.database.run(fill)

    async def keep(self, *files: SaidFile) -> list[Attachment]:
        return await self.database.run(lambda work: kept(work, "telegram", files))

    async def refs(self) -> set[str]:
        return set(await self.database.run(lambda work: list(work.session.scalars(select(FileRow.ref)))))

    async def attach(self, which: int, *files: Attachment) -> None:
        await self.database.run(lambda work: self.attached(work, which, *files))

    def attached(self, work: UnitOfWork, which: int, *files: Attachment) -> None:
        ticket = self.ticket(work, which)
        work.contents.add_media(ticket, 1, files, action=Action.FILE, by=self.me, alone=True)

    def ticket(self, work: UnitOfWork, which: int) -> Ticket:
        return work.session.scalars(select(Ticket).order_by(Ticket.id)).all()[which]

    def draft(self, work: UnitOfWork, *files: Attachment) -> None:
        work.conversation.keep(self.me, Form([], list(files), []), hours=work.community.draft_hours)

    async def sweep(self) -> None:
        await run_tick(self.database, next(tick for tick in TIMETABLE if tick.name == "forget_old_rows"))


@pytest.fixture
async def town(database: Database, clock: MovedClock) -> Town:
    made = Town(database, clock)
    await made.open()
    return made


async def test_the_same_file_twice_is_one_row_and_a_position_is_none(town: Town) -> None:
    first = await town.keep(PHOTO, PLACE, VOICE, PHOTO)
    assert first[0].file == first[3].file
    assert first[1] == Attachment(MediaKind.LOCATION, None, 0, 31.2, 121.4)
    assert first[0].file != first[2].file
    assert await town.keep(PHOTO) == [first[0]], "also when it comes again"
    elsewhere = await town.database.run(lambda work: kept(work, "test", [PHOTO]))
    assert elsewhere[0].file != first[0].file, "another channel means another file by it"
    known = await town.database.run(lambda work: work.files.refs([first[0].file or 0]))
    assert known == {first[0].file: ("telegram", "photo-1")}


async def test_what_was_kept_in_an_attempt_that_fails_is_kept_again(town: Town) -> None:
    def fails(work: UnitOfWork) -> list[Attachment]:
        with suppress(Refusal), work.attempt():
            kept(work, "telegram", [PHOTO])
            raise Refusal("refused-old-button")
        files = kept(work, "telegram", [PHOTO])
        town.attached(work, 0, *files)
        return files

    files = await town.database.run(fails)
    assert await town.database.run(lambda work: list(work.session.scalars(select(Media.file_key)))) == [files[0].file]


async def test_a_file_of_two_reports_goes_with_the_second(town: Town) -> None:
    [photo, voice] = await town.keep(PHOTO, VOICE)
    await town.attach(0, photo, voice)
    await town.attach(1, photo)
    await town.database.run(lambda work: work.contents.empty(town.ticket(work, 0)))
    assert await town.refs() == {"photo-1"}
    await town.database.run(lambda work: work.contents.empty(town.ticket(work, 1)))
    assert await town.refs() == set()


async def test_a_file_that_an_announcement_shows_too_stays(town: Town) -> None:
    """Whatever names a file counts: the columns are found from the tables, those of wings too."""
    [photo] = await town.keep(PHOTO)
    await town.attach(0, photo)

    def announce(work: UnitOfWork) -> None:
        row = work.store(Announcements).begin(work.people.get(town.me), [])
        work.store(Announcements).words(row).photo_key = photo.file

    await town.database.run(announce)
    await town.database.run(lambda work: work.contents.empty(town.ticket(work, 0)))
    assert await town.refs() == {"photo-1"}
    assert {str(column) for column in naming()} == {"media.file_key", "announcement_words.photo_key"}


def in_a_draft(town: Town, work: UnitOfWork, photo: Attachment) -> None:
    town.draft(work, photo)


def kept_aside(town: Town, work: UnitOfWork, photo: Attachment) -> None:
    work.conversation.keep_aside(town.me, Kept("看", 7, (photo,)))


def beside_a_question(town: Town, work: UnitOfWork, photo: Attachment) -> None:
    work.conversation.await_words(town.me, "add", work.now + timedelta(hours=24))
    work.conversation.keep_beside(town.me, Kept("", 7, (photo,)), None)


@pytest.mark.parametrize("name", [in_a_draft, kept_aside, beside_a_question])
async def test_what_only_a_draft_or_a_question_names_is_there_when_it_is_submitted(
    town: Town, name: Callable[[Town, UnitOfWork, Attachment], None]
) -> None:
    [photo] = await town.keep(PHOTO)
    town.clock.move(hours=OLD_HOURS)
    await town.database.run(lambda work: name(town, work, photo))
    await town.sweep()
    assert await town.refs() == {"photo-1"}
    await town.attach(0, photo)
    await town.database.run(lambda work: work.contents.empty(town.ticket(work, 0)))
    assert await town.refs() == {"photo-1"}, "the report is gone, the draft is not"


async def test_a_file_outlasts_its_draft_by_a_day(town: Town) -> None:
    [photo] = await town.keep(PHOTO)
    await town.database.run(lambda work: town.draft(work, photo))
    await town.database.run(lambda work: work.session.execute(delete(Draft)))
    town.clock.move(hours=47)
    await town.sweep()
    assert await town.refs() == {"photo-1"}
    town.clock.move(hours=2)
    await town.sweep()
    assert await town.refs() == set()


async def test_a_file_that_came_again_is_young_again(town: Town) -> None:
    await town.keep(PHOTO)
    town.clock.move(hours=OLD_HOURS)
    await town.keep(PHOTO)
    await town.sweep()
    assert await town.refs() == {"photo-1"}


async def test_what_is_let_go_and_named_again_in_the_same_unit_stays(town: Town) -> None:
    [photo] = await town.keep(PHOTO)
    await town.attach(0, photo)

    def move(work: UnitOfWork) -> None:
        work.contents.empty(town.ticket(work, 0))
        town.draft(work, photo)

    await town.database.run(move)
    assert await town.refs() == {"photo-1"}


async def test_a_file_is_known_in_the_channel_it_was_sent_to(town: Town) -> None:
    [photo] = await town.keep(PHOTO)
    key = photo.file or 0
    await town.attach(0, photo)
    known = ("telegram", "test", "other")

    def ask(work: UnitOfWork) -> list[str | None]:
        return [work.files.known(key, channel) for channel in known]

    assert await town.database.run(ask) == ["photo-1", None, None]
    for ref in ("t-1", "t-2", "t-2"):
        await town.database.run(lambda work, ref=ref: work.files.learn(key, SHA, "test", ref))  # type: ignore[misc]
    assert await town.database.read(lambda work: work.files.known(key, "test")) == "t-2"
    assert await town.database.run(ask) == ["photo-1", "t-2", None], "the newest, and once"
    there = await town.database.run(lambda work: work.files.in_channel(key, "test"))
    assert there is not None
    assert (there.kind, there.size) == (MediaKind.PHOTO, 1500)
    assert await town.database.run(lambda work: work.files.known(there.id, "telegram")) == "photo-1", "and back"


async def test_what_a_file_became_elsewhere_stays_and_goes_with_it(town: Town) -> None:
    [photo] = await town.keep(PHOTO)
    await town.attach(0, photo)
    await town.database.run(lambda work: work.files.learn(photo.file or 0, SHA, "test", "t-1"))
    town.clock.move(hours=OLD_HOURS)
    await town.sweep()
    assert await town.refs() == {"photo-1", "t-1"}
    await town.database.run(lambda work: work.contents.empty(town.ticket(work, 0)))
    assert await town.refs() == set()


async def test_what_is_learnt_of_a_file_that_is_gone_is_forgotten(town: Town) -> None:
    await town.database.run(lambda work: work.files.learn(77, SHA, "test", "t-1"))
    assert await town.database.run(lambda work: work.files.known(77, "test")) is None
    assert await town.refs() == set()


async def test_a_picture_is_read_with_its_line_by_one_question(town: Town) -> None:
    [photo] = await town.keep(PHOTO)
    await town.attach(0, photo)

    def views(work: UnitOfWork) -> list[tuple[str, str]]:
        media = work.contents.media_of(town.ticket(work, 0))
        return [(one.file.view.channel, one.file.view.ref) for one in media if one.file is not None]

    assert await town.database.read(views) == [("telegram", "photo-1")]
