"""Updates that mean nothing here are crossed off; those that no Telegram sends are set aside; neither ends anything."""

from collections.abc import Mapping

import orjson
import pytest

from bot.telegram.parsed import parsed_updates
from storage.delivery.inbox import Arrived
from storage.models import InboxRow, Person
from storage.models.delivery import InboxState
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone

pytestmark = pytest.mark.both_databases

ME: Mapping[str, object] = {"id": 77, "is_bot": False, "first_name": "某人"}
PRIVATE: Mapping[str, object] = {"id": 77, "type": "private", "first_name": "某人"}
CHANNEL: Mapping[str, object] = {"id": -1002, "type": "channel", "title": "频道"}
BOT: Mapping[str, object] = {"user": {"id": 1, "is_bot": True, "first_name": "bot"}, "status": "member"}
MESSAGE: Mapping[str, object] = {"message_id": 3, "date": 1_795_000_000, "chat": PRIVATE, "from": ME, "text": "你好"}

QUIET: Mapping[str, Mapping[str, object]] = {
    "an answer to a poll": {"poll_answer": {"poll_id": "1", "user": ME, "option_ids": [0]}},
    "a reaction": {
        "message_reaction": {
            "chat": PRIVATE, "message_id": 3, "user": ME, "date": 5, "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        }
    },
    "an inline query": {"inline_query": {"id": "1", "from": ME, "query": "x", "offset": ""}},
    "a press under no message": {
        "callback_query": {"id": "1", "from": ME, "chat_instance": "1", "inline_message_id": "7", "data": "m:my:0"}
    },
    "somebody who wants to join": {
        "chat_join_request": {"chat": CHANNEL, "from": ME, "user_chat_id": 77, "date": 5}
    },
    "a change in a channel": {
        "my_chat_member": {"chat": CHANNEL, "from": ME, "date": 5, "old_chat_member": BOT, "new_chat_member": BOT}
    },
    "a message for a business": {"business_message": {**MESSAGE, "business_connection_id": "1"}},
    "something that did not exist yesterday": {"something_new": {"from": ME}},
}  # fmt: skip
MALFORMED: Mapping[str, Mapping[str, object]] = {
    "a chat of more than 64 bits": {"message": {**MESSAGE, "chat": {**PRIVATE, "id": 2**63}}},
    "a person of more than 64 bits": {"message": {**MESSAGE, "from": {**ME, "id": 2**70}}},
    "true as a person": {"message": {**MESSAGE, "from": {**ME, "id": True}}},
    "a message without a chat": {"message": {"message_id": 3, "date": 5, "from": ME, "text": "x"}},
    "a message without a date": {"message": {**MESSAGE, "date": None}},
    "words that are a list": {"message": {**MESSAGE, "text": [["x"]]}},
    "a file that is none": {"message": {**MESSAGE, "text": None, "document": {"file_id": [], "file_unique_id": "x"}}},
    "a file called nothing that a database keeps": {
        "message": {**MESSAGE, "text": None, "document": {"file_id": "a\0b", "file_unique_id": "x"}}
    },
    "a position on no map": {"message": {**MESSAGE, "text": None, "location": {"latitude": 1e300, "longitude": 106.1}}},
    "half a character": {"message": {**MESSAGE, "text": "漏\ud800水"}},
    "an album that is a number": {"message": {**MESSAGE, "media_group_id": 2**80}},
}


def inbox(work: UnitOfWork) -> list[tuple[int, int]]:
    return [(row.number, row.state) for row in work.session.query(InboxRow).order_by(InboxRow.id)]


@pytest.mark.parametrize("what", QUIET)
@pytest.mark.parametrize("at_once", [True, False])
async def test_what_means_nothing_here_is_crossed_off_quietly(
    town: Neighbourhood, caplog: pytest.LogCaptureFixture, what: str, at_once: bool
) -> None:
    await town.app.intake.receive(parsed_updates([{"update_id": 5, **QUIET[what]}]), at_once=at_once)
    await town.settle()
    assert await town.database.run(inbox) == [(5, InboxState.DONE)]
    assert "incident" not in caplog.text
    assert await town.database.run(lambda work: work.session.query(Person).count()) == 0, "nobody has written to us"


@pytest.mark.parametrize("what", MALFORMED)
@pytest.mark.parametrize("at_once", [True, False])
async def test_what_no_telegram_sends_is_set_aside_and_the_others_are_answered(
    town: Neighbourhood, chen: Phone, what: str, at_once: bool
) -> None:
    heard = await town.database.run(inbox)
    broken = {"update_id": 5, **MALFORMED[what]}
    fine = {**MESSAGE, "chat": {**PRIVATE, "id": chen.person.id}, "from": {**ME, "id": chen.person.id}}
    await town.app.intake.receive(parsed_updates([broken, {"update_id": 6, "message": fine}]), at_once=at_once)
    await town.settle()
    states = [one for one in await town.database.run(inbox) if one not in heard]
    assert sorted(states) == [(5, InboxState.SET_ASIDE), (6, InboxState.DONE)]


@pytest.mark.parametrize("number", [2**63, 2**64, 2**80, True, None, "7", 1.5])
async def test_one_without_a_sound_number_is_set_aside_once(town: Neighbourhood, chen: Phone, number: object) -> None:
    heard = await town.database.run(inbox)
    for at_once in (True, False):
        await town.app.intake.receive(parsed_updates([{"update_id": number, "message": MESSAGE}]), at_once=at_once)
        await town.settle()
    [(known_as, state)] = [one for one in await town.database.run(inbox) if one not in heard]
    assert state == InboxState.SET_ASIDE
    assert known_as < 0
    await chen.says("1号楼1单元楼道灯不亮")
    assert "提交" in chen.buttons


async def test_after_a_file_that_was_none_a_report_can_still_be_made(town: Neighbourhood, chen: Phone) -> None:
    who = {"chat": {**PRIVATE, "id": chen.person.id}, "from": {**ME, "id": chen.person.id}}
    for number, what in enumerate(MALFORMED, 5):
        content = MALFORMED[what]["message"]
        assert isinstance(content, Mapping)
        await town.app.intake.receive(
            parsed_updates([{"update_id": number, "message": {**content, **who}}]), at_once=True
        )
        await town.settle()
    await chen.says("1号楼1单元楼道灯不亮")
    await chen.presses("提交")
    assert chen.pressed.startswith("已收到")


BODIES = ("", "null", "7", "[]", "{}", "{", '{"update_id":9}', '{"message":true}', '{"message":{"chat":{"id":1e400}}}')


async def test_rows_that_nobody_can_read_end_no_start(town: Neighbourhood, chen: Phone) -> None:
    def left_behind(work: UnitOfWork) -> None:
        rows = [Arrived("telegram", 100 + n, "9", body) for n, body in enumerate(BODIES)]
        rows += parsed_updates([{"update_id": 200 + n, **update} for n, update in enumerate(MALFORMED.values())])
        work.inbox.keep(rows)
        work.session.query(InboxRow).filter(InboxRow.number.between(100, 300)).update({"owner": 3, "tries": 1})

    heard = await town.database.run(inbox)
    await town.database.run(left_behind)
    await town.restart()
    await town.settle()
    states = {state for one, state in await town.database.run(inbox) if (one, state) not in heard}
    assert states <= {InboxState.DONE, InboxState.SET_ASIDE}
    await chen.says("1号楼1单元楼道灯不亮")
    assert "提交" in chen.buttons


def test_whatever_comes_can_be_written_down() -> None:
    deep: object = 1
    for _ in range(3000):
        deep = [deep]
    for odd in (2**80, "\ud800", deep, {1, 2}, float("nan"), {"x": "\0"}):
        [row] = parsed_updates([{"update_id": 5, "message": {"text": odd}}])
        assert "\0" not in row.body
        row.body.encode()
    assert orjson.loads(parsed_updates([{"update_id": 5, "message": {"text": "漏水"}}])[0].body)
