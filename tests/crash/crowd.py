"""A crowd with phones: residents who report, stewards who press, neighbours who only talk. Nobody waits for others."""

import asyncio
import random
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from playground.telegram import Event, Message, Person
from tests.crash.town import BUILDINGS, Town
from tests.labels import bare

RECEIVED = re.compile(r"编号\s*(\d{4}-\d{4,})")
CHATTER = ("/my", "/help", "/privacy", "/todo")
SEND, ANYWAY, CLAIM, DONE, REPAIRED = "提交", "另报", "我来办", "处理好了", "自己修好了"


@dataclass(slots=True)
class Resident:
    """Says what is wrong, presses «提交» under the preview, and «另报» where something like it is known already.

    Says the next thing when the receipt has come.
    """

    person: Person
    home: int
    said: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    sends_next: bool = False
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Mix:
    """What a crowd does: how many reports, how many words that report nothing, how often a steward presses."""

    reports: int
    chatter: int
    claims: float = 0.5
    repairs: float = 0.3


class Crowd:
    """Everybody reacts to what his phone shows, at once. `allow` says how many more reports may be begun."""

    def __init__(self, town: Town, mix: Mix, seed: int) -> None:
        self._town, self._bot, self._mix, self._random = town, town.bot, mix, random.Random(seed)
        self.residents = [Resident(one, number % BUILDINGS + 1) for number, one in enumerate(town.residents)]
        self._by_chat = {one.person.id: one for one in self.residents}
        self._stewards = {one.id: one for one in town.stewards}
        self._idle = deque(self.residents)
        self._pressed: set[tuple[int, str]] = set()
        self.claimed: list[Message] = []
        """The cards under which «我来办» was pressed."""
        self._marks = _marks()
        self._allowed = 0
        self._begun = self._chatted = self.updates = 0
        self._forget = town.telegram.listen(self._happened)

    def close(self) -> None:
        self._forget()

    @property
    def finished(self) -> bool:
        """Every report was begun and has been acknowledged, and every idle word was said."""
        return self._begun == self._mix.reports and not any(one.busy for one in self.residents)

    @property
    def unanswered(self) -> int:
        return sum(one.busy for one in self.residents)

    @property
    def begun_all_allowed(self) -> bool:
        return self._begun == min(self._allowed, self._mix.reports)

    @property
    def dead_cards(self) -> list[Message]:
        """Cards that took a claim and still ask for one."""
        return [message for message in self.claimed if _data(message, CLAIM) is not None]

    def allow(self, share: float) -> None:
        """Let this share of the mix come now."""
        self._allowed += round(self._mix.reports * share)
        self._begin_reports()
        for _ in range(round(self._mix.chatter * share)):
            self._chat()

    def allow_all(self) -> None:
        """Let everything come that has not come yet."""
        self._allowed = self._mix.reports
        while self._chatted < self._mix.chatter:
            self._chat()
        self._begin_reports()

    def _begin_reports(self) -> None:
        while self._idle and self._begun < min(self._allowed, self._mix.reports):
            self._report(self._idle.popleft())

    def _report(self, resident: Resident) -> None:
        self._begun += 1
        words = f"{resident.home}号楼1单元{self._random.randint(1, 6)}01厨房漏水，{next(self._marks)}"
        resident.said.append(words)
        resident.busy, resident.sends_next = True, True
        self._does(lambda: resident.person.says(self._bot, words))

    def _chat(self) -> None:
        if self._chatted < self._mix.chatter:
            self._chatted += 1
            talker = self._random.choice(self._town.talkers)
            self._does(lambda: talker.says(self._bot, self._random.choice(CHATTER)))

    def _does(self, gesture: Callable[[], object]) -> None:
        self.updates += 1
        gesture()

    def _happened(self, event: Event) -> None:
        message = event.message
        if message is None or not message.from_bot or event.kind not in ("message", "edited"):
            return
        if event.chat.id in self._by_chat:
            self._resident_reads(self._by_chat[event.chat.id], message)
        elif event.chat.id in self._stewards:
            self._steward_reads(self._stewards[event.chat.id], message)

    def _resident_reads(self, resident: Resident, message: Message) -> None:
        if resident.sends_next and (data := _data(message, SEND)) is not None:
            resident.sends_next = False
            self._soon(lambda: resident.person.presses(self._bot, message, data))
        another, anyway = (resident.person.id, f"another {message.id}"), _data(message, ANYWAY)
        if anyway is not None and another not in self._pressed:  # something like it is known here, says the bot
            self._pressed.add(another)
            self._soon(lambda: resident.person.presses(self._bot, message, anyway))
        received = RECEIVED.search(message.text or "") if (message.text or "").startswith("已收到") else None
        if received is not None and received[1] not in resident.receipts:
            resident.receipts.append(received[1])
            resident.busy = False
            self._idle.append(resident)
            asyncio.get_running_loop().call_soon(self._begin_reports)

    def _steward_reads(self, steward: Person, message: Message) -> None:
        for label, often in ((CLAIM, self._mix.claims), (DONE, self._mix.repairs), (REPAIRED, 1.0)):
            data = _data(message, label)
            if data is None or (steward.id, data) in self._pressed:
                continue
            self._pressed.add((steward.id, data))
            if self._random.random() < often:
                self.claimed += [message] if label == CLAIM else []
                self._soon(lambda data=data: steward.presses(self._bot, message, data))  # type: ignore[misc]

    def _soon(self, gesture: Callable[[], object]) -> None:
        """After the stand-in has finished showing what was reacted to; it may have changed again by then."""

        def go() -> None:
            try:
                self._does(gesture)
            except LookupError:
                self.updates -= 1

        asyncio.get_running_loop().call_soon(go)


def _data(message: Message, label: str) -> str | None:
    return next((b.data for row in message.buttons for b in row if bare(b.text) == label), None)


def _marks() -> Iterator[str]:
    """Words that make every report one of its kind, without figures, which might be read as an address."""
    number = 0
    while True:
        number += 1
        yield "记" + "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in f"{number:05d}")
