"""Several processes: who sends for all leaves updates to the others. What one had in hand when it died: its chats wait
for it, another one finishes it, and in the right order."""

import pytest

from bot.application import Application
from bot.intake.intake import MAX_TRIES
from bot.telegram.parsed import parsed_updates
from storage.delivery.inbox import Waiting
from storage.engines.replicas import Alone
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood

pytestmark = pytest.mark.both_databases

DEAD = 99


async def dies_holding(town: Neighbourhood) -> list[Waiting]:
    """Another process fetches and takes up what waits, and is never heard of again."""
    answer = await town.api.call("getUpdates", {"timeout": 0})
    assert isinstance(answer.result, list)
    await town.app.intake.keep(parsed_updates(answer.result))

    def take(work: UnitOfWork) -> list[Waiting]:
        return work.inbox.take_up(100, owner=DEAD)

    return await town.database.run(take)


async def test_what_a_dead_process_had_in_hand_is_finished_before_what_came_later(town: Neighbourhood) -> None:
    chen, liu = await town.resident("陈桂芳"), await town.resident("刘大海")
    chen.person.says(town.bot, "/privacy")
    assert len(await dies_holding(town)) == 1
    before = len(chen.messages)
    await chen.says("/help")
    assert len(chen.messages) == before, "her chat waits for what came first"
    await liu.says("/help")
    assert "一句话" in liu.screen, "nobody else waits"
    await town.app.recover()
    await town.settle()
    answers = [message.text or "" for message in chen.messages[before:]]
    assert ["您的信息怎么用" in answers[0], "一句话" in answers[1], len(answers)] == [True, True, 2]


async def test_what_ends_every_process_that_touches_it_is_set_aside_and_the_chat_goes_on(town: Neighbourhood) -> None:
    chen = await town.resident("陈桂芳")
    chen.person.says(town.bot, "/privacy")
    [row] = await dies_holding(town)
    for other in range(1, MAX_TRIES):
        await town.database.run(lambda work, other=other: work.inbox.take_over(row, owner=DEAD + other))  # type: ignore[misc]
    await town.app.recover()
    await town.settle()
    assert "对不起" in chen.screen
    [aside] = await town.database.run(lambda work: work.inbox.set_aside_rows())
    assert (aside.number, aside.tries) == (row.number, MAX_TRIES)
    await chen.says("/help")
    assert "一句话" in chen.screen
    await town.database.run(lambda work: work.inbox.wait_again([aside.id]))
    await town.settle()
    assert "您的信息怎么用" in chen.screen, "louzhang replay"


async def test_what_a_process_that_stops_gives_back_is_handled_by_the_next(town: Neighbourhood) -> None:
    chen = await town.resident("陈桂芳")
    chen.person.says(town.bot, "/privacy")
    await dies_holding(town)
    await town.database.run(lambda work: work.inbox.put_back(DEAD))
    await town.settle()
    assert "您的信息怎么用" in chen.screen


class Place(Alone):
    """One of two processes that live."""

    others = True

    def __init__(self, *, leads: bool) -> None:
        super().__init__()
        self.leads, self.told = leads, 0

    def tell_others(self) -> None:
        self.told += 1


def process_of(town: Neighbourhood, place: Place) -> Application:
    """One more process on the same database."""
    return town.process(place)


async def waiting(town: Neighbourhood) -> int:
    return await town.database.run(lambda work: work.inbox.depth())


@pytest.mark.parametrize("webhook", [False, True])
async def test_who_has_enough_to_send_leaves_updates_to_the_others_and_sends_their_answers(
    town: Neighbourhood, webhook: bool
) -> None:
    chen = await town.resident("陈桂芳")
    place = Place(leads=True)
    leader, other = process_of(town, place), process_of(town, Place(leads=False))
    leader.intake.hands.sending = lambda: True
    chen.person.says(town.bot, "/privacy")
    before = len(chen.messages)
    if webhook:
        answer = await town.api.call("getUpdates", {"timeout": 0})
        assert isinstance(answer.result, list)
        await leader.intake.keep(parsed_updates(answer.result))
    else:
        await leader.bring()
    assert place.told == 1
    await leader.intake.drain()
    assert await waiting(town) == 1, "the leader lets it be"
    await other.intake.drain()
    assert await waiting(town) == 0
    await other.courier.round()
    assert len(chen.messages) == before, "one alone sends, within one limit for all"
    await leader.courier.drain()
    assert "您的信息怎么用" in chen.screen


async def test_who_has_little_to_send_answers_too(town: Neighbourhood) -> None:
    chen = await town.resident("陈桂芳")
    place = Place(leads=True)
    leader = process_of(town, place)
    chen.person.says(town.bot, "/privacy")
    await leader.settle()
    assert "您的信息怎么用" in chen.screen
    assert place.told == 0


async def test_what_nobody_took_is_answered_by_the_leader_once_his_messages_have_left(town: Neighbourhood) -> None:
    chen = await town.resident("陈桂芳")
    leader = process_of(town, Place(leads=True))
    busy = [True]
    leader.intake.hands.sending = lambda: bool(busy)
    chen.person.says(town.bot, "/privacy")
    await leader.bring()
    await leader.intake.drain()
    assert await waiting(town) == 1
    busy.clear()
    await leader.settle()
    assert "您的信息怎么用" in chen.screen
