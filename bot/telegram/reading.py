"""What an update says, read by python-telegram-bot's own matchers: the first that takes it says what it is."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from telegram import Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.telegram.attachments import files_of
from bot.telegram.parsing import Me, parse
from handlers.said import Said, SaidKind

_LANGUAGE = re.compile(r"[A-Za-z0-9-]{2,35}")
_PRIVATE = filters.ChatType.PRIVATE
_NEW = filters.UpdateType.MESSAGE & _PRIVATE
_PUT_RIGHT = filters.UpdateType.EDITED_MESSAGE & _PRIVATE & (filters.TEXT | filters.CAPTION)
_GROUP = filters.UpdateType.MESSAGE & filters.ChatType.GROUPS
_MOSTLY = filters.TEXT | filters.PHOTO | filters.VIDEO | filters.VOICE | filters.Document.ALL | filters.LOCATION
"""What comes most is found without asking after all that it is not."""

Matcher = BaseHandler[Update, ContextTypes.DEFAULT_TYPE, None]


async def _never_called(_update: Update, _context: object) -> None:
    """PTB's handlers serve as matchers only: `check_update` is synchronous, what they would await is ours to call."""
    raise AssertionError("an update is matched here and answered by the door")


class UpdateReader:
    """Reads updates for this bot. `commands`: the names of those it knows; any other is a command too, but nobody's."""

    def __init__(self, me: Me, commands: Collection[str]) -> None:
        self._me = me
        self._table: Sequence[tuple[Matcher, Callable[[Update], Said | None]]] = (
            (CommandHandler(commands, _never_called, filters=_NEW), _command),
            (MessageHandler(_NEW & filters.COMMAND, _never_called), _strange_command),
            (MessageHandler(_NEW & _MOSTLY, _never_called), _words),
            (CallbackQueryHandler(_never_called), _press),
            (MessageHandler(_PUT_RIGHT, _never_called), _edit),
            (MessageHandler(_NEW & ~filters.StatusUpdate.ALL, _never_called), _words),
            (ChatMemberHandler(_never_called, ChatMemberHandler.MY_CHAT_MEMBER), _membership),
            (MessageHandler(_GROUP, _never_called), self._in_a_group),
        )

    def read(self, body: str) -> Said:
        """Raises ValueError for what Telegram cannot have sent."""
        update, beside = parse(body, self._me)
        for matcher, make in self._table:
            found = matcher.check_update(update)
            if found is not None and found is not False:
                said = make(update)
                return _nothing(update) if said is None else replace(said, beside=beside) if beside else said
        return _nothing(update)

    def _in_a_group(self, update: Update) -> Said | None:
        """Only where it is spoken to: a reply to it, its name, a command."""
        message = update.message
        if message is None:
            return None
        replied, words = message.reply_to_message, message.text or message.caption or ""
        to_me = replied is not None and replied.from_user is not None and replied.from_user.id == self._me.bot.id
        named = f"@{self._me.bot.username}".lower() in words.lower() or words.startswith("/")
        if not (to_me or named):
            return None
        return Said(str(message.chat.id), message.date, message.message_id, SaidKind.IN_A_GROUP)


def _command(update: Update) -> Said | None:
    said, typed = _words(update), _typed(update)
    return replace(said, command=typed.partition("@")[0]) if said is not None else None


def _strange_command(update: Update) -> Said | None:
    """One that is none of ours, or another bot's: it keeps that one's name, so that nobody takes it for theirs."""
    said = _words(update)
    return replace(said, command=_typed(update)) if said is not None else None


def _typed(update: Update) -> str:
    """The command as it was typed, without its slash."""
    message = update.effective_message
    words = message.text if message is not None else None
    return words[1 : message.entities[0].length].lower() if message is not None and words else ""


def _words(update: Update) -> Said | None:
    return _message(update, SaidKind.WORDS)


def _edit(update: Update) -> Said | None:
    return _message(update, SaidKind.EDIT)


def _message(update: Update, kind: SaidKind) -> Said | None:
    message, user = update.effective_message, update.effective_user
    if message is None or user is None or user.is_bot:
        return None
    contact = message.contact
    return Said(
        account=str(user.id),
        at=message.edit_date or message.date,
        number=message.message_id,
        kind=kind,
        words=message.text or message.caption or "",
        files=files_of(message),
        contact=contact.phone_number if contact is not None and contact.user_id == user.id else None,
        answers=message.reply_to_message.message_id if message.reply_to_message is not None else None,
        album=message.media_group_id,
        name=user.full_name,
        language=_language(user),
    )


def _press(update: Update) -> Said | None:
    query = update.callback_query
    message = query.message if query is not None else None
    if query is None or message is None or query.from_user.is_bot or message.chat.type != ChatType.PRIVATE:
        return None
    return Said(
        account=str(query.from_user.id),
        at=message.date,
        number=message.message_id,
        kind=SaidKind.PRESS,
        pressed_on=message.message_id,
        pressed=query.data or "",
        press=query.id,
        name=query.from_user.full_name,
        language=_language(query.from_user),
    )


def _membership(update: Update) -> Said | None:
    change = update.my_chat_member
    if change is None or change.from_user.is_bot or change.chat.type != ChatType.PRIVATE:
        return None
    left = change.new_chat_member.status == ChatMemberStatus.BANNED
    kind = SaidKind.BLOCKED if left else SaidKind.JOINED
    user = change.from_user
    return Said(str(user.id), change.date, 0, kind, name=user.full_name, language=_language(user))


def _nothing(update: Update) -> Said:
    chat, message = update.effective_chat, update.effective_message
    at = message.date if isinstance(message, Message) else datetime.fromtimestamp(0, UTC)
    return Said(str(chat.id) if chat is not None else "", at, 0, SaidKind.NOTHING)


def _language(user: User) -> str | None:
    code = user.language_code
    return code if code and _LANGUAGE.fullmatch(code) else None
