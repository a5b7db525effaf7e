"""Methods about what people sent: the answer to a pressed button, and the way to a file."""

from __future__ import annotations

from typing import Any

from playground.answers import Json, bad_request
from playground.arguments import Arguments
from playground.bots import Bot
from playground.world import World

LONGEST_TOAST = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(world: World, bot: Bot, args: Arguments) -> bool:
    number, text = args.text("callback_query_id"), args.text("text") or ""
    show_alert = args.flag("show_alert")
    if len(text) > LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.queries.get(number or "")
    if query is None or query.bot_id != bot.id or world.now() - query.at > world.query_lifetime:
        raise bad_request(TOO_OLD)
    if query.answered:
        return True
    query.answered = True
    query.text, query.show_alert, query.url = text, show_alert, args.text("url")
    if text:
        world.toast(query)
    return True


def get_file(world: World, bot: Bot, args: Arguments) -> Json:
    file_id = args.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    return world.files.describe(file_id, bot.id)


METHODS: dict[str, Any] = {"answercallbackquery": answer_callback_query, "getfile": get_file}
