"""What 7bef16b has kept is delivered, answered and pressed by this version with the result of before."""

import re
from collections.abc import Mapping

import pytest
from sqlalchemy import func, select, update

from bot.catalogs import CATALOGS
from bot.schedule import TIMETABLE, run_tick
from bot.subjects import SUBJECTS, WINGS
from domain.tickets.report_form import KEPT, KEPT_FOR
from playground.telegram import Message
from services.keeping.checkup import check_up
from storage.copies.condition import read_condition
from storage.engines.database import Database
from storage.models import Awaited, Draft, Person, Ticket
from storage.models.delivery import OutboxState
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.former.kept import FormerTown
from tests.stories.neighbourhood import WAY_OUT, Phone, labels

SINCE = frozenset(
    {"PutAside", "WhichToPress", "Answered", "ContactWanted", "EmergencySure", "FilesKept", "GoElsewhere", "GroupOnly"}
    | {"LateWords", "NumberUnknown", "StewardOf", "Unanswered", "CardButtons", "DigestButtons", "RatingAsked"}
    | {"AskWho", "MyContact", "OfferPhone", "ReportedForYou", "LooseWords", "WhichMeant"}
    | {"AskCard", "AskNews", "AskChoice", "AskSent", "WhomToAsk", "WhatGoesAlong", "AskedOfMe"}
    | {"BodiesList", "BodyPage", "BodyEndSure", "WhomItConcerns", "MatterCard", "MatterHistory", "OwnMatters"}
    | {"Bundle", "BundleList", "Muted", "WhatToMute"}
)  # fmt: skip
"""Kinds of notices that 7bef16b did not know yet."""

WAYS_OUT = (WAY_OUT, "In danger now: 119 · 120 · 110")
"""They stand under every question and at the end of the road since the way out of danger is everywhere."""

REWORDED: Mapping[str, Mapping[str, str]] = {
    "what nobody said leaves no space": {"李爷爷 \n": "李爷爷\n"},
    "a file counts as the sentence that is asked for (7ba973c)": {
        "请写一句，会交给负责人。": "请写一句，或者发照片、语音，会交给负责人。",
        "怎么又不行了？请写一句。": "怎么又不行了？请写一句，或者发照片、语音。",
        "请写一句，由上一级来定。": "请写一句，或者发照片、语音，由上一级来定。",
        "（不是我管的地方），接手": "（不是我管的地方），也可以发照片、语音，接手",
        "请写一句，报告会": "请写一句，或者发照片，报告会",
        "One sentence, please; it goes": "One sentence, a photo or a voice message, please; it goes",
        "again? One sentence, please.": "again? One sentence, a photo or a voice message, please.",
        "accepted? One sentence;": "accepted? One sentence, a photo or a voice message;",
        "(Not my place); whoever": "(Not my place), or send a photo or a voice message; whoever",
    },
    "a steward reads of a reopened report what it is, and whose words follow (7ba973c)": {
        "报告已重新打开，编号 2611-0004。": "又要重新办（编号 2611-0004，家里漏水、楼上渗水）。报告人说：",
        "Reopened: number": "To be done again (no.",
        "2611-0004.\n又漏了。": "2611-0004, Leak in flat or from above); the reporter says:\n又漏了。",
    },
    "a household is one key, and the reporter of a merged report is one (a9b229d)": {
        "电线裸露、漏电，共 2 户": "电线裸露、漏电，共 3 户",
        "Bare or sparking wire, 2 households": "Bare or sparking wire, 3 households",
    },
    "the accused is never the judge, and it is said who is (3fea999)": {
        "与楼栋长有关：楼栋长看不到这份报告。": "这份不给31号楼楼栋长看，由桂花苑组长处理。"
        "楼栋长看不到，也不知道是谁报的。",
        "It concerns the steward: the steward will not see it.": "31号楼楼栋长 will not be shown this; "
        "桂花苑组长 will handle it. The steward cannot see it, nor who reported it.",
    },
    "nobody who reports reads the office's words (issue 22)": {
        "前应有人接单": "前应有人来管",
        "to be taken on by": "somebody by",
        "to be solved by": "solved by",
        "哪一类的事？请按一个。": "哪一类的事？请按一个，也可以直接写几个字。",
        "kind of matter is it? Please press one.": "kind of matter is it? Press one, or write a few words.",
    },
    "they, not he (e78c9cc)": {
        "approve? One sentence; he": "approve? One sentence; they",
        "Why not? One sentence; he": "Why not? One sentence; they",
    },
}
"""Sentences that have changed since on purpose, and why."""

CALLED_SINCE = {
    "refused-announce-": "announcements-refused-",
    "announce-": "announcements-",
    "door-": "announcements-door-",
    "notices-": "announcements-notices-",
    "moment-not-read": "announcements-moment-not-read",
}
"""How keys of texts began, and begin now."""
CAPTIONED = "TicketMedia"
"""Files left without a word; now they say which report they are of (7ba973c)."""
SHORTER = frozenset({"DigestList", "Found", "PeopleList", "PostsList"})
"""Of eight on a page five are left, so that with «还有» there are six buttons: a later page begins elsewhere."""
ANSWERED_SINCE = {
    "t:confirm:": ("Say:done-confirm", "RatingAsked"),
    "t:rate:": ("Say:done-rate", "RatingAsked"),
    "t:more:": ("OfficeChoice", "CardButtons"),
}
"""Buttons whose answer bears buttons of its own since: how it went, and what stands behind «更多»."""
DRAWN_ANEW = frozenset({"Welcome", "Help", "PrivacyStatement"})
"""Shorter, and with buttons for what stood in them as commands or in eight lines (issue 22)."""
IN_THREE_LINES = frozenset({"TicketCard", "CardRedraw", "ApprovalCard"})
"""The same facts, several on a line (issue 22)."""
WHO_CAN_HELP = ("可以找：", "Can help: ")
"""The settings' words on who can be asked stand on the card of whoever handles it, folded (issue 23)."""
ON_ONE_LINE = "DraftScreen"
"""What, where and all else of a report stand on one line of its preview (issue 22)."""
GUESSED = ("是哪一种？", "Which is it?")
"""Whoever wants another category is offered the likeliest before all of them (issue 22)."""
NO_ANSWER = ("这种消息我看不懂", "对不起，刚才出了点问题")
SENDS = {"提交", "同意并提交", "另报"}
FIRST_BUTTON = "1"
SAID = {
    "请写一句": "楼道的水管漏水",
    "在哪里？": "桂花苑31号楼",
    "桂花苑的哪里？": "桂花苑31号楼",
    "三公街几号？": "三公街11号",
    "替谁报的？": "王奶奶",
    "这是哪一类的事？": FIRST_BUTTON,
    "是下面哪一种？": FIRST_BUTTON,
    "是哪一种？": FIRST_BUTTON,
    "谁可以看到您的名字？": FIRST_BUTTON,
}
"""What somebody says when a draft asks this."""
MOST_STEPS = 8
"""From any step of a report to its end."""


@pytest.fixture
async def town(database: Database, clock: MovedClock) -> FormerTown:
    made = FormerTown(database, clock)
    await made.open()
    return made


def test_every_kind_of_then_is_among_what_was_kept(town: FormerTown) -> None:
    states = {(one["kind"], one["state"]) for one in town.expected.outbox}
    later = {shown.kind.__name__ for wing in WINGS if wing.name != "announcements" for shown in wing.shown}
    kinds = SUBJECTS.notices.keys() - SINCE - later
    assert {(kind, state) for kind in kinds for state in ("waiting", "held", "sending")} <= states


async def speak(town: FormerTown, language: str) -> None:
    def learn(work: UnitOfWork) -> None:
        work.session.execute(update(Person).values(language=language))

    await town.database.run(learn)


async def deliver(town: FormerTown) -> None:
    """A process that follows one that is gone sends what waits and what was leased, and next morning what was held."""
    await town.app.recover()
    await town.settle()
    town.clock.set(town.expected.read)
    await run_tick(town.database, next(tick for tick in TIMETABLE if tick.name == "release_held"))
    await town.settle()


def today(before: str) -> str:
    """What was said before, in the words of this version."""
    for changed in REWORDED.values():
        for old, new in changed.items():
            before = before.replace(old, new)
    return before


def without_way_out(text: str) -> str:
    *lines, last = text.split("\n")
    return "\n".join(lines) if last in WAYS_OUT else text


@pytest.mark.parametrize("language", CATALOGS.languages)
async def test_whatever_waited_was_held_or_leased_is_delivered_in_the_words_of_before(
    town: FormerTown, language: str
) -> None:
    await speak(town, language)
    await deliver(town)
    shown, other, first_pages = await town.shown(), list[str](), set[str]()
    for one in town.expected.outbox:
        row, before = shown[one["row"]], one[language]
        arrived = OutboxState.SENT if before is not None else OutboxState.DROPPED
        assert row.state == arrived, one
        if one["kind"] == CAPTIONED:
            assert "2611-0001" in row.text
        elif one["kind"] in SHORTER and before is not None:
            assert row.text.split("\n")[0] == before.split("\n")[0]
            first_pages.update([one["kind"]] if before.startswith(row.text) else [])
        elif one["kind"] in IN_THREE_LINES and facts_of(row.text) == facts_of(today(before or "")):
            continue
        elif one["kind"] in DRAWN_ANEW:
            assert (row.text or None) is not None or before is None
        elif one["kind"] == ON_ONE_LINE and (
            row.text.startswith(GUESSED) or all(line.strip() in row.text for line in today(before or "").split("\n"))
        ):
            continue
        elif without_way_out(row.text) != without_way_out(today(before or "")):
            other.append(f"{one['kind']} to {one['who']}: «{before}» is now «{row.text}»")
    assert not other
    assert first_pages == SHORTER, "of each a first page was kept, which begins as it did"
    assert not await town.database.read(lambda work: read_condition(work).outbox_set_aside)


def result(one: Mapping[str, object]) -> dict[str, object]:
    """How it ended; a card that was pressed is drawn again today whether it was known or not (38dad82)."""
    answers, toasts = one["answers"], one["toasts"]
    assert isinstance(answers, list)
    assert isinstance(toasts, list)
    return {
        "outcome": one["outcome"],
        "answers": [called_now(answer) for answer in answers if answer != "CardRedraw"],
        "toasts": [called_now(toast) for toast in toasts],
    }


KEPT_SINCE = {"Say:draft-dropped": "PutAside"}
"""A dropped draft is kept for one tap, and the answer offers it."""


def answered_now(data: str, then: dict[str, object]) -> dict[str, object]:
    """What a button of then is answered with in this version."""
    old, new = next((change for front, change in ANSWERED_SINCE.items() if data.startswith(front)), ("", ""))
    answers = then["answers"]
    assert isinstance(answers, list)
    return {**then, "answers": [new if answer == old else answer for answer in answers]}


def facts_of(text: str | None) -> list[str]:
    parts = re.split("[\n　]| {2}", without_way_out(text or "") or "")
    return sorted(part for part in parts if part and not part.startswith(WHO_CAN_HELP))


def called_now(text: str) -> str:
    """The text's name as it is since those of announcements begin with their subject's."""
    if text in KEPT_SINCE:
        return KEPT_SINCE[text]
    kind, said, key = text.rpartition(":")
    front = next((front for front in CALLED_SINCE if key.startswith(front)), "")
    return f"{kind}{said}{CALLED_SINCE.get(front, '')}{key.removeprefix(front)}"


async def test_every_question_that_was_asked_is_answered_with_the_result_of_before(town: FormerTown) -> None:
    other = [
        (one["what"], result(one), now)
        for one in town.expected.asked
        if (now := result(await town.said(one["who"], one["says"]))) != result(one)
    ]
    assert not other


async def test_every_button_that_was_shown_does_what_it_did(town: FormerTown) -> None:
    other = [
        (one["data"], result(one), now)
        for one in town.expected.buttons
        if (now := result(await town.pressed(one["who"], one["data"]))) != answered_now(one["data"], result(one))
    ]
    assert not other


async def test_whoever_was_asked_says_it_and_hears_an_answer(town: FormerTown) -> None:
    await town.settle()
    for one in town.expected.asked:
        phone = town.phones[one["who"]]
        heard = len(phone.messages)
        await phone.says(one["says"])
        assert len(phone.messages) > heard, one["what"]
        for words in NO_ANSWER:
            assert all(words not in (message.text or "") for message in phone.messages[heard:]), one["what"]
    assert not await town.database.read(lambda work: read_condition(work).outbox_set_aside)


async def filed(town: FormerTown) -> int:
    return await town.database.read(lambda work: work.session.scalar(select(func.count()).select_from(Ticket)) or 0)


async def next_step(phone: Phone) -> None:
    """What the newest screen of the draft asks for: to send it, words, or the first of its buttons."""
    screens = ((message, step_of(message)) for message in reversed(phone.messages))
    screen, step = next(found for found in screens if found[1] is not None)
    if step == FIRST_BUTTON:
        await phone.presses(labels(screen)[0], under=screen)
    elif step in SENDS:
        await phone.presses(step, under=screen)
    else:
        await phone.says(step or "")


def step_of(screen: Message) -> str | None:
    """How this screen of a draft goes on: the label that sends it, or what is said; None: it is another screen."""
    sends = (label for label in labels(screen) if label in SENDS)
    said = (words for question, words in SAID.items() if (screen.text or "").startswith(question))
    return next(sends, None) or next(said, None)


async def test_every_draft_is_finished(town: FormerTown) -> None:
    await town.settle()
    for one in town.expected.drafts:
        phone, before = town.phones[one["who"]], await filed(town)
        for _ in range(MOST_STEPS):
            if await filed(town) == before:
                await next_step(phone)
        assert await filed(town) == before + 1, f"{one['step']}: {phone.screen}"
    assert not await town.database.read(lambda work: work.session.scalars(select(Draft.person_id)).all())


async def test_what_was_set_aside_is_counted_and_can_be_tried_again(town: FormerTown) -> None:
    many = town.expected.set_aside
    lines = [finding.words for finding in await town.database.read(lambda work: check_up(work, [], len(TIMETABLE)))]
    assert f"{many} updates were set aside: `louzhang replay` lists them." in lines

    def again(work: UnitOfWork) -> int:
        return work.inbox.wait_again([one.id for one in work.inbox.set_aside_rows()])

    assert await town.database.run(again) == many
    await town.settle()
    assert not await town.database.read(lambda work: work.inbox.set_aside_rows())


async def test_every_question_waits_until_it_would_have_been_over(town: FormerTown) -> None:
    """By its own name, with what was said before; nothing stands behind a colon."""

    def waits(work: UnitOfWork) -> None:
        asked = work.session.scalars(select(Awaited)).all()
        assert len(asked) == len(town.expected.asked)
        for row in asked:
            waits = KEPT_FOR if row.what == KEPT else SUBJECTS.questions[row.what].waits
            assert row.until == row.since + waits, row.what
        details = {row.what: row.detail for row in asked}
        assert details["return"] == {"reason": "not_my_place"}
        assert details["wait_date"] == {"reason": "parts"}
        assert details["invite_place"] == {"role": "steward"}

    await town.database.read(waits)
