"""Talking to the Bot API: one call, one answer, and what that answer means for whoever waits for it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import aiohttp
import orjson


@dataclass(frozen=True, slots=True)
class Answer:
    """What Telegram said: `status` 0 when nothing readable came back."""

    status: int
    body: Mapping[str, object]

    @property
    def ok(self) -> bool:
        return self.status == 200 and self.body.get("ok") is True

    @property
    def result(self) -> object:
        return self.body.get("result")

    @property
    def description(self) -> str:
        return str(self.body.get("description", ""))

    @property
    def trouble(self) -> str:
        """What Telegram says of an error, up to where it quotes from the message."""
        return self.description.partition('"')[0][:120]

    @property
    def message_id(self) -> int | None:
        """Of the message that was sent or edited; of an album its first."""
        return next(iter(self.message_ids), None)

    @property
    def message_ids(self) -> tuple[int, ...]:
        """Of all messages that were sent: an album is several."""
        sent = self.result if isinstance(self.result, list) else [self.result]
        numbers = [one.get("message_id") for one in sent if isinstance(one, dict)]
        return tuple(number for number in numbers if isinstance(number, int))

    def parameter(self, name: str) -> int | None:
        parameters = self.body.get("parameters")
        value = parameters.get(name) if isinstance(parameters, Mapping) else None
        return value if isinstance(value, int) else None


class Means(StrEnum):
    """What an answer means for a message."""

    SENT = "sent"
    PAUSE = "pause"
    AGAIN = "again"
    UNREACHABLE = "unreachable"
    MOVED = "moved"
    LOST_MESSAGE = "lost_message"
    BAD_TOKEN = "bad_token"  # noqa: S105 - a word, not a token
    WRONG = "wrong"


_GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "user not found")
_LOST = (
    "message to edit not found",
    "message identifier is not specified",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message",
)
_DONE = ("message is not modified", "query is too old", "query id is invalid", "message to delete not found")


def meaning(answer: Answer) -> Means:
    """Sort an answer by its status and words; a 400 and a 413 are never repeated, a 429 costs no try."""
    words = answer.description.lower()
    if answer.ok:
        return Means.SENT
    if answer.status == 429:
        return Means.PAUSE
    if answer.parameter("migrate_to_chat_id") is not None:
        return Means.MOVED
    if answer.status == 403 or (answer.status == 400 and any(gone in words for gone in _GONE)):
        return Means.UNREACHABLE
    if answer.status in (401, 404):
        return Means.BAD_TOKEN
    if answer.status == 413:  # a file above what Telegram takes from a bot
        return Means.WRONG
    if answer.status == 400:
        if any(done in words for done in _DONE):
            return Means.SENT
        return Means.LOST_MESSAGE if any(lost in words for lost in _LOST) else Means.WRONG
    return Means.AGAIN


CONFLICT_STATUS = 409


def trouble_of(answer: Answer) -> str:
    """What an operator reads of an answer that was a no: what it is, and what helps."""
    if answer.status == CONFLICT_STATUS:
        if "webhook" in answer.description.lower():
            return "updates are brought to a webhook; it is taken away now"
        return "another program fetches with this token: end it, or take a new token from @BotFather"
    if meaning(answer) is Means.BAD_TOKEN:
        return "Telegram does not know this token; if it goes on saying so, take a new one from @BotFather"
    if meaning(answer) is Means.PAUSE:
        return "Telegram asks for a pause"
    if answer.status == 0:
        return "Telegram does not answer: is there a network, and can Telegram be reached from here?"
    return "Telegram has trouble of its own, or something stands between"


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes along with a call."""

    name: str
    content: bytes


FilesByParameter = Mapping[str, File]
"""Files by the parameter they are sent as: photo, document."""


class TelegramApi(Protocol):
    """The Bot API of one bot, over HTTP or in process."""

    async def call(
        self, method: str, params: Mapping[str, object], *, seconds: float = 20, files: FilesByParameter | None = None
    ) -> Answer:
        """One call. Never raises for what the network does: status 0 is «no answer»."""
        ...

    async def download(self, file_id: str, *, seconds: float = 60) -> bytes | None:
        """A file that somebody sent, by its id; None when Telegram does not give it (any more)."""
        ...

    async def close(self) -> None: ...


class HttpTelegram:
    """The Bot API over HTTP. The address holds the token, so no error of the network is ever passed on."""

    def __init__(self, root: str, token: str, *, connections: int = 32) -> None:
        self._root = f"{root}/bot{token}/"
        self._files = f"{root}/file/bot{token}/"
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        return self._session

    async def call(
        self, method: str, params: Mapping[str, object], *, seconds: float = 20, files: FilesByParameter | None = None
    ) -> Answer:
        if self._closed:
            return Answer(0, {})
        try:
            async with self._open().post(
                self._root + method,
                data=_form(params, files) if files else orjson.dumps(params),
                headers=None if files else {"Content-Type": "application/json"},
                timeout=aiohttp.ClientTimeout(total=seconds),
            ) as response:
                body = read_json(await response.read())
                return Answer(response.status, body if isinstance(body, dict) else {})
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return Answer(0, {})

    async def download(self, file_id: str, *, seconds: float = 60) -> bytes | None:
        """A file that somebody sent, by its id; None when Telegram does not give it (any more)."""
        answer = await self.call("getFile", {"file_id": file_id})
        path = answer.result.get("file_path") if answer.ok and isinstance(answer.result, Mapping) else None
        if not isinstance(path, str) or self._closed:
            return None
        try:
            timeout = aiohttp.ClientTimeout(total=seconds)
            async with self._open().get(self._files + path, timeout=timeout) as response:
                return await response.read() if response.status == 200 else None
        except (aiohttp.ClientError, TimeoutError, OSError):
            return None

    async def close(self) -> None:
        self._closed = True
        if self._session is not None:
            await self._session.close()
            self._session = None


def read_json(raw: bytes) -> object:
    """JSON as it came. One broken character in a hundred updates costs that character, not the hundred. Raises
    ValueError for what is no JSON at all, or none that anybody could read to its ground."""
    try:
        return orjson.loads(raw)
    except ValueError:
        try:
            lenient = json.loads(raw.decode(errors="replace"))
            return orjson.loads(json.dumps(lenient, ensure_ascii=False).encode(errors="replace"))
        except RecursionError:
            raise ValueError("nested too deeply") from None


def _form(params: Mapping[str, object], files: FilesByParameter) -> aiohttp.FormData:
    """Files travel in a form; what is no text stands in it as JSON."""
    form = aiohttp.FormData(quote_fields=False)
    for name, value in params.items():
        form.add_field(name, value if isinstance(value, str) else orjson.dumps(value).decode())
    for name, file in files.items():
        form.add_field(name, file.content, filename=file.name)
    return form
