"""The neighbourhood of the stories with two doors: Telegram, and the plain channel beside it."""

from collections.abc import Sequence

from bot.channel import MessageChannel
from domain.vocabulary import HeldAs
from storage.delivery.inbox import Arrived
from storage.engines.database import Database
from tests.channels.hands import Hand, PlainHand, TelegramHand
from tests.channels.plain import PlainChannel
from tests.conftest import MovedClock
from tests.stories.neighbourhood import Neighbourhood, agree, hold

CHANNELS = ("telegram", "plain")


class TwoDoors(Neighbourhood):
    """One program, two channels."""

    def __init__(self, database: Database, clock: MovedClock) -> None:
        super().__init__(database, clock)
        self.plain = PlainChannel(clock)
        self.brought: list[Arrived] = []
        self._people = 0

    def channels(self, telegram: MessageChannel) -> Sequence[MessageChannel]:
        return telegram, self.plain

    async def settle(self) -> None:
        """As the program does, and what came is noted, so that it can be brought once more."""
        receive = self.app.intake.receive

        async def note(arrived: Sequence[Arrived], *, at_once: bool) -> None:
            self.brought.extend(arrived)
            await receive(arrived, at_once=at_once)

        for channel in self.app.channels.values():
            await channel.bring(note)
        await self.app.settle()

    async def write_down(self) -> None:
        """What waits in the channels is fetched and kept; nobody answers it yet."""

        async def keep(arrived: Sequence[Arrived], *, at_once: bool) -> None:
            await self.app.intake.keep(arrived)

        for channel in self.app.channels.values():
            await channel.bring(keep)

    async def hand(self, channel: str, name: str) -> Hand:
        """Somebody with an account in that channel who has opened the program and agreed to its privacy statement."""
        hand: Hand
        if channel == self.plain.name:
            self._people += 1
            hand = PlainHand(self.plain, self.clock, name, f"p-{self._people}", self.settle)
        else:
            person = self.telegram.add_person(name, language_code="zh")
            hand = TelegramHand(self.telegram, self.bot, person, self.settle)
        await hand.starts()
        await self.database.run(agree(hand.address, name, hand.channel))
        return hand

    async def answers_for(self, channel: str, post: str, name: str, *, held_as: HeldAs = HeldAs.MAIN) -> Hand:
        """The same, with a post."""
        hand = await self.hand(channel, name)
        await self.database.run(hold(post, hand.address, held_as, hand.channel))
        return hand
