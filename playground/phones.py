"""What the page with the phones asks for: who is on which phone, what their chats show, what they do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import orjson
from aiohttp import web

from playground.answers import Json
from playground.bots import Bot
from playground.chats import Chat, Event, Message
from playground.files import LARGEST_PHOTO, Upload
from playground.people import Person
from playground.telegram import Telegram

PAGE = Path(__file__).parent / "page"
PAGE_FILES = {
    "/": ("index.html", "text/html"),
    "/style.css": ("style.css", "text/css"),
    "/phones.js": ("phones.js", "text/javascript"),
    "/phone.js": ("phone.js", "text/javascript"),
    "/messages.js": ("messages.js", "text/javascript"),
}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
KEEP_ALIVE_SECONDS = 15.0
PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}

Stream = asyncio.Queue[bytes | None]


class Phones:
    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self._streams: dict[Stream, asyncio.AbstractEventLoop] = {}
        self._forget: Callable[[], None] | None = None

    def add_to(self, app: web.Application) -> None:
        for path in PAGE_FILES:
            app.router.add_get(path, self.page)
        app.router.add_get("/playground/phones", self.phones)
        app.router.add_get("/playground/events", self.events)
        app.router.add_get("/playground/files/{path:.+}", self.file)
        app.router.add_get(r"/playground/chats/{person:\d+}", self.chat)
        app.router.add_post(r"/playground/chats/{person:\d+}/photo", self.photo)
        app.router.add_post(r"/playground/chats/{person:\d+}/{action}", self.act)
        app.on_startup.append(self._start)
        app.on_shutdown.append(self._stop)

    async def _start(self, _app: web.Application) -> None:
        self._forget = self.telegram.listen(self._happened)

    async def _stop(self, _app: web.Application) -> None:
        if self._forget is not None:
            self._forget()
        for stream in self._streams:
            stream.put_nowait(None)

    @property
    def bot(self) -> Bot:
        """The page shows the chats with the first bot."""
        if not self.telegram.bots:
            raise web.HTTPNotFound(text="There is no bot yet.")
        return self.telegram.bots[0]

    def _person(self, request: web.Request) -> Person:
        number = int(request.match_info["person"])
        for person in self.telegram.people:
            if person.id == number:
                return person
        raise web.HTTPNotFound(text="There is nobody with this number.")

    async def page(self, request: web.Request) -> web.Response:
        name, kind = PAGE_FILES[request.path]
        content = await asyncio.to_thread((PAGE / name).read_bytes)
        return web.Response(body=content, content_type=kind, charset="utf-8", headers=HEADERS)

    async def phones(self, _request: web.Request) -> web.Response:
        return _json(
            {
                "bot": {"name": self.bot.name, "username": self.bot.username},
                "phones": [
                    {"name": name, "people": [_person_json(person) for person in people]}
                    for name, people in self.telegram.cast.items()
                ],
            }
        )

    async def chat(self, request: web.Request) -> web.Response:
        person = self._person(request)
        chat = person.chat(self.bot)
        return _json(
            {
                **_chat_json(chat, self.telegram.now()),
                "commands": self.bot.commands_for(person),
                "messages": [_message_json(message) for message in chat.visible],
            }
        )

    async def file(self, request: web.Request) -> web.Response:
        found = self.telegram.world.files.at_path(request.match_info["path"])
        if found is None:
            raise web.HTTPNotFound
        picture = picture_type(found[0])
        headers = HEADERS if picture else {**HEADERS, "Content-Disposition": "attachment"}
        return web.Response(body=found[0], content_type=picture or "application/octet-stream", headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        stream: Stream = asyncio.Queue()
        self._streams[stream] = asyncio.get_running_loop()
        try:
            await response.prepare(request)
            await response.write(b"retry: 1000\n\n")
            while True:
                try:
                    part = await asyncio.wait_for(stream.get(), KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    part = b":\n\n"
                if part is None:
                    break
                await response.write(part)
        except ConnectionResetError:
            pass
        finally:
            del self._streams[stream]
        return response

    def _happened(self, event: Event) -> None:
        chat = event.chat
        if not self._streams or chat.person is None or chat.bot_id != self.bot.id:
            return
        body: Json = {"kind": event.kind, "chat": _chat_json(chat, self.telegram.now())}
        if event.message is not None:
            body["message"] = _message_json(event.message)
        if event.toast is not None:
            body["toast"] = {"text": event.toast.text, "alert": event.toast.show_alert}
        part = b"data: " + orjson.dumps(body) + b"\n\n"
        for stream, loop in self._streams.items():
            loop.call_soon_threadsafe(stream.put_nowait, part)

    async def photo(self, request: web.Request) -> web.Response:
        """A chosen picture as multipart, or none for a drawn one."""
        _refuse_strange_pages(request)
        person = self._person(request)
        caption, content = None, None
        if request.content_type == "multipart/form-data":
            async for part in await request.multipart():
                if not isinstance(part, aiohttp.BodyPartReader):
                    raise web.HTTPBadRequest
                if part.filename is None:
                    caption = (await part.text()).strip() or None
                else:
                    content = bytes(await part.read())
        upload = None
        if content is not None:
            kind = picture_type(content)
            if kind is None or len(content) > LARGEST_PHOTO:
                return _refused("请选择 10 MB 以内的图片 · Please choose a picture of at most 10 MB")
            upload = Upload(content, f"photo.{kind.removeprefix('image/')}", kind)
        return self._do(lambda: person.sends_photo(self.bot, caption=caption, content=upload))

    async def act(self, request: web.Request) -> web.Response:
        _refuse_strange_pages(request)
        person, bot = self._person(request), self.bot
        try:
            asked: Any = orjson.loads(await request.read() or b"{}")
            text, data = str(asked.get("text", "")), str(asked.get("data", ""))
            reply_to, message_id = asked.get("reply_to"), int(asked.get("message_id") or 0)
        except (ValueError, TypeError, AttributeError):
            raise web.HTTPBadRequest from None
        actions: dict[str, Callable[[], object]] = {
            "start": lambda: person.start(bot, text),
            "say": lambda: person.says(bot, text, reply_to=reply_to if isinstance(reply_to, int) else None),
            "edit": lambda: person.edits(bot, message_id, text),
            "press": lambda: person.presses(bot, message_id, data),
            "album": lambda: person.sends_album(bot, 3, text.strip() or None),
            "voice": lambda: person.sends_voice(bot),
            "location": lambda: person.sends_location(bot),
            "contact": lambda: person.sends_contact(bot),
            "block": lambda: person.blocks(bot),
            "unblock": lambda: person.unblocks(bot),
        }
        action = actions.get(request.match_info["action"])
        if action is None:
            raise web.HTTPNotFound
        return self._do(action)

    def _do(self, action: Callable[[], object]) -> web.Response:
        try:
            action()
        except (LookupError, ValueError, RuntimeError) as problem:
            return _refused(str(problem))
        return _json({"ok": True})


def _refuse_strange_pages(request: web.Request) -> None:
    """A page from elsewhere, open in the same browser, must not write in somebody's name."""
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        raise web.HTTPForbidden


def picture_type(content: bytes) -> str | None:
    return next((kind for start, kind in PICTURES.items() if content.startswith(start)), None)


def _json(body: Json, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json", headers=HEADERS)


def _refused(reason: str) -> web.Response:
    return _json({"ok": False, "error": reason}, 400)


def _person_json(person: Person) -> Json:
    return {"id": person.id, "name": person.full_name}


def _chat_json(chat: Chat, now: float) -> Json:
    typing = chat.typing_at is not None and now - chat.typing_at < 5
    return {
        "person": chat.id,
        "started": chat.started,
        "blocked": chat.blocked,
        "keyboard": chat.keyboard,
        "typing": typing,
    }


def _message_json(message: Message) -> Json:
    found: Json = {
        "id": message.id,
        "kind": message.kind,
        "mine": not message.from_bot,
        "date": message.date,
        "edited": message.edited,
        "text": message.text,
        "entities": [
            {"type": entity.type, "offset": entity.offset, "length": entity.length, "url": entity.url}
            for entity in message.entities
        ],
        "buttons": [
            [{"text": button.text, "data": button.data, "url": button.url, "style": button.style} for button in row]
            for row in message.buttons
        ],
        "reply_to": message.reply_to,
        "album": message.album,
        "forwarded_from": message.forwarded_from,
    }
    if message.file is not None:
        found["file"] = f"/playground/files/{message.file.path()}"
        found["details"] = {**message.file.details, "size": len(message.file.content)}
    elif message.media is not None:
        found["details"] = message.media.details
    return found
