"""Three processes on one PostgreSQL: killed in turn they lose nothing; together they keep order and one budget."""

import asyncio
import time
from bisect import bisect_left
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from playground.limits import Gate, Limits
from tests.crash.balancer import Balancer
from tests.crash.process import until
from tests.crash.replicas import SHORT, TAKEN_OVER_WITHIN, Fleet, ReplicaProof, free_ports
from tests.http.conftest import FarPhone, Street, open_street

BUDGET = 24
"""Below the 30 of Telegram: on a busy machine what left evenly arrives bunched. Two couriers would send 48."""
ASKED = {"/privacy": "您的信息怎么用", "/help": "一句话", "/my": "您还没有"}


@pytest.mark.parametrize("webhook", [False, True], ids=["fetching", "webhook"])
async def test_replicas_killed_one_after_the_other_lose_nothing_and_file_nothing_twice(
    postgres_database: str, tmp_path: Path, webhook: bool
) -> None:
    findings = await ReplicaProof(SHORT, postgres_database, tmp_path, webhook=webhook).run()
    assert findings.faults() == [], findings
    assert findings.kills == SHORT.kills


@pytest.fixture
async def street(postgres_database: str, tmp_path: Path) -> AsyncIterator[Street]:
    async with open_street(postgres_database, tmp_path) as opened:
        yield opened


def heard_all(phones: list[FarPhone], expected: int) -> bool:
    return sum(len(phone.texts) for phone in phones) >= expected


async def test_every_chat_keeps_its_order_whichever_process_its_updates_come_to(street: Street) -> None:
    ports = free_ports(3)
    balancer = Balancer(ports)
    await balancer.open()
    fleet = Fleet(street.settings, street.folder, ports, balancer.url)
    try:
        phones = [await street.person(f"居民{number}") for number in range(30)]
        await fleet.start_all()
        await fleet.some_leader()
        commands: list[str] = []
        for balancer.only in (None, 0, 1, 2):
            for command in ASKED:
                for phone in phones:
                    phone.says(command)
            commands += ASKED
            expected = len(phones) * len(commands)
            await until(partial(heard_all, phones, expected), seconds=60, what=f"{expected} answers")
        await street.nothing_waits()
        for phone in phones:
            assert [next(c for c, words in ASKED.items() if words in text) for text in phone.texts] == commands
        handled = [bot.said.count("event=update") for bot in fleet.bots.values()]
        assert sum(handled) == len(phones) * len(commands)
        assert all(handled), f"everybody took a part: {handled}"
        assert await fleet.end(well=True) == [0, 0, 0]
    finally:
        await fleet.end(well=False)
        await balancer.close()


async def test_together_they_keep_to_one_budget_also_when_the_leader_dies(street: Street) -> None:
    street.telegram.world.gate = Gate(Limits(), time.time)
    settings = street.settings | {"SEND_PER_SECOND": str(BUDGET)}
    fleet = Fleet(settings, street.folder, free_ports(3), None)
    try:
        phones = [await street.person(f"居民{number}") for number in range(120)]
        await fleet.start_all()
        leader = await fleet.some_leader()
        for phone in phones:
            phone.says("/help")
        await until(lambda: sum(len(p.texts) for p in phones) > 30, seconds=30, what="thirty answers")
        await fleet.kill(leader)
        loop = asyncio.get_running_loop()
        killed = loop.time()
        await fleet.some_leader()
        assert loop.time() - killed < TAKEN_OVER_WITHIN
        await until(lambda: all(p.texts for p in phones), seconds=60, what="every answer")
    finally:
        await fleet.end(well=False)
    calls = [call for call in street.telegram.calls if call.method == "sendMessage"]
    assert {call.status for call in calls} == {200}
    times = sorted(call.at for call in calls)
    assert max(bisect_left(times, start + 1.0) - index for index, start in enumerate(times)) <= 30
