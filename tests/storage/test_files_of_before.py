"""A database of before 0029, whose rows and drafts held Telegram's ids of files, comes through with them, and back
again."""

import json
from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import Connection, select, text

from domain.tickets.report_form import KEPT, Attachment, Form, Kept
from domain.vocabulary import Action, MediaKind
from handlers.keeping_files import kept
from handlers.said import SaidFile
from storage.engines.database import Database
from storage.migrations import migrate
from storage.migrations.upgrade import config_for
from storage.models import FileRow, Media
from storage.unit_of_work import UnitOfWork
from subjects.announcements.rows import AnnouncementWords
from subjects.announcements.store import Announcements
from tests.storage.rows import lay_out, person, ticket

PHOTO, VOICE = SaidFile(MediaKind.PHOTO, "in-a-report", 1500), SaidFile(MediaKind.VOICE, "in-a-draft", 300)
POSTER = SaidFile(MediaKind.PHOTO, "poster", 0)
PLACE = SaidFile(MediaKind.LOCATION, latitude=31.2, longitude=121.4)


def fill(work: UnitOfWork) -> None:
    """The same photo in two reports, in a draft, kept beside a question and on a poster; others in one of them."""
    ids = lay_out(work)
    chen, lin, guo = (person(work, number) for number in (1, 2, 3))
    photo, place, voice, poster = kept(work, "telegram", [PHOTO, PLACE, VOICE, POSTER])
    for code in ("gh1", "gh2"):
        filed = ticket(work, ids[code], reporter=chen)
        work.contents.add_media(filed, 1, [photo, place], action=Action.FILE, by=chen.id, alone=True)
    work.conversation.keep(chen.id, Form([], [voice, place, photo], []), hours=24)
    work.conversation.keep_aside(lin.id, Kept("看", 7, (voice,)))
    work.conversation.await_words(guo.id, "add", work.now + timedelta(hours=24), None, {"said": "latitude"})
    work.conversation.keep_beside(guo.id, Kept("", 8, (photo, place)), None)
    for author, shown in ((chen, photo), (lin, poster), (guo, None)):
        row = work.store(Announcements).begin(author, [])
        work.store(Announcements).words(row).photo_key = shown.file if shown is not None else None


def shown(work: UnitOfWork) -> dict[str, object]:
    """What everything names, by the names of the channel."""

    def named(files: list[Attachment] | tuple[Attachment, ...]) -> list[object]:
        found = [work.session.get(FileRow, one.file) if one.file is not None else None for one in files]
        return [
            (one.kind, one.size, one.latitude, (row.channel, row.ref, row.kind, row.size) if row else None)
            for one, row in zip(files, found, strict=True)
        ]

    draft, aside, beside = work.conversation.draft(1), work.conversation.kept(2), work.conversation.kept(3)
    assert draft is not None
    assert aside is not None
    assert beside is not None
    media = work.session.scalars(select(Media).order_by(Media.id))
    words = work.session.scalars(select(AnnouncementWords).order_by(AnnouncementWords.announcement_id))
    return {
        "media": [(one.kind, one.size, one.latitude, one.file.view.ref if one.file else None) for one in media],
        "posters": [one.photo.ref if one.photo else None for one in words],
        "draft": named(work.conversation.form(draft).media),
        KEPT: named(aside.media),
        "beside": named(beside.media),
        "files": sorted(work.session.scalars(select(FileRow.ref))),
    }


def before(connection: Connection) -> tuple[list[object], list[object], str]:
    media = connection.execute(text("SELECT file_id FROM media ORDER BY id")).scalars()
    posters = connection.execute(text("SELECT photo FROM announcement_words ORDER BY announcement_id")).scalars()
    written = [*connection.execute(text("SELECT form FROM draft")).scalars()]
    written += connection.execute(text("SELECT detail FROM awaited ORDER BY person_id")).scalars()
    return list(media), list(posters), json.dumps([json.loads(one) if isinstance(one, str) else one for one in written])


async def test_rows_and_drafts_go_on_naming_their_files(database: Database) -> None:
    await database.run(fill)
    now = await database.run(shown)
    await database.schema(lambda connection: command.downgrade(config_for(connection), "0028"))
    media, posters, written = await database.schema(before)
    assert media == ["in-a-report", "", "in-a-report", ""]
    assert posters == ["in-a-report", "poster", None]
    assert [written.count(f'"file_id": "{ref}"') for ref in ("in-a-report", "in-a-draft", "")] == [2, 2, 2]
    assert '"file"' not in written
    await database.schema(migrate)
    assert await database.run(shown) == now
    assert now["files"] == ["in-a-draft", "in-a-report", "poster"]


async def test_what_telegram_does_not_know_cannot_go_back(database: Database) -> None:
    def elsewhere(work: UnitOfWork) -> None:
        filed = ticket(work, lay_out(work)["gh1"], reporter=person(work, 1))
        work.contents.add_media(filed, 1, kept(work, "test", [PHOTO]), action=Action.FILE, by=1, alone=True)

    await database.run(elsewhere)
    with pytest.raises(RuntimeError, match="does not know 1 of them"):
        await database.schema(lambda connection: command.downgrade(config_for(connection), "0028"))
