"""The story of a leak, phone to phone, with a real network and a real process in between."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from domain.vocabulary import Rating, State
from storage.models import Ticket
from tests.crash.process import Process
from tests.http.conftest import TOKEN, Street


@dataclass(frozen=True, slots=True)
class Resident:
    """What the resident says, presses and reads in one language."""

    language: str
    report: str
    place: str
    send: str
    received: str
    claimed: str
    add: str
    added: str
    done: str
    not_solved: str
    what: str
    goes_on: str
    solved: str
    thanks: str
    good: str
    noted: str


ZH = Resident(
    "zh", "我家厨房漏水了，1号楼1单元301", "1号楼1单元301", "提交", "已收到，编号", "已接单", "补充", "已转给负责人",
    "说已处理好", "没解决", "哪里没解决", "已告诉负责人", "解决了", "谢谢您确认", "满意", "谢谢，记下了",
)  # fmt: skip
EN = Resident(
    "en", "The kitchen leaks, 1号楼1单元301", "1号楼1单元301", "Send", "Received, number", "has taken it on", "Add",
    "Passed on to the assignee", "says it is done", "Not solved", "What is not solved", "the assignee goes on",
    "Solved", "Thank you", "Satisfied", "Thank you, noted",
)  # fmt: skip


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
async def test_a_leak_is_reported_claimed_mended_twice_confirmed_and_rated_over_http(
    street: Street, running: Process, words: Resident
) -> None:
    steward = await street.person("王秀兰", post="p-gh1")
    await street.person("赵立新", post="p-gh")
    chen = await street.person("陈桂芳", language=words.language)

    chen.says(words.report)
    await chen.sees(words.place)
    await chen.presses(words.send)
    await chen.sees(words.received)
    await steward.sees("厨房漏水" if words.language == "zh" else "kitchen leaks")
    await steward.presses("我来办")
    await chen.sees(words.claimed)

    await chen.presses(words.add)
    chen.says("今晚更大了 <b>&")
    await chen.sees(words.added)
    await steward.sees("居民补充", "今晚更大了 <b>&")

    await steward.presses("处理好了")
    await steward.presses("自己修好了")
    await steward.presses("跳过")
    await chen.sees(words.done)
    await chen.presses(words.not_solved)
    await chen.sees(words.what)
    chen.says("还在滴")
    await chen.sees(words.goes_on)
    await steward.sees("居民说没解决", "还在滴")

    await steward.presses("处理好了")
    await steward.presses("请专业人员修好")
    await steward.presses("跳过")
    await chen.sees(words.done, "专业" if words.language == "zh" else "professional")
    await chen.presses(words.solved)
    await chen.sees(words.thanks)
    await chen.presses(words.good)
    await chen.sees(words.noted)
    await street.nothing_waits()

    kept = select(Ticket.state, Ticket.rating, Ticket.not_solved)
    rows = await street.database.read(lambda work: [tuple(row) for row in work.session.execute(kept)])
    assert rows == [(State.CLOSED, Rating.GOOD, 1)]
    assert "ERROR" not in running.said
    assert TOKEN not in running.said
