"""Every question that the bot asks, and every kind of message that may come instead of an answer: each is answered,
kept, or refused in words. Nothing is silent, no bug, nothing lost; and a file is as secret as its line.

Who was asked what is what 7bef16b has kept (tests/former), one person for each question; `NEWER` has those since.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from sqlalchemy import select

from bot.subjects import SUBJECTS, WINGS
from domain.bodies.bodies import BodyKind
from domain.matters.asks import AskKind, AskState, GoesAlong
from domain.tickets.report_form import files_named_in
from domain.tickets.visibility import AMONG_HANDLERS
from domain.vocabulary import Action, HeldAs, Rating, State
from handlers.said import MAX_MEGABYTES
from handlers.subject import Takes
from storage.engines.database import Database
from storage.matters.asks import Asks
from storage.models import AskRow, Awaited, Draft, FileRow, HoldingRow, Media, Person, Ticket
from storage.unit_of_work import UnitOfWork
from subjects.announcements.rows import AnnouncementWords
from tests.accounts import number_of
from tests.conftest import MovedClock
from tests.former.kept import SEEN_BEFORE, FormerTown, RawUpdate, Tried
from tests.stories.asks.bodies import body

OF_ASKS = {
    "asks_sentence": "楼长5",
    "asks_other_reason": "居民10",
    "asks_added": "居民11",
    "asks_answer": "居民12",
    "asks_question": "居民13",
    "asks_reply": "楼长6",
    "bodies_letter": "居民14",
}
"""Questions about what a body is asked: its contacts, whoever asks, and who writes to it."""
Before = Mapping[str, object] | Callable[[UnitOfWork, Person], tuple[int | None, Mapping[str, object]]]
"""What was said before; or what makes what it is about, and gives the ticket as well."""
NEWER: dict[str, tuple[str, Before]] = {
    "who": ("席明川", {}),
    "rating_why": ("居民6", {}),
    **{what: (who, {}) for what, who in OF_ASKS.items()},
}
"""Questions that 7bef16b did not ask: who of its people is asked, with what said before. A wing's are told beside its
stories (`ASKED`)."""
for wing in WINGS:
    if find_spec(told := f"tests.stories.{wing.name}.told") is not None:
        NEWER |= getattr(import_module(told), "ASKED", {})

Content = dict[str, Any]

FILE: Content = {"file_id": "new-file", "file_unique_id": "new"}
SIZED: Content = {**FILE, "width": 90, "height": 90}
PHOTO: Content = {"photo": [SIZED]}
PLAYED: Content = {**FILE, "duration": 3}
CONTENTS: Mapping[str, Content] = {
    "text": {"text": "好的，就这样"},
    "empty": {"text": "\u200b"},
    "number": {"text": "1"},
    "command": {"text": "/help", "entities": [{"type": "bot_command", "offset": 0, "length": 5}]},
    "voice": {"voice": PLAYED},
    "photo": PHOTO,
    "photo with words": {**PHOTO, "caption": "您看，就是这里"},
    "video": {"video": {**SIZED, "duration": 3}},
    "video note": {"video_note": {**PLAYED, "length": 90}},
    "animation": {"animation": {**SIZED, "duration": 3}, "document": FILE},
    "audio": {"audio": PLAYED},
    "document": {"document": FILE},
    "location": {"location": {"latitude": 31.2304, "longitude": 121.4737}},
    "sticker": {"sticker": {**SIZED, "type": "regular", "is_animated": False, "is_video": False}},
    "contact": {"contact": {"phone_number": "+8613800000000", "first_name": "甲"}},
    "too big": {"document": {**FILE, "file_size": MAX_MEGABYTES * 1024 * 1024 + 1}},
    "voice that is too big": {"voice": {**PLAYED, "file_size": MAX_MEGABYTES * 1024 * 1024 + 1}},
}
KINDS = (*CONTENTS, "album", "edited", "reply")
REFUSED = frozenset({"Say:file-too-big", "Say:not-understood", "Say:announcements-refused-words"})
"""Answers after which whoever sent a file knows that it went nowhere."""
ONE_PHOTO = "announcements-one-photo"


@pytest.fixture
async def town(database: Database, clock: MovedClock) -> FormerTown:
    made = FormerTown(database, clock)
    await made.open()

    def ask_the_newer(work: UnitOfWork) -> None:
        for what, (who, detail) in NEWER.items():
            person = work.people.by_account(made.expected.people[who])
            assert person is not None
            about = rated(work, person) if what == "rating_why" else None
            if what in OF_ASKS:
                about, detail = asked_of_a_body(work, person, what)
            elif callable(detail):
                about, detail = detail(work, person)
            work.conversation.await_words(person.id, what, work.now + SUBJECTS.questions[what].waits, about, detail)

    await made.database.run(ask_the_newer)
    return made


def rated(work: UnitOfWork, person: Person) -> int:
    """Their ticket, with which they were not satisfied."""
    ticket = work.session.scalars(select(Ticket).where(Ticket.reporter_id == person.id)).one()
    ticket.rating = Rating.BAD
    return ticket.id


def asked_of_a_body(work: UnitOfWork, person: Person, what: str) -> tuple[int, Mapping[str, object]]:
    """A body of the community in which they have the seat, or that they ask, and the ticket it is about."""
    root = work.directory.root
    assert root is not None
    body_id = body(what, BodyKind.PROPERTY, what, place=root.code)(work)
    ticket = work.session.scalars(select(Ticket).where(Ticket.state == State.CLAIMED).order_by(Ticket.id)).first()
    assert ticket is not None
    if what == "asks_sentence":
        ticket = claimed_by(work, person)
        return ticket.id, {"body": body_id}
    if what == "bodies_letter":
        return ticket.id, {"body": body_id}
    if what == "asks_reply":
        ticket = claimed_by(work, person)
    else:
        seat = next(post for post in work.directory.posts.values() if post.code == f"seat-{what}")
        work.session.add(HoldingRow(post_id=seat.id, person_id=person.id, held_as=HeldAs.MAIN))
        work.places.touch()
    ask = AskRow(
        ticket_id=ticket.id, kind=AskKind.ANSWER if what == "asks_answer" else AskKind.DO, to_body_id=body_id,
        goes_along=GoesAlong.PLACE, asked_by_id=ticket.assignee_id, asked_at=work.now, reply_limit="8w",
        result_limit="24w", state=AskState.DONE if what == "asks_added" else AskState.SENT, holds=False, version=1,
    )  # fmt: skip
    ticket.asks += 1
    return ticket.id, {"ask": work.store(Asks).add(ask).id}


def claimed_by(work: UnitOfWork, person: Person) -> Ticket:
    """One that they have taken on."""
    mine = select(Ticket).where(Ticket.assignee_id == person.id).order_by(Ticket.id)
    ticket = work.session.scalars(mine).first()
    assert ticket is not None
    ticket.state, ticket.ended_at = State.CLAIMED, None
    return ticket


def asked(town: FormerTown) -> list[tuple[str, str]]:
    """Who was asked which question."""
    then = [(one["who"], one["what"].partition(":")[0]) for one in town.expected.asked]
    newer = [(who, what) for what, (who, _) in NEWER.items()]
    return [(who, what) for who, what in (*then, *newer) if what in SUBJECTS.questions]


def sent(town: FormerTown, who: str, kind: str) -> list[RawUpdate]:
    if kind == "album":
        parts: list[Content] = [
            {"photo": [{**SIZED, "file_id": f"new-file-{n}"}], "media_group_id": "7"} for n in range(3)
        ]
        return [town.message(who, SEEN_BEFORE + n, **part) for n, part in enumerate(parts)]
    if kind == "edited":
        return [town.message(who, kind="edited_message", text="改一下")]
    if kind == "reply":
        replied = {"message_id": 1, "date": 1, "chat": {"id": town.expected.people[who], "type": "private"}}
        return [town.message(who, text="好的，就这样", reply_to_message=replied)]
    return [town.message(who, **CONTENTS[kind])]


def files_in(updates: Sequence[RawUpdate]) -> set[str]:
    text = json.dumps(updates)
    return {name for name in ("new-file-0", "new-file-1", "new-file-2", "new-file") if f'"{name}"' in text}


def kept(tried: Tried) -> str:
    """Everything that is kept of anybody's words and files, as one text."""
    session = tried.work.session
    rows: list[object] = [*session.scalars(select(Awaited.detail)), *session.scalars(select(Draft.form))]
    keys = {*session.scalars(select(Media.file_key)), *session.scalars(select(AnnouncementWords.photo_key))}
    named = tried.work.files.refs({*files_named_in(rows), *(key for key in keys if key is not None)})
    return json.dumps([*rows, *named.values()])


def faults(updates: Sequence[RawUpdate], tried: Tried) -> list[str]:
    found = [f"ended as {one.outcome}" for one in tried.done if one.outcome not in ("done", "refused")]
    if not tried.answers:
        found.append("nothing was answered")
    told = json.dumps([row.facts for row in tried.told])
    if not REFUSED & {*tried.answers} and ONE_PHOTO not in told:
        kept_now = kept(tried)
        found += [f"{file} is lost, after {tried.answers}" for file in files_in(updates) if file not in kept_now]
    return found


@pytest.mark.both_databases
async def test_every_question_is_walked_over(town: FormerTown) -> None:
    assert {what for _, what in asked(town)} == {*SUBJECTS.questions}


@pytest.mark.parametrize("kind", KINDS)
async def test_whatever_comes_is_answered_kept_or_refused_in_words(town: FormerTown, kind: str) -> None:
    found = {}
    for who, what in asked(town):
        updates = sent(town, who, kind)
        if wrong := await town.tried(who, updates, partial(faults, updates)):
            found[what] = wrong
    assert found == {}


@pytest.mark.parametrize("kind", ["voice", "photo", "video note", "location", "album"])
async def test_where_a_few_words_are_asked_for_they_are_asked_for_again_and_the_rest_is_kept(
    town: FormerTown, kind: str
) -> None:
    for who, what in asked(town):
        question = SUBJECTS.questions[what]
        if question.takes is Takes.WORDS and question.fits is None:
            assert await town.tried(who, sent(town, who, kind), lambda tried: tried.answers) == ["FilesKept"], what


@pytest.mark.parametrize("kind", ["voice", "photo"])
async def test_a_voice_or_a_photo_counts_as_the_sentence_that_is_asked_for(town: FormerTown, kind: str) -> None:
    def lines(tried: Tried) -> list[str]:
        sent = select(Media).join(Media.file).where(FileRow.ref == "new-file")
        return [str(one.action) for one in tried.work.session.scalars(sent)]

    for who, what in asked(town):
        if SUBJECTS.questions[what].takes is Takes.ANYTHING:
            assert len(await town.tried(who, sent(town, who, kind), lines)) == 1, what


async def test_a_file_reaches_the_reporter_only_where_the_words_would(town: FormerTown) -> None:
    await town.settle()
    heard, secret = 0, 0
    for who, what in asked(town):
        if SUBJECTS.questions[what].takes is not Takes.ANYTHING:
            continue
        phones = list(town.phones.values())
        before = [len(phone.messages) for phone in phones]
        town.phones[who].person.sends_voice(town.bot)
        await town.settle()
        voices = [any(m.kind == "voice" for m in phone.messages[n:]) for phone, n in zip(phones, before, strict=True)]
        action, reporter = await town.database.read(newest)
        reached = any(voice for phone, voice in zip(phones, voices, strict=True) if phone.person.id == reporter)
        assert not (reached and action in AMONG_HANDLERS and reporter != town.phones[who].person.id), what
        heard, secret = heard + reached, secret + (action in AMONG_HANDLERS)
    assert heard > 1
    assert secret > 5


def newest(work: UnitOfWork) -> tuple[Action, int | None]:
    """On which line the last file hangs, and whose report it is."""
    media = work.session.scalars(select(Media).order_by(Media.id.desc()).limit(1)).one()
    ticket = work.session.get_one(Ticket, media.ticket_id)
    reporter = number_of(work, work.session.get(Person, ticket.reporter_id)) if ticket.reporter_id else None
    return media.action, reporter


async def test_help_ends_no_question_and_shows_what_is_asked(town: FormerTown) -> None:
    def shown(what: str, tried: Tried) -> list[str]:
        waits = [row.what for row in tried.work.session.scalars(select(Awaited)) if row.what == what]
        return [*tried.answers, *waits]

    found = {}
    for who, what in asked(town):
        answers = await town.tried(who, [town.message(who, text="帮助")], partial(shown, what))
        if not (answers[0].startswith("Help") and len(answers) > 2 and answers[-1] == what):
            found[what] = answers
    assert found == {}
