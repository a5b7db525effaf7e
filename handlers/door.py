"""Where an update comes in: recognise the person, find the route, answer, cross it off; or say why not.

Three kinds of trouble, three answers (docs/flow.md): an expected «no» undoes the changes and is said; a bug sets
the update aside with an incident number and the person reads «sorry»; a database error leaves here unanswered
and the whole unit is tried again.
"""

import json
import logging
import secrets
import traceback
from dataclasses import dataclass

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType

from domain.notices import Letter, Say, Sorry
from domain.refusal import Refusal
from handlers.moderation import held_back
from handlers.routes import route_of
from handlers.turn import Me, Toast, Turn, refuse
from messages.buttons import TicketButton
from services.reachability import person_reachable, person_unreachable
from storage.errors import TryAgain
from storage.inbox import Waiting
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """What is left to do after the commit, and how it went: done, refused, set_aside, nothing."""

    toasts: tuple[Toast, ...]
    outcome: str


def answer_update(work: UnitOfWork, waiting: Waiting, me: Me) -> Answered:
    """Answer one update within the open unit. Always crosses it off, or sets it aside."""
    update: Update | None = None
    try:
        with work.attempt():
            update = Update.de_json(json.loads(waiting.body), me)
            answered = _answer(work, update, me)
    except Refusal as refusal:
        answered = _refused(work, update, me, refusal)
    except TryAgain:
        raise
    except Exception as bug:
        incident = secrets.token_hex(4).upper()
        log.error("incident %s update=%s %s %s", incident, waiting.update_id, type(bug).__name__, frames_of(bug))
        work.inbox.set_aside(waiting.id, incident)
        _apologise(work, waiting, incident)
        return Answered((), "set_aside")
    work.inbox.cross_off(waiting.id)
    return answered


def give_up(work: UnitOfWork, waiting: Waiting) -> None:
    """An update that has ended the process again and again: set aside, and its sender is told."""
    incident = secrets.token_hex(4).upper()
    log.error("incident %s update=%s set aside after %s tries", incident, waiting.update_id, waiting.tries)
    work.inbox.set_aside(waiting.id, incident)
    _apologise(work, waiting, incident)


def frames_of(error: BaseException) -> str:
    """Where it happened: files and lines, never values."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno}" for frame in reversed(frames[-6:]))


def _turn(work: UnitOfWork, update: Update, me: Me) -> Turn | None:
    user = update.effective_user
    if user is None or user.is_bot:
        return None
    return Turn(update, work, work.people.recognise(user.id, user.language_code), me)


def _answer(work: UnitOfWork, update: Update, me: Me) -> Answered:
    chat = update.effective_chat
    if chat is not None and chat.type != ChatType.PRIVATE:
        return _in_a_group(work, update, me)
    turn = _turn(work, update, me)
    if turn is None:
        return Answered((), "nothing")
    if update.my_chat_member is not None:
        if update.my_chat_member.new_chat_member.status == ChatMemberStatus.BANNED:
            person_unreachable(work, turn.person, "the person stopped the bot")
        else:
            person_reachable(work, turn.person)
        return Answered((), "done")
    person_reachable(work, turn.person)
    handle = route_of(update)
    if handle is None:
        return Answered((), "nothing")
    if held_back(turn):
        return Answered(tuple(turn.toasts), "restricted")
    handle(turn)
    return Answered(tuple(turn.toasts), "done")


def _in_a_group(work: UnitOfWork, update: Update, me: Me) -> Answered:
    """In groups the bot answers with a private link only, and only when it is spoken to."""
    message, chat = update.effective_message, update.effective_chat
    if message is None or chat is None or chat.type == ChatType.CHANNEL or update.edited_message is not None:
        return Answered((), "nothing")
    if message.migrate_to_chat_id is not None:
        work.outbox.move_chat(chat.id, message.migrate_to_chat_id)
        return Answered((), "done")
    replied = message.reply_to_message
    words = message.text or message.caption or ""
    to_me = replied is not None and replied.from_user is not None and replied.from_user.id == me.bot.id
    mentions = f"@{me.bot.username}".lower() in words.lower() or words.startswith("/")
    if not (to_me or mentions):
        return Answered((), "nothing")
    link = f"https://t.me/{me.bot.username}"
    work.outbox.add(chat.id, Letter(0, Say("group-only", {"link": link}), reply_to=message.message_id))
    return Answered((), "done")


def _refused(work: UnitOfWork, update: Update | None, me: Me, refusal: Refusal) -> Answered:
    turn = _turn(work, update, me) if update is not None else None
    if turn is None:
        return Answered((), "refused")
    refuse(turn, refusal, _pressed_ticket(turn, refusal))
    return Answered(tuple(turn.toasts), "refused")


def _pressed_ticket(turn: Turn, refusal: Refusal) -> int | None:
    """The ticket whose card is redrawn after a refused press; none when the presser may not see it."""
    if turn.query is None or refusal.key in ("refused-unknown-ticket", "refused-old-button"):
        return None
    try:
        return turn.button(TicketButton).ticket_id
    except Refusal:
        return None


def _apologise(work: UnitOfWork, waiting: Waiting, incident: str) -> None:
    """In private chats only, where the chat's number is the person's."""
    person = work.people.by_account(waiting.chat_id) if waiting.chat_id > 0 else None
    if person is not None:
        work.tell(Letter(person.id, Sorry(incident)))
    elif waiting.chat_id > 0:
        work.outbox.add(waiting.chat_id, Letter(0, Sorry(incident)))
