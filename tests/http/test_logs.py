"""The log: a line per update and per send, with numbers; nobody's words, names or addresses."""

import json
import re

import pytest

from playground.telegram import Fault
from tests.crash.process import start_bot, until
from tests.http.conftest import PATIENCE, TOKEN, Street

CLOCK = re.compile(r'\d{4}-\d\d-\d\dT[\d:.]+Z|\bms"?[=:] ?\d+')
"""Times of day and durations, among whose digits a room's number may turn up."""
PRIVATE = ("厨房", "漏水", "301", "1号楼", "陈桂芳", "王秀兰", "备注", TOKEN, TOKEN.partition(":")[2])


@pytest.mark.parametrize("form", ["json", "plain"])
async def test_every_update_and_every_send_has_a_line_of_numbers(street: Street, form: str) -> None:
    await street.person("王秀兰", post="p-gh1")
    chen = await street.person("陈桂芳")
    street.telegram.faults.add(Fault("sendMessage", "500"))
    bot = await start_bot(street.folder, street.settings | {"LOG_FORMAT": form})
    try:
        chen.says("我家厨房漏水了，1号楼1单元301，备注")
        await chen.presses("提交")
        await chen.sees("已收到，编号")
        await street.nothing_waits()
        await until(lambda: bot.said.count("send") >= 4, seconds=PATIENCE, what="the lines")
        assert await bot.stop() == 0
    finally:
        await bot.kill()
    said = CLOCK.sub("", bot.said)
    assert [word for word in PRIVATE if word in said] == []
    lines = [line for line in bot.said.splitlines() if "https://t.me" not in line and "administrator" not in line]
    if form == "plain":
        assert any("event=update" in line and "outcome=done" in line and " ms=" in line for line in lines)
        assert any("event=send" in line and "ticket=1" in line for line in lines)
        return
    events = [json.loads(line) for line in lines]
    updates = [event for event in events if event["event"] == "update"]
    sends = [event for event in events if event["event"] == "send"]
    assert [(event["ticket"], event["outcome"]) for event in updates] == [(None, "done"), (1, "done")]
    assert all(isinstance(event["person"], int) and event["ms"] >= 0 for event in updates + sends)
    assert {event["outcome"] for event in sends} == {"sent", "again"}
    assert {event["ticket"] for event in sends} >= {1}
    assert all(event["level"] and event["logger"] and event["time"].endswith("Z") for event in events)
