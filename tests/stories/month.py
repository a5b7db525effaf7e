"""The cast of a simulated month: a whole community of phones whose owners read, think it over and press."""

import heapq
import random
from bisect import bisect_left, bisect_right
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import resources
from itertools import count
from zoneinfo import ZoneInfo

from bot.demo.town import cast, take_posts
from domain.digest.digest import Section
from domain.privacy import STATEMENT_VERSION
from domain.time.weeks import Week
from domain.vocabulary import OPEN_STATES, State
from messages.drawing.buttons import Button
from playground.telegram import Event, Message
from services.set_up import import_set_up, prepare
from storage.digest.digests import Digests
from storage.models import ChangeRow
from storage.models.digests import DigestRow
from storage.unit_of_work import UnitOfWork
from tests.labels import bare
from tests.stories.neighbourhood import Neighbourhood, Phone

ZONE = ZoneInfo("Asia/Shanghai")
RECEIVED = "已收到"
ALARMED = "已记为紧急"
HOMES = ("1号楼1单元", "1号楼2单元", "2号楼1单元", "3号楼2单元", "4号楼1单元", "5号楼1单元", "5号楼3单元", "6号楼2单元")
DOORS = ("7号楼3单元", "三公街15号", "三公街20号", "三公街43号附2号")
ORDINARY = ("楼道灯不亮", "厨房漏水", "楼道灯坏了，晚上看不见", "天花板渗水")
URGENT = ("停电了，家里都没电", "下水道堵了，污水倒灌", "电梯坏了，不敢坐")
DISPUTES = ("楼上天天跳舞，噪音太大", "邻居占用楼道堆杂物", "邻居遛狗不牵绳")
DANGERS = ("有人被困在电梯里", "闻到煤气味")
Deed = Callable[[], Awaitable[None]]


def some_words(dice: random.Random) -> str:
    """A report from somewhere, about something."""
    kind = dice.choices((ORDINARY, URGENT, DISPUTES, DANGERS), (45, 25, 20, 10))[0]
    return f"{dice.choice((*HOMES, *DOORS))}{dice.choice(kind)}"


def local(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of November 2026 in the community's zone."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Temper:
    """How somebody who holds a post works: hours until he acts, and how often he does something else first."""

    hours: float = 4
    waits: float = 0.2
    returns: float = 0.06
    answers: bool = True


@dataclass(slots=True)
class Filed:
    """A report as its reporter saw it filed: when he pressed «提交», and whether the receipt was there then."""

    by: str
    at: datetime
    receipt: bool


@dataclass(slots=True)
class Month:
    """Everybody's plans, kept in order of time; and what the checks at the end must know."""

    town: Neighbourhood
    dice: random.Random
    holders: dict[str, Phone] = field(default_factory=dict)
    residents: list[Phone] = field(default_factory=list)
    tempers: dict[str, Temper] = field(default_factory=dict)
    ticks: list[datetime] = field(default_factory=list)
    gestures: dict[int, list[datetime]] = field(default_factory=dict)
    filed: list[Filed] = field(default_factory=list)
    _plans: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _planned: set[tuple[int, str]] = field(default_factory=set)
    _numbers: "count[int]" = field(default_factory=count)

    # How it begins

    async def begin(self, residents: int) -> None:
        """The demo's community, everybody's post taken, and residents who have agreed to the privacy statement."""
        await self.town.restart()
        with resources.as_file(resources.files("bot.demo.community")) as files:
            ready = prepare(files)
        outcome = await self.town.database.run(lambda work: import_set_up(work, ready))
        people = cast(self.town.telegram, ready, outcome)
        self.town.telegram.recording = True
        take_posts(self.town.bot, people, outcome)
        await self.town.settle()
        self.holders = {name: Phone(self.town, person) for name, person in people.items()}
        for number in range(residents):
            self.residents.append(await self.town.resident(f"居民{number + 1}"))
        await self.town.database.run(self._all_agree)
        self.town.telegram.listen(self._shown)

    def _all_agree(self, work: UnitOfWork) -> None:
        for phone in self.holders.values():
            person = work.people.by_account(phone.person.id)
            assert person is not None
            person.consent_version, person.consented_at = STATEMENT_VERSION, work.now

    # How time goes by

    def plan(self, at: datetime, deed: Deed) -> None:
        heapq.heappush(self._plans, (at, next(self._numbers), deed))

    async def live_until(self, end: datetime, step: timedelta) -> None:
        """Step by step: everybody does what he has planned, each at his moment, then the clock ticks."""
        while self.town.clock.now() < end:
            until = min(end, self.town.clock.now() + step)
            while self._plans and self._plans[0][0] <= until:
                at, _, deed = heapq.heappop(self._plans)
                self.town.clock.set(max(at, self.town.clock.now()))
                await deed()
            self.town.clock.set(max(until, self.town.clock.now()))
            self.ticks.append(self.town.clock.now())
            await self.town.look()

    async def outage(self, end: datetime) -> None:
        """The program is away until then: nobody is answered, no tick is made; people try again afterwards."""
        self.town.clock.set(end)
        late = [deed for at, _, deed in self._plans if at < end]
        self._plans = [plan for plan in self._plans if plan[0] >= end]
        heapq.heapify(self._plans)
        for deed in late:
            self.plan(self.by_day(end + timedelta(hours=self.dice.uniform(0, 12))), deed)
        self.ticks.append(end)
        await self.town.pass_time()

    def first_tick_after(self, moment: datetime) -> datetime | None:
        """The first tick at or after a moment; None when the month ended before."""
        place = bisect_left(self.ticks, moment)
        return self.ticks[place] if place < len(self.ticks) else None

    # What people do

    def touched(self, phone: Phone) -> None:
        self.gestures.setdefault(phone.person.id, []).append(self.town.clock.now())

    def has_just_spoken(self, chat_id: int, at: datetime) -> bool:
        """Has this person written or pressed something within the minute before?"""
        known = self.gestures.get(chat_id, [])
        place = bisect_right(known, at)
        return place > 0 and at - known[place - 1] <= timedelta(minutes=1)

    async def says(self, phone: Phone, words: str) -> None:
        self.touched(phone)
        await phone.says(words)

    async def presses(self, phone: Phone, action: str, ticket_id: int | None = None, arg: str | None = None) -> bool:
        """Press the newest button of that action that is on the screen now; False when there is none."""
        for message in reversed(phone.messages[-60:]):
            for label, button in buttons_of(message):
                fits = ticket_id in (None, button.subject_id) and arg in (None, button.arg)
                if button.action == action and fits:
                    self.touched(phone)
                    await phone.presses(label, under=message)
                    return True
        return False

    async def reports(self, phone: Phone, words: str) -> None:
        heard, at = len(phone.messages), self.town.clock.now()
        await self.says(phone, words)
        if any((m.text or "").startswith(ALARMED) for m in phone.messages[heard:]):
            self.filed.append(Filed(phone.person.first_name, at, self.town.clock.now() == at))
        if "提交" not in phone.buttons:
            return
        self.touched(phone)
        at = self.town.clock.now()
        await phone.presses("提交")
        if "另报" in phone.buttons:
            await phone.presses("另报")
        receipt = phone.pressed.startswith(RECEIVED)
        self.filed.append(Filed(phone.person.first_name, at, receipt and self.town.clock.now() == at))

    # What people read, and what they make of it

    def _shown(self, event: Event) -> None:
        message = event.message
        if message is None or not message.from_bot or event.kind not in ("message", "edited"):
            return
        for phone in (*self.holders.values(), *self.residents):
            if phone.person.id == event.chat.id:
                for _, button in buttons_of(message):
                    self._thinks_about(phone, button)

    def _thinks_about(self, phone: Phone, button: Button) -> None:
        reaction = REACTIONS.get(button.action)
        key = (phone.person.id, f"{button.action} {button.subject_id} {button.version}")
        if reaction is None or key in self._planned:
            return
        self._planned.add(key)
        temper = self.tempers.get(phone.person.first_name, Temper())
        if not temper.answers:
            return
        hours = self.dice.expovariate(1 / temper.hours)
        at = self.by_day(self.town.clock.now() + timedelta(hours=hours))
        self.plan(at, partial(reaction, self, phone, button.subject_id, temper))

    def by_day(self, at: datetime) -> datetime:
        """Most people act between eight and ten in the evening; every tenth deed is done at night."""
        here = at.astimezone(ZONE)
        if 8 <= here.hour < 22 or self.dice.random() < 0.1:
            return at
        morning = here.replace(hour=8, minute=self.dice.randrange(60))
        return (morning if here.hour < 8 else morning + timedelta(days=1)).astimezone(UTC)


async def _claim(month: Month, phone: Phone, ticket_id: int, temper: Temper) -> None:
    if month.dice.random() < temper.returns and await month.presses(phone, "return", ticket_id):
        if await month.presses(phone, "return_for", ticket_id, "cannot"):
            await month.says(phone, "我处理不了，请上一级看看")
        return
    await month.presses(phone, "claim", ticket_id)


async def _resolve(month: Month, phone: Phone, ticket_id: int, temper: Temper) -> None:
    if month.dice.random() < temper.waits and await month.presses(phone, "wait", ticket_id):
        if await month.presses(phone, "wait_for", ticket_id, month.dice.choice(("parts", "outside", "weather"))):
            await month.presses(phone, "wait_until", ticket_id, month.dice.choice(("tomorrow", "after", "longest")))
        return
    if await month.presses(phone, "resolve", ticket_id):
        await month.presses(phone, "resolve_as", ticket_id, month.dice.choice(("repaired", "by_trade", "settled")))
        await month.presses(phone, "skip", ticket_id)


async def _verify(month: Month, phone: Phone, ticket_id: int, temper: Temper) -> None:
    await month.presses(phone, "verify", ticket_id)


async def _check(month: Month, phone: Phone, ticket_id: int, temper: Temper) -> None:
    if month.dice.random() < 0.7:
        await month.presses(phone, "check_agrees", ticket_id)
    elif await month.presses(phone, "check_disagrees", ticket_id):
        await month.says(phone, "去看过了，还是老样子")


async def _confirm(month: Month, phone: Phone, ticket_id: int, temper: Temper) -> None:
    """Half confirm, some say that it is not solved, and the rest never say anything."""
    luck = month.dice.random()
    if luck < 0.5:
        await month.presses(phone, "confirm", ticket_id)
    elif luck < 0.68 and await month.presses(phone, "not_solved", ticket_id):
        await month.says(phone, "没有解决，和原来一样")


async def _reopen(month: Month, phone: Phone, ticket_id: int, temper: Temper) -> None:
    if month.dice.random() < 0.08 and await month.presses(phone, "reopen", ticket_id):
        await month.says(phone, "又坏了，请再来看看")


async def _nudge(month: Month, phone: Phone, ticket_id: int, temper: Temper) -> None:
    if month.dice.random() < 0.1:
        await month.presses(phone, "nudge", ticket_id)


REACTIONS: dict[str, Callable[[Month, Phone, int, Temper], Awaitable[None]]] = {
    "claim": _claim,
    "resolve": _resolve,
    "verify": _verify,
    "check_agrees": _check,
    "confirm": _confirm,
    "reopen": _reopen,
    "nudge": _nudge,
}


def digests_add_up(month: Month, work: UnitOfWork) -> list[str]:
    """Every week's figures, counted again from the histories; one digest for every week that is over."""
    found: list[str] = []
    states: dict[int, list[tuple[datetime, State]]] = {}
    for line in work.session.query(ChangeRow).order_by(ChangeRow.ticket_id, ChangeRow.seq):
        states.setdefault(line.ticket_id, []).append((line.at, line.after))
    weeks = {row.week for row in work.session.query(DigestRow)}
    for name in sorted(weeks):
        made, week = work.store(Digests).newest(name, complete=True), Week.read(name)
        if made is None or week is None:
            found.append(f"{name} was never counted whole")
            continue
        begin, end = week.start(ZONE), week.end(ZONE)
        open_then, open_now = ({t for t, lines in states.items() if _open_at(lines, at)} for at in (begin, end))
        new = {ticket_id for ticket_id, lines in states.items() if begin <= lines[0][0] < end}
        for section, ids in ((Section.NEW, new), (Section.CARRIED, open_then), (Section.OPEN, open_now)):
            if sorted(ids) != sorted(made[1].tickets(section)) or len(ids) != made[1].count(section):
                found.append(f"{name} {section}: {sorted(made[1].tickets(section))}, the histories say {sorted(ids)}")
    over = (month.ticks[-1] - local(2)).days // 7
    return found if len(weeks) >= over else [*found, f"{len(weeks)} digests for {over} weeks"]


def _open_at(lines: list[tuple[datetime, State]], at: datetime) -> bool:
    return (last := [state for when, state in lines if when < at]) != [] and last[-1] in OPEN_STATES


def buttons_of(message: Message) -> list[tuple[str, Button]]:
    """The buttons under a message that are about a ticket."""
    all_buttons = [button for row in message.buttons for button in row if (button.data or "").startswith("t:")]
    return [(bare(button.text), Button.read(button.data or "")) for button in all_buttons]
