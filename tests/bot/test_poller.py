"""Fetching when Telegram says no: what may pass is waited for and named, and only a token that stays wrong ends it."""

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from bot.telegram.api import Answer, FilesByParameter
from bot.telegram.opening import TelegramUnreachable, learn_name
from bot.telegram.poller import MAX_REFUSALS, Poller, TokenRefused
from storage.delivery.inbox import Arrived
from storage.engines.replicas import Alone
from tests.conftest import MovedClock

NO = {"ok": False, "error_code": 401, "description": "Unauthorized"}
TAKEN = {"ok": False, "description": "Conflict: terminated by other getUpdates request; make sure that only one runs"}
HOOKED = {"ok": False, "description": "Conflict: can't use getUpdates method while webhook is active"}
NOTHING = Answer(200, {"ok": True, "result": []})
ME = Answer(200, {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "楼长", "username": "louzhang_bot"}})


class Moody:
    """Answers what it was told to, one after the other, the last one for ever."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.asked = list(answers), list[str]()

    async def call(
        self, method: str, params: Mapping[str, object], *, seconds: float = 20, files: FilesByParameter | None = None
    ) -> Answer:
        self.asked.append(method)
        if method == "deleteWebhook":
            return NOTHING
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    async def download(self, file_id: str, *, seconds: float = 60) -> bytes | None:
        return None

    async def close(self) -> None: ...


async def receive(_arrived: Sequence[Arrived], /, *, at_once: bool) -> None: ...


def poller(telegram: Moody) -> Poller:
    return Poller(telegram, MovedClock(datetime(2026, 11, 18, 1, 0, tzinfo=UTC)), Alone())


async def polls(telegram: Moody, times: int) -> None:
    one = poller(telegram)
    for _ in range(times):
        await one.poll(receive)


async def test_a_token_is_believed_wrong_only_when_it_is_refused_again_and_again() -> None:
    patience = [Answer(401, NO)] * (MAX_REFUSALS - 1)
    await polls(Moody(*patience, NOTHING, *patience, NOTHING), MAX_REFUSALS * 2)
    with pytest.raises(TokenRefused):
        await polls(Moody(Answer(401, NO)), MAX_REFUSALS)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(409, TAKEN), "another program fetches with this token: end it, or take a new token from @BotFather"),
        (Answer(409, HOOKED), "updates are brought to a webhook; it is taken away now"),
        (Answer(401, NO), "Telegram does not know this token; if it goes on saying so, take a new one"),
        (Answer(0, {}), "Telegram does not answer: is there a network"),
        (Answer(502, {}), "Telegram has trouble of its own"),
    ],
    ids=["taken", "hooked", "token", "network", "trouble"],
)
async def test_every_no_is_named_with_what_helps(answer: Answer, said: str, caplog: pytest.LogCaptureFixture) -> None:
    telegram = Moody(answer, NOTHING)
    with caplog.at_level(logging.WARNING):
        await polls(telegram, 2)
    assert said in caplog.text
    assert ("deleteWebhook" in telegram.asked) == ("webhook" in str(answer.description))


async def test_a_start_outlasts_one_refusal_and_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.opening.FIRST_WAIT_SECONDS", 0.001)
    monkeypatch.setattr("bot.telegram.opening.MAX_WAIT_SECONDS", 0.001)
    me = await learn_name(Moody(Answer(0, {}), Answer(401, NO), Answer(502, {}), ME), "1:token", patient=True)
    assert me.username == "louzhang_bot"
    assert (await learn_name(Moody(*[Answer(0, {})] * 50, ME), "1:token", patient=True)).username == "louzhang_bot"
    with pytest.raises(TokenRefused):
        await learn_name(Moody(Answer(401, NO)), "1:token", patient=True)
    with pytest.raises(TelegramUnreachable):
        await learn_name(Moody(Answer(0, {})), "1:token")
