"""Where an update comes in: recognise the person, find the route, answer, cross it off; or say why not.

Three kinds of trouble, three answers (docs/flow.md): an expected «no» undoes the changes and is said; a bug sets
the update aside with an incident number and the person reads «sorry»; a database error leaves here unanswered
and the whole unit is tried again.
"""

import logging
import re
import secrets
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace

import orjson
from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType

from domain.notices.notices import Letter, Say, Sorry
from domain.refusal import Refusal
from handlers.danger import passes_the_flood
from handlers.restrictions import held_back
from handlers.routes import Routes
from handlers.soundness import READ, check
from handlers.subject import Subjects
from handlers.turn import Me, Toast, Turn, refuse
from messages.drawing.buttons import ON_TICKET, Button
from messages.tickets.cards import ON_EVERY_CARD
from services.filing.flooding import Heard, feel, hear
from services.posts.reachability import account_moved, account_unreachable, person_reachable
from storage.delivery.inbox import Waiting
from storage.people.accounts import NUMBERED, ChannelAddress
from storage.sql.errors import TryAgain
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

_PRESSED = re.compile(rf'"data":"({ON_TICKET}:[^"\\]*)"')
_CARD = f'"callback_data":"{ON_TICKET}:{ON_EVERY_CARD}:'
_NOT_READ = (
    "poll", "game", "dice", "story", "sticker", "contact", "checklist", "invoice", "paid_media", "giveaway",
    "giveaway_winners", "external_reply", "quote", "forward_origin", "link_preview_options",
)  # fmt: skip
"""What a message may hold besides."""
_OF_A_REPLY = ("message_id", "date", "chat", "from")
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{2,35}")


@dataclass(frozen=True, slots=True)
class HandledUpdate:
    """What is left to do after the commit; how it went (done, refused, limited, set_aside, nothing), whose it was."""

    toasts: tuple[Toast, ...]
    outcome: str
    person_id: int | None = None
    ticket_id: int | None = None


class UpdateDoor:
    """Where updates come in, with the routes that the subjects make."""

    def __init__(self, subjects: Subjects, me: Me) -> None:
        self._subjects, self._routes, self._me = subjects, Routes(subjects), me

    def answer_together(self, work: UnitOfWork, waiting: Sequence[Waiting]) -> list[HandledUpdate]:
        """Answer the next updates of several chats within one unit, each in a savepoint of its own."""
        _expect(work, waiting)
        return [self.answer_update(work, one) for one in waiting]

    def answer_alone(self, work: UnitOfWork, waiting: Waiting) -> HandledUpdate:
        """Answer the only update of a unit, without a savepoint. An expected «no» or a bug leaves here as it is: it
        undoes the unit, and the update is answered by `answer_together`."""
        _expect(work, [waiting])
        answered = self._answered(work, _parsed(waiting, self._me))
        work.inbox.cross_off(waiting)
        return answered

    def answer_update(self, work: UnitOfWork, waiting: Waiting) -> HandledUpdate:
        """Answer one update within the open unit. Always crosses it off, or sets it aside."""
        update: Update | None = None
        try:
            with work.attempt():
                update = _parsed(waiting, self._me)
                answered = self._answered(work, update)
        except Refusal as refusal:
            answered = _refused(work, update, self._me, refusal)
        except TryAgain:
            raise
        except Exception as bug:
            incident = secrets.token_hex(4).upper()
            log.error("incident %s update=%s %s %s", incident, waiting.update_id, type(bug).__name__, frames_of(bug))
            work.inbox.set_aside(waiting, incident)
            _apologise(work, waiting, incident)
            return HandledUpdate((), "set_aside")
        work.inbox.cross_off(waiting)
        return answered

    def _answered(self, work: UnitOfWork, update: Update) -> HandledUpdate:
        answered = self._answer(work, update)
        ticket = work.just_changed()
        return replace(answered, ticket_id=ticket.id) if ticket is not None else answered

    def _answer(self, work: UnitOfWork, update: Update) -> HandledUpdate:
        chat = update.effective_chat
        if chat is not None and chat.type != ChatType.PRIVATE:
            return _in_a_group(work, update, self._me)
        if not _says_something(update) and update.my_chat_member is None:
            return HandledUpdate((), "nothing")
        turn = _turn(work, update, self._me)
        if turn is None:
            return HandledUpdate((), "nothing")
        if update.my_chat_member is not None:
            if update.my_chat_member.new_chat_member.status == ChatMemberStatus.BANNED:
                account_unreachable(work, turn.account, "the person stopped the bot")
            else:
                person_reachable(work, turn.person)
            return HandledUpdate((), "done", turn.person.id)
        person_reachable(work, turn.person)
        if (limited := _too_much(turn)) is not None:
            return limited
        handle = self._routes.route_of(update)
        if handle is None:
            return HandledUpdate((), "nothing", turn.person.id)
        if held_back(self._subjects, turn):
            return HandledUpdate(tuple(turn.toasts), "restricted", turn.person.id)
        handle(turn)
        return HandledUpdate(tuple(turn.toasts), "done", turn.person.id)


def _expect(work: UnitOfWork, waiting: Sequence[Waiting]) -> None:
    people = [_at(one.chat_id) for one in waiting if one.chat_id > 0]  # in private the chat's number is the person's
    pressed = {ticket for one in waiting if (ticket := _ticket_in(one.body)) is not None}
    work.expect(people, pressed)


def _ticket_in(body: str) -> int | None:
    """The ticket whose button was pressed, as far as it can be seen before the update is parsed."""
    pressed = _PRESSED.search(body)
    button = Button.read_or_none(pressed[1]) if pressed else None
    return button.subject_id if button is not None else None


def _parsed(waiting: Waiting, me: Me) -> Update:
    update = orjson.loads(waiting.body)
    check(update)
    return Update.de_json(_as_read(update, is_card=_CARD in waiting.body), me)


def _says_something(update: Update) -> bool:
    """Did somebody write, correct or press something? All else that people do is none of our business."""
    pressed = update.callback_query is not None and update.callback_query.message is not None
    return pressed or update.message is not None or update.edited_message is not None


def _as_read(given: dict[str, object], *, is_card: bool) -> dict[str, object]:
    """The update without what nobody here reads: other kinds of updates, and contents that are answered by «I do not
    understand», would have to be as the library knows them today. Of a pressed message only its number is read, and
    whether it is a card: its words, buttons and sender would take half of the parsing."""
    update = {name: given[name] for name in ("update_id", *READ) if name in given}
    for content in (update.get("message"), update.get("edited_message")):
        if isinstance(content, dict):
            _drop(content, _NOT_READ)
            replied = content.get("reply_to_message")
            if isinstance(replied, dict):
                content["reply_to_message"] = {name: replied[name] for name in _OF_A_REPLY if name in replied}
    query = update.get("callback_query")
    pressed = query.get("message") if isinstance(query, dict) else None
    if isinstance(pressed, dict):
        _drop(pressed, (*_NOT_READ, "from", "text", "entities", "caption", "caption_entities", "reply_markup"))
        if is_card:
            pressed["reply_markup"] = {"inline_keyboard": []}
    return update


def _drop(content: dict[str, object], names: Sequence[str]) -> None:
    for name in names:
        content.pop(name, None)


def give_up(work: UnitOfWork, waiting: Waiting) -> None:
    """An update that has ended the process again and again: set aside, and its sender is told."""
    incident = secrets.token_hex(4).upper()
    log.error("incident %s update=%s set aside after %s tries", incident, waiting.update_id, waiting.tries)
    work.inbox.set_aside(waiting, incident)
    _apologise(work, waiting, incident)


def frames_of(error: BaseException) -> str:
    """Where it happened: files and lines, never values."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno}" for frame in reversed(frames[-6:]))


def _turn(work: UnitOfWork, update: Update, me: Me) -> Turn | None:
    user = update.effective_user
    if user is None or user.is_bot:
        return None
    language = user.language_code if user.language_code and _LANGUAGE.fullmatch(user.language_code) else None
    return Turn(update, work, work.people.recognise(*_at(user.id), language), me)


def _too_much(turn: Turn) -> HandledUpdate | None:
    """Nobody floods the others: what is too much in a minute is told once and crossed off unread."""
    if turn.query is not None:
        heard = feel(turn.work, turn.person)
    else:
        heard = hear(turn.work, turn.person, turn.words, turn.message.edit_date or turn.message.date)
    if heard is Heard.WELCOME or passes_the_flood(turn):
        return None
    if heard is Heard.TOO_MUCH:
        turn.say("too-much")
        turn.toast(None)
    return HandledUpdate(tuple(turn.toasts), "limited")


def _in_a_group(work: UnitOfWork, update: Update, me: Me) -> HandledUpdate:
    """In groups the bot answers with a private link only, and only when it is spoken to."""
    message, chat = update.effective_message, update.effective_chat
    if message is None or chat is None or chat.type == ChatType.CHANNEL or update.edited_message is not None:
        return HandledUpdate((), "nothing")
    if message.migrate_to_chat_id is not None:
        account_moved(work, work.accounts.at(*_at(chat.id)), str(message.migrate_to_chat_id))
        return HandledUpdate((), "done")
    replied = message.reply_to_message
    words = message.text or message.caption or ""
    to_me = replied is not None and replied.from_user is not None and replied.from_user.id == me.bot.id
    mentions = f"@{me.bot.username}".lower() in words.lower() or words.startswith("/")
    if not (to_me or mentions):
        return HandledUpdate((), "nothing")
    account_id = work.accounts.at(*_at(chat.id))
    if work.outbox.waits_for(account_id):
        return HandledUpdate((), "nothing")  # one link that waits to be sent there is enough
    link = f"https://t.me/{me.bot.username}"
    work.outbox.add(account_id, Letter(0, Say("group-only", {"link": link}), reply_to=message.message_id))
    return HandledUpdate((), "done")


def _refused(work: UnitOfWork, update: Update | None, me: Me, refusal: Refusal) -> HandledUpdate:
    turn = _turn(work, update, me) if update is not None else None
    if turn is None:
        return HandledUpdate((), "refused")
    _too_much(turn)  # the count was undone with the changes: whatever is refused counts all the same
    ticket_id = _pressed_ticket(turn, refusal)
    refuse(turn, refusal, ticket_id)
    return HandledUpdate(tuple(turn.toasts), "refused", turn.person.id, ticket_id)


def _pressed_ticket(turn: Turn, refusal: Refusal) -> int | None:
    """The ticket whose card is redrawn after a refused press; none when the presser may not see it."""
    button = turn.pressed
    if button is None or refusal.key in ("refused-unknown-ticket", "refused-old-button"):
        return None
    return button.subject_id if button.kind == ON_TICKET else None


def _apologise(work: UnitOfWork, waiting: Waiting, incident: str) -> None:
    """In private chats only, where the chat's number is the person's."""
    person = work.people.by_account(waiting.chat_id) if waiting.chat_id > 0 else None
    if person is not None:
        work.tell(Letter(person.id, Sorry(incident)))
    elif waiting.chat_id > 0:
        work.outbox.add(work.accounts.at(*_at(waiting.chat_id)), Letter(0, Sorry(incident)))


def _at(number: int) -> ChannelAddress:
    """Where Telegram's chat of this number is."""
    return NUMBERED, str(number)
