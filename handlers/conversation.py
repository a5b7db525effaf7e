"""The one door for words and files: what they mean is decided by what this person was asked last."""

from collections.abc import Callable, Mapping

from domain.notices.notices import DraftScreen
from domain.notices.post_notices import CorrectionSure
from domain.notices.word_notices import SmallTalk, WhichTicket
from domain.places.place_reading import read_place
from domain.tickets.report_form import KEPT
from domain.vocabulary import Action, ReturnReason
from domain.words.choosing import read_choice
from domain.words.guessing import CALM
from domain.words.meaning import Meaning
from handlers.albums import ALBUM, begin_album, goes_on
from handlers.asking import answered
from handlers.attachments import MAX_MEGABYTES
from handlers.danger import belongs_to_alarm, danger_first
from handlers.late_words import comes_late
from handlers.leave import leave_words
from handlers.office_words import ANSWERS
from handlers.posts import invite_name, invite_place
from handlers.subject import Subjects, Takes
from handlers.turn import Turn
from handlers.waiting import wait_typed
from services.filing.accusations import accused_in
from services.filing.reports import TOO_LONG, asks_for_a_name, edit_draft, edit_kept, keep_aside, names_a_place, say
from services.tickets.checks import check_disagrees
from services.tickets.closing import not_solved, reopen_ticket
from services.tickets.correcting import check_place, write_address
from services.tickets.steps import return_ticket
from services.tickets.talking import add_words, correct_words
from storage.models import Awaited, Ticket

TakeWords = Callable[[Turn, Awaited, str], None]
"""What to do with the words that were awaited; the text is what stood behind the colon of the question."""


def words_or_files(subjects: Subjects, turn: Turn) -> None:
    """Text, photo, video, voice, document or position, in private."""
    if not _writes_to_many(subjects, turn) and danger_first(turn):
        return
    if turn.too_big:
        turn.say("file-too-big", most=MAX_MEGABYTES)
    if not turn.words and not turn.attachments():
        if not turn.too_big:
            not_understood(turn)  # nothing in it that anybody could read
        return
    if goes_on(turn) or _answers_a_message(turn) or _answers_a_question(subjects, turn):
        return
    if belongs_to_alarm(turn) or not _is_for_a_draft(turn):
        return
    lead = say(
        turn.work,
        turn.person,
        turn.words,
        message_id=turn.message.message_id,
        media=turn.attachments(),
        guess=turn.guess,
    )
    part = turn.message.media_group_id is not None
    turn.answer(DraftScreen(None if part and lead != TOO_LONG else lead))


def _writes_to_many(subjects: Subjects, turn: Turn) -> bool:
    """The words of an announcement tell others of a danger; they report none."""
    awaited = turn.work.conversation.awaited(turn.person.id)
    question = subjects.questions.get(awaited.what) if awaited is not None else None
    return question is not None and not question.danger


def _is_for_a_draft(turn: Turn) -> bool:
    """A report, or part of one. Small talk opens nothing; words about an open report are asked back; either is kept
    for one tap."""
    work, words = turn.work, turn.words
    draft = work.conversation.draft(turn.person.id)
    if not words or turn.attachments():
        return True
    meaning = _meaning(turn, words)
    if accused_in(work, words) is not None:
        return True  # a complaint of the steward is never added to what they handle, nor taken for talk
    if meaning is Meaning.COMMAND and answered(turn, meaning):
        return False
    if draft is None and answered(turn, meaning):
        return False
    if meaning is Meaning.FOLLOW_UP and work.tickets.open_of_reporter(turn.person):
        keep_aside(work, turn.person, words, turn.message.message_id)
        turn.answer(WhichTicket())
        return False
    if meaning is not Meaning.SMALL_TALK or (draft is None and names_a_place(work, words)):
        return True
    greeting = work.community.is_greeting(words) and read_choice(words) is None  # a number may be a door
    if draft is not None and (not greeting or asks_for_a_name(work, turn.person)):
        return True
    if draft is not None:
        turn.answer(DraftScreen("draft-small-talk"))
        return False
    if not greeting:
        keep_aside(work, turn.person, words, turn.message.message_id)
    turn.answer(SmallTalk(kept=not greeting))
    return False


_OF_NO_PLACE = frozenset({Meaning.FOLLOW_UP, Meaning.COMMAND})


def _meaning(turn: Turn, words: str) -> Meaning:
    """By the community's words and what has been learnt. Only somebody who has an open report is guessed to mean one;
    whoever names a place means neither that nor a command. What is guessed never ends a report that is being
    written."""
    community = turn.work.community
    if turn.work.conversation.draft(turn.person.id) is not None:
        return community.meaning(words)
    guesses = [guess for guess in turn.guess(words) if guess.what != CALM]
    if guesses and guesses[0].what in _OF_NO_PLACE and names_a_place(turn.work, words):
        guesses = [guess for guess in guesses if guess.what not in _OF_NO_PLACE]
    if guesses and guesses[0].what == Meaning.FOLLOW_UP and not turn.work.tickets.open_of_reporter(turn.person):
        guesses = guesses[1:]
    return community.meaning(words, guesses)


def _answers_a_message(turn: Turn) -> bool:
    """A reply to a message about a ticket belongs to that ticket, whatever else is going on."""
    replied = turn.message.reply_to_message
    if replied is None:
        return False
    ticket_id = turn.work.messages.ticket_of(turn.message.chat_id, replied.message_id)
    if ticket_id is None:
        return False
    ticket = turn.work.tickets.get(ticket_id, seen_by=turn.person)
    if ticket.reporter_id == turn.person.id:
        _comment(turn, ticket_id)
    else:
        _reply(turn, ticket_id)
    return True


def _answers_a_question(subjects: Subjects, turn: Turn) -> bool:
    awaited = turn.work.conversation.awaited(turn.person.id)
    if awaited is None or awaited.what == ALBUM:
        return False
    if awaited.what == KEPT:
        return _goes_on_late(turn, awaited)
    if (question := subjects.questions.get(awaited.what)) is not None:
        question.answer(turn, awaited)
        if question.takes is Takes.WORDS and turn.attachments():
            begin_album(turn)
            turn.say("files-not-taken")
        return True
    what, _, rest = awaited.what.partition(":")
    _ANSWERS[what](turn, awaited, rest)
    if what in ANSWERED_IN_WORDS and turn.attachments():
        begin_album(turn)
        turn.say("files-not-taken")
    return True


def _goes_on_late(turn: Turn, awaited: Awaited) -> bool:
    """The rest of an album goes to what was kept for an ended ticket. Other words leave that alone; what was kept for
    no ticket they take the place of."""
    if awaited.ticket_id is None:
        turn.work.conversation.stop_awaiting(turn.person.id)
    album = turn.message.media_group_id
    same = album is not None and album == awaited.detail.get("album")
    return same and awaited.ticket_id is not None and comes_late(turn, awaited.ticket_id)


def _done(turn: Turn, key: str, ticket: Ticket, **values: str) -> None:
    """The question is answered, once for all of an album."""
    turn.work.conversation.stop_awaiting(turn.person.id)
    begin_album(turn)
    turn.say(key, ticket_id=ticket.id, **values)


def _add(turn: Turn, ticket_id: int, action: Action) -> Ticket:
    return add_words(turn.work, ticket_id, action, turn.said, by=turn.person)


def _comment(turn: Turn, ticket_id: int) -> None:
    if comes_late(turn, ticket_id):
        return
    _done(turn, "done-add", _add(turn, ticket_id, Action.COMMENT))


def _reply(turn: Turn, ticket_id: int) -> None:
    if comes_late(turn, ticket_id):
        return
    ticket = _add(turn, ticket_id, Action.REPLY)
    key = "done-reply"
    if ticket.reporter_id is None:
        key = "done-reply-nobody"
    elif turn.work.people.get(ticket.reporter_id).unreachable_at is not None:
        key = "done-reply-unreachable"
    _done(turn, key, ticket)


def _note(turn: Turn, awaited: Awaited, _rest: str) -> None:
    _done(turn, "done-note", _add(turn, awaited.about, Action.NOTE))


def _return(turn: Turn, awaited: Awaited, reason: str) -> None:
    why = ReturnReason(reason)
    ticket = return_ticket(turn.work, awaited.about, by=turn.person, reason=why, said=turn.said)
    _done(turn, "done-return", ticket)


def _not_solved(turn: Turn, awaited: Awaited, _rest: str) -> None:
    if comes_late(turn, awaited.about):
        return
    ticket, moved_up = not_solved(turn.work, awaited.about, by=turn.person, said=turn.said)
    _done(turn, "done-not_solved-higher" if moved_up else "done-not_solved", ticket)


def _reopen(turn: Turn, awaited: Awaited, _rest: str) -> None:
    ticket = reopen_ticket(turn.work, awaited.about, by=turn.person, said=turn.said)
    _done(turn, "done-reopen", ticket)


def _check(turn: Turn, awaited: Awaited, _rest: str) -> None:
    ticket = check_disagrees(turn.work, awaited.about, by=turn.person, said=turn.said)
    _done(turn, "done-check-disagrees", ticket)


def _relocate(turn: Turn, awaited: Awaited, _rest: str) -> None:
    """Where it really is: shown with who answers there before it is saved."""
    ticket_id = awaited.about
    reading = read_place(turn.words, turn.work.directory, turn.work.community)
    if reading.certain is None:
        turn.say("relocate-several" if reading.addresses else "relocate-not-found")
        return
    check_place(turn.work, ticket_id, reading.certain, by=turn.person)
    turn.answer(CorrectionSure(ticket_id, "place", write_address(reading.certain)))


_ANSWERS: Mapping[str, TakeWords] = {
    "add": lambda turn, awaited, _rest: _comment(turn, awaited.about),
    "reply": lambda turn, awaited, _rest: _reply(turn, awaited.about),
    "result": lambda turn, awaited, _rest: _reply(turn, awaited.about),
    "note": _note,
    "return": _return,
    "not_solved": _not_solved,
    "reopen": _reopen,
    "check": _check,
    "wait_date": wait_typed,
    "relocate": _relocate,
    "leave": leave_words,
    "invite": invite_name,
    "invite_place": invite_place,
    **ANSWERS,
}


ANSWERED_IN_WORDS = frozenset(
    {"wait_date", "relocate", "leave", "invite", "invite_place"}
    | {"extend_date", "park_date", "merge", "restrict_date", "restrict_why"}
)
"""Questions for a day, a place, a name or a number: a photo answers none of them, and whoever sends one is told."""


def edited(turn: Turn) -> None:
    """An edited message: of the draft, of a ticket, or of neither; never a second report."""
    if turn.message.text is None and turn.message.caption is None:
        return
    if danger_first(turn):
        return
    if (lead := edit_draft(turn.work, turn.person, turn.message.message_id, turn.words)) is not None:
        turn.answer(DraftScreen(lead))
        return
    if edit_kept(turn.work, turn.person, turn.message.message_id, turn.words):
        turn.say("edited-kept")
        return
    ticket = correct_words(turn.work, turn.said, by=turn.person)
    if ticket is None:
        turn.say("edited-elsewhere")
    else:
        turn.say("edited-ticket", ticket_id=ticket.id)


def not_understood(turn: Turn) -> None:
    """Stickers, dice, games: what can be sent instead; nothing already written is lost."""
    turn.say("not-understood")
    if turn.work.conversation.draft(turn.person.id) is not None:
        turn.answer(DraftScreen())
