"""Who speaks to the bot in a run, and what is noted of its answers."""

import asyncio
import random
import time
from collections import deque
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Protocol

from playground.telegram import Event, Message, Person
from tests.crash.crowd import ANYWAY, SEND, Crowd, Mix
from tests.crash.town import BUILDINGS, Town
from tests.labels import bare

WARM = 50
SEED = 20261118


class Driver(Protocol):
    """People who speak."""

    @property
    def finished(self) -> bool: ...
    @property
    def said(self) -> int: ...
    @property
    def noted(self) -> dict[str, object]: ...
    def warm(self) -> None: ...
    def go(self) -> None: ...


class Texts:
    """Every chat says the next plain text when the last one was answered: one update, one answer."""

    def __init__(self, town: Town, updates: int) -> None:
        self._town, self._left, self._allowed = town, updates, 0
        self.said = self.answers = 0
        self.noted: dict[str, object] = {}
        self._idle = deque(town.residents)
        self._homes = {one.id: number % BUILDINGS + 1 for number, one in enumerate(town.residents)}
        self._begun: set[int] = set()
        self._by_id = {one.id: one for one in town.residents}
        town.telegram.listen(self._happened)

    @property
    def finished(self) -> bool:
        return self.answers == self.said == self._allowed

    def warm(self) -> None:
        self._allowed += WARM
        self._speak()

    def go(self) -> None:
        self._allowed += self._left
        self._speak()

    def _speak(self) -> None:
        while self._idle and self.said < self._allowed:
            person = self._idle.popleft()
            words = "还在滴水，越来越大"
            if person.id not in self._begun:
                self._begun.add(person.id)
                words = f"{self._homes[person.id]}号楼1单元301厨房漏水了"
            self.said += 1
            person.says(self._town.bot, words)

    def _happened(self, event: Event) -> None:
        if event.kind == "message" and event.message is not None and event.message.from_bot:
            self.answers += 1
            self._idle.append(self._by_id[event.chat.id])
            asyncio.get_running_loop().call_soon(self._speak)


class Mixed:
    """Reports (text, press), the stewards' presses, and chatter. All chatter, and a report of every resident, wait when
    it begins; who was answered goes on at once."""

    def __init__(self, town: Town, updates: int) -> None:
        reports = updates * 35 // 100
        mix = Mix(reports=reports, chatter=updates - reports * 2 - reports // 3, claims=0.25, repairs=0.2)
        self._crowd = Crowd(town, mix, SEED)
        self._share = WARM / updates
        self.noted: dict[str, object] = {}

    @property
    def finished(self) -> bool:
        return self._crowd.unanswered == 0 and self._crowd.begun_all_allowed

    @property
    def said(self) -> int:
        return self._crowd.updates

    def warm(self) -> None:
        self._crowd.allow(self._share)

    def go(self) -> None:
        self._crowd.allow_all()


@dataclass(slots=True)
class Reporting:
    """One report on its way: when it was said, when its preview, its receipt and the steward's card were there."""

    words: str
    said: float
    preview: float = 0.0
    card: float = 0.0
    pressed: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Arrivals:
    """Reports as they come at a steady rate, whether or not the bot keeps up (an open loop)."""

    town: Town
    reports: int
    per_second: float
    said: int = 0
    _open: dict[int, Reporting] = field(default_factory=dict)
    _done: list[Reporting] = field(default_factory=list)
    _begun: int = 0
    _allowed: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.town.telegram.listen(self._happened)

    @property
    def finished(self) -> bool:
        return self._begun == self._allowed and not self._open

    @property
    def noted(self) -> dict[str, object]:
        counted = [one for one in self._done if one.words.endswith("。")]
        return {
            "preview": [one.preview - one.said for one in counted],
            "card": [one.card - one.said for one in counted],
        }

    def warm(self) -> None:
        self._start(WARM, 20, "")

    def go(self) -> None:
        self._start(self.reports, self.per_second, "。")

    def _start(self, reports: int, per_second: float, end: str) -> None:
        self._allowed += reports
        task = asyncio.create_task(self._arrive(reports, per_second, end))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _arrive(self, reports: int, per_second: float, end: str) -> None:
        loop, dice = asyncio.get_running_loop(), random.Random(SEED)
        due = loop.time()
        for _ in range(reports):
            due += dice.expovariate(per_second)
            await asyncio.sleep(max(0.0, due - loop.time()))
            number = self._begun % len(self.town.residents)
            person = self.town.residents[number]
            if person.id in self._open:  # everybody reports one thing at a time
                raise RuntimeError("the bot is so late that nobody is left to report")
            words = f"{number % BUILDINGS + 1}号楼1单元301厨房漏水，{_mark(self._begun)}{end}"
            self._begun += 1
            self.said += 1
            self._open[person.id] = Reporting(words, time.perf_counter())
            person.says(self.town.bot, words)

    def _happened(self, event: Event) -> None:
        message, now = event.message, time.perf_counter()
        if message is None or not message.from_bot or event.kind not in ("message", "edited"):
            return
        one = self._open.get(event.chat.id)
        if one is not None and (data := _next_press(message, one.pressed)) is not None:
            one.preview = one.preview or now
            one.pressed.add(data)
            person = next(p for p in self.town.residents if p.id == event.chat.id)
            asyncio.get_running_loop().call_soon(self._press, person, message, data)
        elif event.kind == "message":
            self._card(event.chat.id, message.text or "", now)

    def _press(self, person: Person, message: Message, data: str) -> None:
        self.said += 1
        person.presses(self.town.bot, message, data)

    def _card(self, chat: int, text: str, now: float) -> None:
        if chat not in {one.id for one in self.town.stewards}:
            return
        for reporter, one in self._open.items():
            if one.words in text:
                one.card = now
                self._done.append(self._open.pop(reporter))
                return


def _next_press(message: Message, pressed: Container[str]) -> str | None:
    """«提交», and «另报» where the bot asks whether it is the same as before; each once."""
    wanted = [b.data for row in message.buttons for b in row if bare(b.text) in (SEND, ANYWAY)]
    return next((data for data in wanted if data is not None and data not in pressed), None)


def _mark(number: int) -> str:
    return "记" + "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in f"{number:05d}")


@dataclass(slots=True)
class Announced:
    """Everybody is to hear an announcement, which waits in the outbox; meanwhile somebody reports every two seconds."""

    town: Town
    receivers: int
    said: int = 0
    _sent: list[float] = field(default_factory=list)
    _answered: list[float] = field(default_factory=list)
    _asked: dict[int, float] = field(default_factory=dict)
    _told: int = 0
    _going: bool = False
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.town.telegram.listen(self._happened)

    @property
    def finished(self) -> bool:
        return not self._asked and (not self._going or self._told >= self.receivers)

    @property
    def noted(self) -> dict[str, object]:
        refused = sum(call.status == 429 for call in self.town.telegram.calls)
        first, last = self._sent[0], self._sent[-1]
        window, most = deque[float](), 0
        for at in self._sent:
            window.append(at)
            while window[0] <= at - 1:
                window.popleft()
            most = max(most, len(window))
        return {
            "per_second": (len(self._sent) - 1) / (last - first),
            "most_in_a_second": most,
            "refused": refused,
            "answers": self._answered,
        }

    def warm(self) -> None:
        self._ask(self.town.talkers[0])

    def go(self) -> None:
        self._going = True
        self._answered.clear()
        task = asyncio.create_task(self._report_now_and_then())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _report_now_and_then(self) -> None:
        for person in self.town.talkers[1:]:
            if self._told >= self.receivers:
                return
            self._ask(person)
            await asyncio.sleep(2)

    def _ask(self, person: Person) -> None:
        self.said += 1
        self._asked[person.id] = time.perf_counter()
        person.says(self.town.bot, "3号楼1单元301厨房漏水")

    def _happened(self, event: Event) -> None:
        if event.kind != "message" or event.message is None or not event.message.from_bot:
            return
        now = time.perf_counter()
        self._sent.append(now)
        if (asked := self._asked.pop(event.chat.id, None)) is not None:
            self._answered.append(now - asked)
        else:
            self._told += 1
