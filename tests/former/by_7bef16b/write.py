"""Writes database.zip and expected.json beside itself: what 7bef16b has kept, and what became of it there.

Run with the interpreter of a checkout of that commit, from its root, with the whole of it importable:

    git worktree add ../louzhang-7bef16b 7bef16b && cd ../louzhang-7bef16b && make setup
    PYTHONPATH=. .venv/bin/python ../louzhang/tests/former/by_7bef16b/write.py

Both files are checked in and never written again: a later version cannot make what an earlier one wrote. Outbox rows
are leased by hand: a lane has one leased message, and there are more kinds than lanes.
"""

import asyncio
import json
import shutil
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.report_form import KEPT
from messages.buttons import TicketButton
from messages.screen import buttons_of
from notices import every_kind
from sqlalchemy import func, select, update
from storage.copying import write_copy
from storage.database import open_database
from storage.inbox import Waiting
from storage.notices import notice_of
from town import (
    NOW,
    WEEK_BEFORE,
    Town,
    await_words,
    begin_drafts,
    file_tickets,
    known_files,
    move_tickets,
    raise_the_alarm,
    set_aside,
    set_up_things,
    settle_people,
)

from bot.schedule import TIMETABLE, Tick, run_tick
from domain.notices import NOTICES, Letter
from domain.words import Grade
from handlers import announce, conversation, draft, menu
from handlers.door import answer_together
from handlers.tickets import PRESSES
from messages.render import render
from services.views import scene_for
from storage.migrations import migrate
from storage.models import LaneRow, OutboxRow, Person
from storage.models.delivery import OutboxState
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.stories.neighbourhood import Neighbourhood

HERE = Path(__file__).parent
MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
DAY_BEFORE = NOW - timedelta(days=1)
MORNING = datetime(2026, 11, 19, 0, 30, tzinfo=UTC)
"""When what is held may ring."""
READ = MORNING + timedelta(minutes=30)
SEEN_BEFORE = 10_000
"""Messages that every chat had before: numbers of new ones are those of no old card."""


class Undone(Exception):
    """What was tried is taken back."""


def tick(name: str) -> Tick:
    return next(one for one in TIMETABLE if one.name == name)


async def make(file: Path) -> Town:
    """The database as it stands on Wednesday at ten."""
    clock = MovedClock(WEEK_BEFORE)
    database = open_database(f"sqlite:///{file}", clock.now)
    await database.schema(migrate)
    story = Neighbourhood(database, clock)
    town = Town(story)
    await story.open()
    town.files = known_files(story.telegram, story.bot.id)
    await settle_people(town)
    clock.set(WEEK_BEFORE)
    await database.run(lambda work: file_tickets(town, work))
    await story.settle()
    clock.set(MONDAY)
    await run_tick(database, tick("send_due_digests"))
    await story.settle()
    for at, part in ((DAY_BEFORE, move_tickets), (NOW - timedelta(hours=1), set_up_things)):
        clock.set(at)
        await database.run(lambda work, part=part: part(town, work))
        await story.settle()
    clock.set(NOW)
    for part in (raise_the_alarm, await_words, begin_drafts):
        await database.run(lambda work, part=part: part(town, work))
    account = next(person.id for person in story.telegram.people if person.first_name == "居民14")
    await database.run(lambda work: set_aside(town, work, account))
    await write_down(town)
    return town


async def write_down(town: Town) -> None:
    """An outbox row of every kind: leased, held and waiting; of further examples waiting alone."""
    run = town.neighbourhood.database.run
    kinds: set[type] = set()

    def first(work: UnitOfWork) -> list[tuple[str, object]]:
        told = list(every_kind(town, work))
        return [one for one in told if type(one[1]) not in kinds and not kinds.add(type(one[1]))]

    def queue(work: UnitOfWork, told: list[tuple[str, object]], until: datetime | None) -> None:
        chats = work.people.chats_of([town.people[name] for name, _ in told])
        for name, notice in told:
            letter = Letter(
                town.people[name], notice, held_until=until, keeps_quiet=Grade.P2 if until is not None else None
            )
            work.outbox.add(chats[letter.to], letter, broadcast=type(notice).__name__ == "Announcement")

    examples = await run(first)
    newest = await run(lambda work: work.session.scalar(select(func.max(OutboxRow.id))) or 0)
    await run(lambda work: queue(work, examples, None))

    def lease(work: UnitOfWork) -> None:
        mine = update(OutboxRow).where(OutboxRow.id > newest)
        work.session.execute(mine.values(state=OutboxState.SENDING, tries=1))
        leased = update(LaneRow).where(LaneRow.pending > 0)
        work.session.execute(leased.values(leased_until=NOW + timedelta(seconds=60), fence=LaneRow.fence + 1))

    await run(lease)
    await run(lambda work: queue(work, examples, MORNING))
    await run(lambda work: queue(work, list(every_kind(town, work)), None))
    missing = set(NOTICES) - {type(notice).__name__ for _, notice in examples}
    if missing:
        raise SystemExit(f"no notice of {sorted(missing)}")


# What became of it


async def opened(file: Path, people: list[dict[str, object]], at: datetime = NOW) -> Neighbourhood:
    """The program on this database, beside a Telegram in which the same people have talked with the bot before."""
    clock = MovedClock(at)
    story = Neighbourhood(open_database(f"sqlite:///{file}", clock.now), clock)
    known_files(story.telegram, story.bot.id)
    for one in people:
        chat = story.telegram.add_person(one["name"], id=one["account"], language_code="zh").chat(story.bot)
        chat.started = True
        for _ in range(SEEN_BEFORE):
            chat.next_id()
    await story.begin()
    return story


async def delivered(story: Neighbourhood, language: str) -> dict[int, str | None]:
    """What everybody's phone shows of each row, first by day and then what was held; None: it was dropped."""

    def speak(work: UnitOfWork) -> dict[int, int]:
        work.session.execute(update(Person).values(language=language))
        rows = select(OutboxRow.id, OutboxRow.chat_id).where(OutboxRow.sent_at.is_(None))
        return {row.id: row.chat_id for row in work.session.execute(rows)}

    waiting = await story.database.run(speak)
    await story.app.recover()
    await story.settle()
    story.clock.set(READ)
    await run_tick(story.database, tick("release_held"))
    await story.settle()
    found = select(OutboxRow.id, OutboxRow.state, OutboxRow.message_id).where(OutboxRow.id.in_(waiting))
    rows = await story.database.read(lambda work: work.session.execute(found).all())
    chats = {person.id: person.chat(story.bot) for person in story.telegram.people}
    shown: dict[int, str | None] = {}
    for row in rows:
        if row.state not in (OutboxState.SENT, OutboxState.DROPPED):
            raise SystemExit(f"row {row.id} is in state {row.state}")
        message = chats[waiting[row.id]].message(row.message_id) if row.message_id else None
        shown[row.id] = (message.text or "") if message is not None else "" if row.state == OutboxState.SENT else None
    return shown


def pressing(account: int, data: str) -> str:
    sender = {"id": account, "is_bot": False, "first_name": "甲", "language_code": "zh"}
    message = {"message_id": SEEN_BEFORE, "date": int(NOW.timestamp()), "chat": {"id": account, "type": "private"}}
    query = {"id": "9", "from": sender, "chat_instance": "1", "data": data, "message": {**message, "text": "-"}}
    return json.dumps({"update_id": 910_000, "callback_query": query}, separators=(",", ":"))


def saying(account: int, words: str) -> str:
    sender = {"id": account, "is_bot": False, "first_name": "甲", "language_code": "zh"}
    chat = {"id": account, "type": "private"}
    message = {"message_id": SEEN_BEFORE, "date": int(NOW.timestamp()), "chat": chat, "from": sender, "text": words}
    return json.dumps({"update_id": 910_000, "message": message}, separators=(",", ":"), ensure_ascii=False)


async def answered(story: Neighbourhood, account: int, body: str) -> tuple[dict[str, object], list[str]]:
    """How an update ends and which answers it queues for who sent it, with the buttons under them; all taken back."""
    kept: list[object] = []

    def tried(work: UnitOfWork) -> None:
        before = work.session.scalar(select(func.max(OutboxRow.id)))
        done = answer_together(work, [Waiting(None, 910_000, account, body, 1)], story.app.me)[0]
        work.finish()
        rows = work.session.execute(
            select(OutboxRow.kind, OutboxRow.facts)
            .where(OutboxRow.id > before, OutboxRow.chat_id == account)
            .order_by(OutboxRow.id)
        ).all()
        person = work.people.by_account(account)
        buttons = []
        for row in rows:
            notice = notice_of(row.kind, row.facts)
            scene = scene_for(work, notice, person, "louzhang_test_bot")
            if scene is not None:
                buttons += [data for _, data in buttons_of(render(notice, scene).call(account)[1])]
        told = [f"{row.kind}:{row.facts['key']}" if row.kind == "Say" else row.kind for row in rows]
        toasts = [toast.key for toast in done.toasts if toast.key]
        kept.extend([{"outcome": done.outcome, "answers": told, "toasts": toasts}, buttons])
        raise Undone

    with suppress(Undone):
        await story.database.run(tried)
    return kept[0], kept[1]


def every_action() -> Iterator[str]:
    for letter, table in (
        ("t", PRESSES),
        ("d", draft._PRESSES),
        ("m", menu._PRESSES),
        ("a", announce._PRESSES),
    ):
        yield from (f"{letter}:{action}" for action in table)


async def pressed(story: Neighbourhood, seen: list[tuple[str, int, str]]) -> list[dict[str, object]]:
    """One callback data of every action, from what phones show or from what a press on that leads to: the first that
    does what it says, else the first at all."""
    wanted, best = set(every_action()), dict[str, dict[str, object]]()
    line, known = deque(seen), set(seen)
    while line:
        name, account, data = line.popleft()
        action = ":".join(data.split(":")[:2])
        if best.get(action, {}).get("good"):
            continue
        result, buttons = await answered(story, account, pressing(account, data))
        good = result["outcome"] == "done" and not {"toast-refreshed", "toast-old"} & set(result["toasts"])
        if action not in best or good:
            best[action] = {"who": name, "data": data, **result, "good": good}
        for more in buttons:
            if (name, account, more) not in known:
                known.add((name, account, more))
                line.append((name, account, more))
    if missing := wanted - set(best):
        raise SystemExit(f"no button of {sorted(missing)}")
    if refused := sorted(action for action, one in best.items() if not one["good"]):
        raise SystemExit(f"refused everywhere: {refused}")
    return [{k: v for k, v in best[action].items() if k != "good"} for action in sorted(best)]


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "former.sqlite3"
        town = await make(file)
        database = town.neighbourhood.database
        await database.read(lambda work: write_copy(work, HERE / "database.zip", lambda _: None))
        rows = await database.read(
            lambda work: work.session.execute(
                select(OutboxRow.id, OutboxRow.kind, OutboxRow.state, OutboxRow.person_id)
                .where(OutboxRow.sent_at.is_(None))
                .order_by(OutboxRow.id)
            ).all()
        )
        names = {person: name for name, person in town.people.items()}
        people = [{"name": one.first_name, "account": one.id} for one in town.neighbourhood.telegram.people]
        await database.close()
        accounts = {one["name"]: one["account"] for one in people}
        texts, seen = {}, []
        for language in ("zh", "en"):
            copy = Path(folder) / f"{language}.sqlite3"
            shutil.copy(file, copy)
            story = await opened(copy, people)
            texts[language] = await delivered(story, language)
            if language == "zh":
                seen = [
                    (person.first_name, person.id, button.data)
                    for person in story.telegram.people
                    for message in person.chat(story.bot).messages
                    for row in message.buttons
                    for button in row
                    if button.data
                ]
            await story.database.close()
        story = await opened(file, people)
        for one in town.asked:
            one |= (await answered(story, accounts[one["who"]], saying(accounts[one["who"]], one["says"])))[0]
        again = TicketButton("again", town.tickets["b7"], 4).data()  # shown when a ticket is closed for long
        seen.append(("居民7", accounts["居民7"], again))
        buttons = await pressed(story, list(dict.fromkeys(seen)))
        await story.database.close()
    awaited = {one["what"].partition(":")[0] for one in town.asked}
    if lost := {KEPT, *conversation._ANSWERS} - awaited:
        raise SystemExit(f"nobody awaits {sorted(lost)}")
    expected = {
        "made_by": "7bef16b",
        "now": NOW.isoformat(),
        "read": READ.isoformat(),
        "people": people,
        "outbox": [
            {
                "row": row.id,
                "who": names[row.person_id],
                "kind": row.kind,
                "state": OutboxState(row.state).name.lower(),
                "zh": texts["zh"][row.id],
                "en": texts["en"][row.id],
            }
            for row in rows
        ],
        "asked": town.asked,
        "drafts": town.drafts,
        "buttons": buttons,
        "set_aside": 2,
    }
    (HERE / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    asyncio.run(main())
