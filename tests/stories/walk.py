"""A walk through the whole program: random people press random buttons, write random words, and time goes by.

What must hold after every step is said here once more, in other words than the program's: `faults` lists what does not.
"""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterator
from datetime import UTC, datetime

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.subjects import SUBJECTS
from domain.vocabulary import HeldAs
from playground.telegram import Message
from storage.engines.database import Database, open_database
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.stories.neighbourhood import Neighbourhood, Phone
from tests.stories.walk_checks import PLACES, Roster, faults

STAFF = {
    "王秀兰": ("p-gh1", HeldAs.MAIN),
    "孙福生": ("p-gh1", HeldAs.DEPUTY),
    "李建国": ("p-gh2", HeldAs.MAIN),
    "赵立新": ("p-gh", HeldAs.MAIN),
    "钱文斌": ("p-secretary", HeldAs.MAIN),
    "周敏": ("p-office", HeldAs.MAIN),
    "值班小吴": ("p-duty", HeldAs.MAIN),
}
RESIDENTS = ("陈桂芳", "林晓东")
OUTSIDERS = ("管理员老郑", "陌生人何小满")
WHAT = ("楼道灯不亮", "厨房漏水", "楼上太吵", "着火了", "停电了，家里都没电", "邻居占用楼道堆杂物")
ANSWERS = ("还是老样子，没有修好", "今晚来换", "明天", "11月25日", "13800000000 老张", "好的，谢谢")
WORDS = (
    "😀", "<b>x</b>", "/my", "/todo", "/cancel", "/record", "/digest", "/start", "/start gh1-1", "/start i_nothing",
    "/help", "/night", "/who 1号楼", "/language", "/calendar 2027-02-08 休", "2027-01-01",
)  # fmt: skip
TIMES = (1, 10, 60, 240, 24 * 60, 4 * 24 * 60, 10 * 24 * 60)
FORGED = (
    "t:claim:{id}:{moves}:", "t:confirm:{id}:{moves}:", "t:verify:{id}:{moves}:", "t:look:{id}:{moves}:",
    "t:open:{id}:{moves}:", "t:history:{id}:{moves}:", "t:note:{id}:{moves}:", "t:reply:{id}:{moves}:",
    "t:resolve_as:{id}:{moves}:repaired", "t:return_for:{id}:{moves}:cannot", "t:withdraw_yes:{id}:{moves}:",
    "t:wait_for:{id}:{moves}:parts", "t:wait_until:{id}:{moves}:longest", "t:rate:{id}:{moves}:bad",
    "t:add:{id}:{moves}:",
    "t:reopen:{id}:{moves}:", "t:not_solved:{id}:{moves}:", "t:category_is:{id}:{moves}:D102", "t:nudge:{id}:{moves}:",
    "t:check_agrees:{id}:{moves}:", "t:check_disagrees:{id}:{moves}:", "t:hand_over_to:{id}:{moves}:{id}",
    "t:undo:{id}:{moves}:{id}", "m:undo-follow:{id}",
    "t:again:{id}:{moves}:", "t:resume:{id}:{moves}:", "m:todo:0", "m:my:1", "m:agree:", "d:send:1:", "x",
)  # fmt: skip

IDLE = ("open", "history", "look", "nudge", "drop", "change-place", "change-category", "secrecy")
ONWARD = (
    "claim", "resolve", "resolve_as", "confirm", "not_solved", "verify", "reopen", "rate", "check_agrees",
    "check_disagrees", "wait", "wait_for", "wait_until", "resume", "send",
)  # fmt: skip
NUMBERS = st.integers(0, 100_000)
EVERYBODY = st.sampled_from((*STAFF, *RESIDENTS, *OUTSIDERS))
LIKELY = {
    "presses": 16, "reports": 2, "says": 6, "replies": 2, "forges": 4, "steals": 3, "edits": 1, "sends a voice": 1,
    "lets time pass": 3, "stops or starts the bot": 1, "starts the program again": 1,
}  # fmt: skip
DEEDS = st.sampled_from([deed for deed, times in LIKELY.items() for _ in range(times)])
BEGIN = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)


class Walk(RuleBasedStateMachine):
    """One walk, on a database of its own."""

    def __init__(self, new_database: Callable[[], str]) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self.clock = MovedClock(BEGIN)
        self.database: Database = open_database(new_database(), self.clock.now, SUBJECTS)
        self.roster = Roster()
        self.phones: dict[str, Phone] = {}
        self._presser: Phone | None = None

    def go(self, what: Coroutine[None, None, None]) -> None:
        self._runner.run(what)

    def teardown(self) -> None:
        self.go(self.database.close())
        self._runner.close()

    @initialize()
    def everybody_moves_in(self) -> None:
        self.go(self._move_in())

    async def _move_in(self) -> None:
        self.town = Neighbourhood(self.database, self.clock)
        await self.town.open()
        self.town.telegram.query_lifetime = 10**9
        for name, (post, held_as) in STAFF.items():
            self.phones[name] = await self.town.holder(post, name, held_as=held_as)
        for name in RESIDENTS:
            self.phones[name] = await self.town.resident(name)
        for name in OUTSIDERS:
            self.phones[name] = Phone(self.town, self.town.telegram.add_person(name, language_code="en"))
            await self.phones[name].starts()

        def known(work: UnitOfWork) -> None:
            for name, phone in self.phones.items():
                person = work.people.by_account(phone.person.id)
                assert person is not None
                person.is_administrator = name == OUTSIDERS[0]
                self.roster.ids[name] = person.id
                self.roster.posts[name] = STAFF[name][0] if name in STAFF else None

        await self.database.run(known)
        for place, name in zip(PLACES, (*RESIDENTS, *RESIDENTS), strict=True):
            await self.phones[name].says(f"{place}楼道灯不亮 {self.roster.new_word(len(self.roster.words))}")
            if "提交" in self.phones[name].buttons:
                await self.phones[name].presses("提交")

    # What people do

    @rule(deed=DEEDS, who=EVERYBODY, a=NUMBERS, b=NUMBERS)
    def somebody(self, deed: str, who: str, a: int, b: int) -> None:
        """One rule for all deeds, so that every walk has some of each."""
        phone = self.phones[who]
        if deed == "lets time pass":
            self.go(self.town.pass_time(minutes=TIMES[a % len(TIMES)]))
        elif deed == "starts the program again":
            self.go(self._start_again())
        elif deed == "stops or starts the bot":
            self._stop_or_start(phone)
        elif phone.person.chat(self.town.bot).blocked:
            return
        elif deed == "presses":
            self._press_one(a, b)
        else:
            DEEDS_OF_ONE[deed](self, phone, a, b)

    def _press_one(self, a: int, b: int) -> None:
        """Every other time what the last press led to, else a button under one of the newest on anybody's phone."""
        awake = [phone for phone in self.phones.values() if not phone.person.chat(self.town.bot).blocked]
        if self._presser in awake and a % 2 and self._presser.last.buttons:
            shown = [(self._presser, self._presser.last)]
        else:
            shown = [(phone, m) for phone in awake for m in phone.messages[-3:] if leading_on(m)]
        if shown:
            self._presser, message = shown[a // 2 % len(shown)]
            data = [leading_on(message, ONWARD), leading_on(message, ONWARD), leading_on(message)][b % 3]
            data = data or data_under(message)
            self._press(self._presser, message, data[b // 3 % len(data)])

    def _press(self, phone: Phone, under: Message, data: str) -> None:
        phone.person.presses(self.town.bot, under, data, forge=True)
        self.go(self.town.settle())

    def reports(self, phone: Phone, a: int, b: int) -> None:
        word = self.roster.new_word(len(self.roster.words))
        self.go(phone.says(f"{PLACES[a % len(PLACES)]}{WHAT[b % len(WHAT)]} {word}"))
        if b % 7 and "提交" in phone.buttons:
            self.go(phone.presses("提交"))

    def says(self, phone: Phone, a: int, b: int) -> None:
        """Mostly whoever has just pressed something, since words are often an answer."""
        speaker = self._presser if self._presser is not None and a % 4 else phone
        if not speaker.person.chat(self.town.bot).blocked:
            self.go(speaker.says(WORDS[b % len(WORDS)] if a % 3 == 0 else ANSWERS[b % len(ANSWERS)]))

    def replies(self, phone: Phone, a: int, b: int) -> None:
        self.go(phone.says(ANSWERS[b % len(ANSWERS)], reply_to=phone.messages[a % len(phone.messages)]))

    def forges(self, phone: Phone, a: int, b: int) -> None:
        data = FORGED[a % len(FORGED)].format(id=b % 5 + 1, moves=b // 5 % 6)
        self._press(phone, phone.messages[0], data)

    def steals(self, phone: Phone, a: int, b: int) -> None:
        """The data of anything that anybody's phone ever showed, played again by somebody."""
        shown = [data for owner in self.phones.values() for message in owner.messages for data in data_under(message)]
        self._press(phone, phone.messages[0], shown[(a * 10_007 + b) % len(shown)])

    def edits(self, phone: Phone, _a: int, _b: int) -> None:
        said = [m for m in phone.person.chat(self.town.bot).messages if m.sender is phone.person and m.text]
        if said and not said[-1].text.startswith("/"):
            phone.person.edits(self.town.bot, said[-1].id, f"{said[-1].text}。")
            self.go(self.town.settle())

    def sends_a_voice(self, phone: Phone, _a: int, _b: int) -> None:
        phone.person.sends_voice(self.town.bot)
        self.go(self.town.settle())

    def _stop_or_start(self, phone: Phone) -> None:
        if phone.person.chat(self.town.bot).blocked:
            phone.person.unblocks(self.town.bot)
        else:
            phone.person.blocks(self.town.bot)
        self.go(self.town.settle())

    async def _start_again(self) -> None:
        self.town.app = self.town.process()
        await self.town.app.recover()

    # What must hold

    @invariant()
    def all_is_well(self) -> None:
        if not self.phones:
            return
        found: list[str] = []

        def look(work: UnitOfWork) -> None:
            found.extend(faults(work, self.roster, dict(self._read())))

        self.go(self._look(look))
        assert not found, "\n".join(found)

    async def _look(self, look: Callable[[UnitOfWork], None]) -> None:
        await self.database.run(look)

    def _read(self) -> Iterator[tuple[str, list[str]]]:
        """Everything that stands on everybody's phone."""
        for name, phone in self.phones.items():
            yield name, [m.text for m in phone.messages if m.text]


def data_under(message: Message) -> list[str]:
    """What the buttons under a message carry."""
    return [button.data for row in message.buttons for button in row if button.data]


def leading_on(message: Message, likely: Collection[str] = ()) -> list[str]:
    """Of these the ones that change something or ask for more; or only those of some actions."""
    pressed = [(data, data.split(":")[1]) for data in data_under(message) if data[0] in "td"]
    return [data for data, action in pressed if (action in likely if likely else action not in IDLE)]


DEEDS_OF_ONE: dict[str, Callable[[Walk, Phone, int, int], None]] = {
    "reports": Walk.reports,
    "says": Walk.says,
    "replies": Walk.replies,
    "forges": Walk.forges,
    "steals": Walk.steals,
    "edits": Walk.edits,
    "sends a voice": Walk.sends_a_voice,
}
