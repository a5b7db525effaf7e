"""Methods about the bot itself: who it is, what it is called, which commands its menu has."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from playground.answers import Json, bad_request
from playground.arguments import Arguments, wrong_type
from playground.bots import DEFAULT_SCOPE, Bot
from playground.world import World

SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")
MOST_COMMANDS = 100
LONGEST = {"name": 64, "short_description": 120, "description": 512}


def get_me(_world: World, bot: Bot, _args: Arguments) -> Json:
    return {
        **bot.account.to_json(),
        "can_join_groups": True,
        "can_read_all_group_messages": bot.reads_all_group_messages,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _menu_key(world: World, bot: Bot, args: Arguments) -> tuple[str, str]:
    scope = args.structure("scope")
    language = args.text("language_code") or ""
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    if scope is None:
        return DEFAULT_SCOPE, language
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind in SCOPES:
        return str(kind), language
    if kind not in CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    chat = world.chat_for(bot, Arguments(scope).chat_id(), writing=False)
    return f"{kind}:{chat.id}", language


def set_my_commands(world: World, bot: Bot, args: Arguments) -> bool:
    key = _menu_key(world, bot, args)
    source = args.list("commands")
    if source is None:
        raise wrong_type("commands", "Array of BotCommand")
    if len(source) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    bot.menus[key] = [_command(entry) for entry in source]
    return True


def _command(source: Any) -> Json:
    if not isinstance(source, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    command, description = source.get("command"), source.get("description")
    if not isinstance(command, str) or not re.fullmatch(r"/?[a-z0-9_]{1,32}", command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or not 1 <= len(description.strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command.removeprefix("/"), "description": description.strip()}


def get_my_commands(world: World, bot: Bot, args: Arguments) -> list[Json]:
    return bot.menus.get(_menu_key(world, bot, args), [])


def delete_my_commands(world: World, bot: Bot, args: Arguments) -> bool:
    bot.menus.pop(_menu_key(world, bot, args), None)
    return True


def set_text(name: str, _world: World, bot: Bot, args: Arguments) -> bool:
    value = args.text(name) or ""
    if len(value) > LONGEST[name]:
        raise bad_request(f"{name} is too long")
    bot.texts[name, args.text("language_code") or ""] = value
    return True


def get_text(name: str, _world: World, bot: Bot, args: Arguments) -> Json:
    default = bot.texts.get((name, ""), bot.name if name == "name" else "")
    return {name: bot.texts.get((name, args.text("language_code") or ""), default)}


METHODS: dict[str, Any] = {
    "getme": get_me,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    **{f"setmy{name.replace('_', '')}": partial(set_text, name) for name in LONGEST},
    **{f"getmy{name.replace('_', '')}": partial(get_text, name) for name in LONGEST},
}
