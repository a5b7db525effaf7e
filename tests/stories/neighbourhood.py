"""The made-up neighbourhood of the stories, its people's phones, and the whole program between them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.application import Application
from bot.catalogs import CATALOGS
from bot.channel import MessageChannel
from bot.learning import Learning, Lessons
from bot.schedule import TIMETABLE, run_tick
from bot.telegram.api import Answer, FilesByParameter, TelegramApi
from bot.telegram.opening import channel_of, learn_name
from bot.telegram.pace import Limits
from bot.telegram.parsed import NAME
from domain.privacy import STATEMENT_VERSION
from domain.time.quiet import MORNING
from domain.vocabulary import HeldAs, Level, Role, StreetSide
from domain.words.guessing import Guesser, learn
from messages.drawing.catalogs import Catalogs
from messages.tickets.card_buttons import is_of_card
from playground.files import Upload
from playground.telegram import Bot, Message, Person, Telegram
from storage.engines.database import Database
from storage.engines.replicas import Replica
from storage.models import CoverageRow, HoldingRow, PlaceRow, PostRow
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.labels import bare
from tests.stories.moments import next_moment_kept

TOKEN = "1:playground-stories"
WAY_OUT = "正有危险：119 · 120 · 110"
WAYS_OUT = ["着火、漏气、有人被困", "有人打人、有人要出事"]
"""What stands under every question (messages/drawing/way_out.py)."""

LOOK = min(tick.every for tick in TIMETABLE if tick.name == "release_held")
HOURS = (time(7), time(7, 30), MORNING)
"""Of the day: what is urgent may ring, then the rest, and it is read about. All else stands in the tables."""


_LEARNT: list[tuple[Lessons, Guesser]] = []


def _learnt_before(lessons: Lessons) -> Guesser:
    """The same lessons are learnt once for all stories."""
    known = next((guesser for before, guesser in _LEARNT if before == lessons), None)
    if known is None:
        known = learn(lessons)
        _LEARNT.append((lessons, known))
    return known


def learning_at_once() -> Learning:
    """What a running program has learnt after its first second; in stories it is there from the beginning."""
    return Learning(lambda work: work(), _learnt_before)


class SomethingIsDue(Exception):
    """What was tried is to be done in earnest."""


class InProcess:
    """The Bot API without a network: the playground's core, called directly."""

    def __init__(self, telegram: Telegram, token: str) -> None:
        self._telegram, self._token = telegram, token

    async def call(
        self, method: str, params: Mapping[str, object], *, seconds: float = 20, files: FilesByParameter | None = None
    ) -> Answer:
        uploads = {name: Upload(file.content, file.name) for name, file in (files or {}).items()}
        try:
            answer = await self._telegram.call(self._token, method, params, uploads)
        except (TimeoutError, ConnectionError):
            return Answer(0, {})
        return Answer(answer.status, answer.body)

    async def download(self, file_id: str, *, seconds: float = 60) -> bytes | None:
        answer = await self.call("getFile", {"file_id": file_id})
        path = answer.result.get("file_path") if isinstance(answer.result, dict) else None
        found = self._telegram.download(self._token, str(path)) if path is not None else None
        return found[0] if found is not None else None

    async def close(self) -> None:
        return None


DOORS = ("更多", "改", "都不是", "More", "Change", "None of these")
"""Buttons behind which others stand."""
FURTHER = ("还有", "看全部种类", "Further", "All kinds")
BACK = frozenset({"返回", "Back"})


class Phone:
    """One person's phone in the story. Every gesture waits until the program has done all it can."""

    def __init__(self, town: "Neighbourhood", person: Person) -> None:
        self.town, self.person = town, person
        self._pressed = 0

    @property
    def bot(self) -> Bot:
        return self.town.bot

    @property
    def messages(self) -> list[Message]:
        return [m for m in self.person.chat(self.bot).messages if m.from_bot and not m.deleted]

    @property
    def last(self) -> Message:
        assert self.messages, f"{self.person.first_name} has heard nothing"
        return self.messages[-1]

    @property
    def screen(self) -> str:
        """The newest message, as read."""
        return self.last.text or ""

    @property
    def pressed(self) -> str:
        """The message under which a button was pressed last, as it reads now."""
        return next(m.text or "" for m in self.messages if m.id == self._pressed)

    @property
    def everything(self) -> str:
        """All messages that can be read in the chat now."""
        return "\n".join(m.text or "" for m in self.messages)

    @property
    def buttons(self) -> list[str]:
        """The labels under the newest message."""
        return labels(self.last)

    @property
    def toast(self) -> str:
        toasts = self.person.chat(self.bot).toasts
        return toasts[-1].text if toasts else ""

    @property
    def card(self) -> Message:
        """The newest message that has a steward's or reporter's card buttons."""
        return next(m for m in reversed(self.messages) if bears_card(m))

    async def says(self, words: str, *, reply_to: Message | None = None) -> None:
        self.person.says(self.bot, words, reply_to=reply_to.id if reply_to else None)
        await self.town.settle()

    async def starts(self, payload: str = "") -> None:
        self.person.start(self.bot, payload)
        await self.town.settle()

    async def presses(self, label: str, *, under: Message | None = None) -> None:
        """Press the button with that label, under the newest message that has one; where none has, behind the doors
        where people look for it."""
        if (message := self._with(label, under)) is None:
            message = await self._looks_behind(label, under)
        assert message is not None, f"no button «{label}»; there are {[labels(m) for m in self.messages]}"
        await self._press(message, label)

    def _with(self, label: str, under: Message | None = None) -> Message | None:
        among = [under] if under is not None else reversed(self.messages)
        return next((m for m in among if label in labels(m)), None)

    async def _looks_behind(self, label: str, under: Message | None) -> Message | None:
        """Further on where a door is open already, then back in front of it and behind every other, of the newest
        message first."""
        for message in reversed(self.messages) if under is None else [under]:
            if (found := await self._looks_further(label, message)) is not None:
                return found
            back = next((one for one in labels(message) if one in BACK), None)
            if back is not None and bears_card(message):
                await self._press(message, back)
                if label in labels(message):
                    return message
            for door in (one for one in DOORS if one in labels(message)):
                await self._press(message, door)
                for behind in dict.fromkeys((message.id, self.last.id)):
                    there = next(m for m in self.messages if m.id == behind)
                    if (found := await self._looks_further(label, there)) is not None:
                        return found
                if (back := next((one for one in labels(message) if one in BACK), None)) is not None:
                    await self._press(message, back)
        return None

    async def _looks_further(self, label: str, message: Message) -> Message | None:
        """The message itself, or one of its next pages."""
        while label not in labels(message):
            if (further := next((one for one in labels(message) if one in FURTHER), None)) is None:
                return None
            await self._press(message, further)
        return message

    async def _press(self, message: Message, label: str) -> None:
        self._pressed = message.id
        self.person.presses(self.bot, message, data_of(message, label))
        await self.town.settle()

    async def forges(self, data: str, under: Message) -> None:
        """Send button data that no button carries, as a modified client can."""
        self.person.presses(self.bot, under, data, forge=True)
        await self.town.settle()


def labels(message: Message) -> list[str]:
    """The labels under a message, row by row, without the numbers by which they can be answered."""
    return [bare(button.text) for row in message.buttons for button in row]


def bears_card(message: Message) -> bool:
    """Is this a card, with its buttons in front or behind «更多»?"""
    return any(is_of_card(button.data or "") for row in message.buttons for button in row)


def data_of(message: Message, label: str) -> str:
    """What the button with that label carries."""
    return next(b.data or "" for row in message.buttons for b in row if bare(b.text) == label)


class Neighbourhood:
    """Two buildings, a street, four levels of posts; one program; as many phones as the story needs."""

    def __init__(self, database: Database, clock: MovedClock) -> None:
        self.database, self.clock = database, clock
        self.telegram = Telegram(now=clock.timestamp)
        self.telegram.query_lifetime = 10**9
        self.bot = self.telegram.add_bot(TOKEN, username="louzhang_test_bot", name="楼长助手")
        self.app: Application
        self.api: TelegramApi

    async def open(self) -> None:
        """The program, and the stories' places and posts for it."""
        await self.begin()
        await self.database.run(_lay_out)

    async def begin(self) -> None:
        """The program on the tables as they are: with nothing in them for a newcomer."""
        self.api = InProcess(self.telegram, TOKEN)
        self.me, self.learning = await learn_name(self.api, TOKEN), learning_at_once()
        self.app = self.process()

    def process(
        self, replica: Replica | None = None, catalogs: Catalogs = CATALOGS, learning: Learning | None = None
    ) -> Application:
        """A process of the program on these tables, with no limits of sending."""
        telegram = channel_of(self.api, self.me, self.clock, Limits(0, 0, 0), replica, catalogs=catalogs)
        return Application(
            self.database,
            self.channels(telegram),
            self.clock,
            replica,
            catalogs=catalogs,
            learning=learning or self.learning,
        )

    def channels(self, telegram: MessageChannel) -> Sequence[MessageChannel]:
        """Those of the program; a town with several doors has more."""
        return [telegram]

    async def restart(self) -> None:
        """A new process on the same tables."""
        await self.begin()
        await self.app.recover()

    async def settle(self) -> None:
        await self.app.settle()

    async def pass_time(self, until: datetime | None = None, **how_far: float) -> None:
        """Let time go by as it does beside a running program: whatever becomes due on the way is done and delivered
        at its hour, before the next does."""
        goal = (until or self.clock.now()) + timedelta(**how_far)
        while (moment := await self._next_moment(goal)) < goal:
            self.clock.set(moment)
            await self.look()
        self.clock.set(goal)
        await self._tick()

    async def look(self) -> None:
        """One look of the timetable, at this moment."""
        if await self._something_is_due():
            await self._tick()

    async def is_away(self, until: datetime) -> None:
        """The program stands still until then; what it missed it makes up for at once."""
        self.clock.set(until)
        await self._tick()

    async def _next_moment(self, goal: datetime) -> datetime:
        """The next look of the timetable at which something may be due: after a moment that stands in some table, or
        at one of the day's hours."""
        now = self.clock.now()
        if now >= goal:
            return goal
        kept = await self.database.read(lambda work: next_moment_kept(work, now))
        zone = ZoneInfo("Asia/Shanghai")
        today = now.astimezone(zone).date()
        hours = [datetime.combine(today + timedelta(days=n), hour, zone) for n in (0, 1) for hour in HOURS]
        moment = min([hour for hour in hours if hour > now] + ([kept] if kept is not None else []))
        late = (moment - now) % LOOK
        return min(goal, moment + (LOOK - late if late else late))

    async def _something_is_due(self) -> bool:
        """Would any tick do something now? All are tried at once and taken back: most moments have nothing for them."""

        def tried(work: UnitOfWork) -> None:
            if work.outbox.depth() or any(tick.do(work) for tick in TIMETABLE):
                raise SomethingIsDue

        try:
            await self.database.run(tried)
        except SomethingIsDue:
            return True
        return False

    async def _tick(self) -> None:
        for tick in TIMETABLE:
            await run_tick(self.database, tick)
        await self.settle()

    async def resident(self, name: str, *, english: bool = False) -> Phone:
        """Somebody who has pressed Start and agreed to the privacy statement."""
        phone = Phone(self, self.telegram.add_person(name, language_code="en" if english else "zh"))
        await phone.starts()
        if english:
            await phone.presses("English")

        await self.database.run(agree(phone.person.id, name))
        return phone

    async def holder(self, post: str, name: str, *, held_as: HeldAs = HeldAs.MAIN) -> Phone:
        """Somebody who holds a post and has pressed Start."""
        phone = await self.resident(name)
        await self.database.run(hold(post, phone.person.id, held_as))
        return phone


def agree(address: int | str, name: str, channel: str = NAME) -> Callable[[UnitOfWork], None]:
    """Whoever has this account agrees to the privacy statement, and is called so."""

    def agreed(work: UnitOfWork) -> None:
        person = work.people.by_account(address, channel)
        assert person is not None
        person.consent_version, person.consented_at = STATEMENT_VERSION, work.now
        work.people.set_contact(person.id, name, None)

    return agreed


def hold(post: str, address: int | str, held_as: HeldAs, channel: str = NAME) -> Callable[[UnitOfWork], None]:
    """Whoever has this account holds that post."""

    def held(work: UnitOfWork) -> None:
        person = work.people.by_account(address, channel)
        row = next(p for p in work.directory.posts.values() if p.code == post)
        assert person is not None
        work.session.add(HoldingRow(post_id=row.id, person_id=person.id, held_as=held_as))
        work.places.touch()

    return held


def _lay_out(work: UnitOfWork) -> None:
    """The places, posts and coverage of the stories."""
    places: dict[str, PlaceRow] = {}
    for code, parent, level, name in (
        ("sl", None, Level.COMMUNITY, "示例社区"),
        ("g1", "sl", Level.GRID, "第一网格"),
        ("gh", "g1", Level.COMPOUND, "桂花苑"),
        ("gh1", "gh", Level.BUILDING, "1号楼"),
        ("gh1-1", "gh1", Level.UNIT, "1单元"),
        ("gh1-2", "gh1", Level.UNIT, "2单元"),
        ("gh2", "gh", Level.BUILDING, "2号楼"),
        ("sg", "g1", Level.STREET, "三公街"),
    ):
        row = PlaceRow(code=code, parent_id=places[parent].id if parent else None, level=level, name=name, aliases=[])
        work.session.add(row)
        work.session.flush()
        places[code] = row
    for code, place, role, title in (
        ("p-gh1", "gh1", Role.STEWARD, "1号楼楼栋长"),
        ("p-gh2", "gh2", Role.STEWARD, "2号楼楼栋长"),
        ("p-sg-odd", "sg", Role.STEWARD, "三公街单号街长"),
        ("p-gh", "gh", Role.GROUP_LEADER, "桂花苑组长"),
        ("p-g1", "g1", Role.BRANCH_SECRETARY, "网格支部书记"),
        ("p-office", "sl", Role.OFFICE, "社区办公室"),
        ("p-duty", "sl", Role.DUTY, "社区值班员"),
        ("p-secretary", "sl", Role.SECRETARY, "社区书记"),
    ):
        post = PostRow(code=code, place_id=places[place].id, role=role, title=title)
        work.session.add(post)
        work.session.flush()
        if role is Role.STEWARD:
            street = place == "sg"
            work.session.add(
                CoverageRow(
                    post_id=post.id,
                    place_id=places[place].id,
                    from_no=9 if street else None,
                    to_no=43 if street else None,
                    side=StreetSide.ODD if street else StreetSide.ALL,
                )
            )
    work.places.touch()
