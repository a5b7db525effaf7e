"""The one door for words and files: what they mean is decided by what this person was asked last."""

from dataclasses import replace

from domain.notices.notices import DraftScreen
from domain.notices.word_notices import FilesKept, SmallTalk
from domain.tickets.report_form import ALBUM, KEPT
from domain.vocabulary import State
from domain.words.choosing import read_choice
from domain.words.guessing import CALM
from domain.words.meaning import Meaning
from domain.words.thanks import says_thanks
from handlers.albums import begin_album, goes_on
from handlers.asking import answered
from handlers.danger import belongs_to_alarm, danger_first
from handlers.loose_words import ask_for_ticket, find_their_ticket
from handlers.said import MAX_MEGABYTES
from handlers.subject import Question, Subjects, Takes
from handlers.tickets.late_words import comes_late, kept_of
from handlers.tickets.thanks import thanked
from handlers.tickets.words import ADD, REPLY
from handlers.turn import Turn
from services.filing.accusations import accused_in
from services.filing.late_words import keep_files
from services.filing.reports import TOO_LONG, asks_for_words, edit_draft, edit_kept, keep_aside, names_a_place, say
from services.tickets.talking import correct_words
from services.views.ticket_views import is_reporter, seen
from storage.models import Awaited, Ticket


def words_or_files(subjects: Subjects, turn: Turn) -> None:
    """Text, photo, video, voice, document or position, in private."""
    question = subjects.asked(turn)
    if (question is None or question.danger) and danger_first(subjects, turn):
        return
    if turn.too_big:
        turn.say("file-too-big", most=MAX_MEGABYTES)
    if not turn.words and not turn.attachments():
        if not turn.too_big:
            not_understood(turn)  # nothing in it that anybody could read
        return
    if goes_on(turn) or thanked(turn):
        return
    if _answers_a_message(subjects, turn) or _answers_a_question(subjects, turn):
        return
    if belongs_to_alarm(turn) or not _is_for_a_draft(subjects, turn):
        return
    lead = say(
        turn.work,
        turn.person,
        turn.words,
        message_id=turn.said.number,
        media=turn.attachments(),
        guess=turn.guess,
    )
    part = turn.said.album is not None
    turn.answer(DraftScreen(None if part and lead != TOO_LONG else lead))


def _is_for_a_draft(subjects: Subjects, turn: Turn) -> bool:
    """A report, or part of one. Small talk opens nothing; words about an open report are asked back; either is kept
    for one tap."""
    work, words = turn.work, turn.words
    draft = work.conversation.draft(turn.person.id)
    if not words:
        return draft is not None or not find_their_ticket(subjects, turn, None)
    if (draft is not None and turn.attachments()) or accused_in(work, words) is not None:
        return True  # a complaint of the steward is never added to what they handle, nor taken for talk
    meaning = _meaning(turn, words)
    if (draft is None or meaning is Meaning.FOLLOW_UP) and find_their_ticket(subjects, turn, meaning):
        return False
    if turn.attachments():
        return True
    if meaning is Meaning.COMMAND and answered(subjects, turn, meaning):
        return False
    if draft is None and answered(subjects, turn, meaning):
        return False
    if meaning is not Meaning.SMALL_TALK or (draft is None and names_a_place(work, words)):
        return True
    greeting = work.community.is_greeting(words) and read_choice(words) is None  # a number may be a door
    greeting = greeting or says_thanks(words)
    if draft is not None and (not greeting or asks_for_words(work, turn.person)):
        return True
    if draft is not None:
        turn.answer(DraftScreen("draft-thanks" if says_thanks(words) else "draft-small-talk"))
        return False
    if not greeting:
        keep_aside(work, turn.person, words, turn.said.number)
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


def _answers_a_message(subjects: Subjects, turn: Turn) -> bool:
    """A reply to a message about a ticket belongs to that ticket, whatever else is going on; a question about it that
    waits is what is answered."""
    ticket = _quoted(turn)
    if ticket is None:
        return False
    awaited = turn.work.conversation.awaited(turn.person.id)
    if awaited is not None and awaited.ticket_id == ticket.id and awaited.what in subjects.questions:
        return False
    if comes_late(turn, ticket.id):
        return True
    if is_reporter(ticket, turn.person) and ticket.state is State.RESOLVED:
        ask_for_ticket(turn, ticket.id)
        return True
    question = ADD if ticket.reporter_id == turn.person.id else REPLY
    _answer(turn, question, Awaited(what=question.name, ticket_id=ticket.id, detail={}))
    return True


def _quoted(turn: Turn) -> Ticket | None:
    """The ticket that the quoted message is about, be it ours or what they once said to it; None when there is none, or
    none that they may see any more."""
    number = turn.said.answers
    if number is None:
        return None
    ticket_id = turn.work.messages.ticket_of(turn.account, number)
    if ticket_id is None and (said := turn.work.contents.text_of_message(turn.account, number)) is not None:
        ticket_id = said.ticket_id
    return seen(turn.work, ticket_id, turn.person) if ticket_id is not None else None


def _answers_a_question(subjects: Subjects, turn: Turn) -> bool:
    conversation = turn.work.conversation
    awaited = conversation.awaited(turn.person.id)
    if awaited is None or awaited.what == ALBUM:
        return False
    if awaited.what == KEPT:
        return _goes_on_with_kept(turn, awaited)
    question = subjects.questions.get(awaited.what)
    if question is None:  # asked by another version, and nobody knows it any more
        conversation.stop_awaiting(turn.person.id)
        return False
    _answer(turn, question, awaited)
    return True


def step_aside(subjects: Subjects, turn: Turn) -> None:
    """A question asked in passing is over with the first words that do not answer it."""
    question = subjects.asked(turn)
    if question is None or question.fits is None or question.fits(turn):
        return
    command = subjects.commanded(turn.words)
    if command is None or not command.always:  # help ends nothing
        turn.work.conversation.stop_awaiting(turn.person.id)


def _answer(turn: Turn, question: Question, awaited: Awaited) -> None:
    """The question is over, once for all of an album, unless it asks again. Files that do not answer it are kept."""
    conversation, person_id = turn.work.conversation, turn.person.id
    ticket_id, only_files = awaited.ticket_id, question.takes is Takes.WORDS and bool(turn.attachments())
    if turn.words or not only_files:
        kept = conversation.kept(person_id, ticket_id)
        conversation.stop_awaiting(person_id)
        question.answer(turn, awaited)
        now = conversation.awaited(person_id)
        if now is None and question.ends is not None:
            turn.say(question.ends, ticket_id=ticket_id)
        if kept is not None and conversation.kept(person_id, ticket_id) is None:
            conversation.keep_beside(person_id, kept, ticket_id)
    if only_files:
        _keep_files(turn, ticket_id)
    elif (now := conversation.awaited(person_id)) is None or now.what != KEPT:
        begin_album(turn)


def _keep_files(turn: Turn, ticket_id: int | None) -> None:
    if keep_files(turn.work, turn.person, ticket_id, replace(kept_of(turn), words="")):
        turn.answer(FilesKept(ticket_id, answered=bool(turn.words)))


def _goes_on_with_kept(turn: Turn, awaited: Awaited) -> bool:
    """The rest of an album goes to what was kept. Other words leave alone what was kept for a ticket; what was kept for
    none they take the place of, unless it still waits for its ticket."""
    album = turn.said.album
    if album is not None and album == awaited.detail.get("album"):
        keep_files(turn.work, turn.person, awaited.ticket_id, kept_of(turn))
        return True
    if awaited.ticket_id is None and not awaited.detail.get("loose"):
        turn.work.conversation.stop_awaiting(turn.person.id)
    return False


def edited(subjects: Subjects, turn: Turn) -> None:
    """An edited message: of the draft, of a ticket, or of neither; never a second report."""
    if danger_first(subjects, turn):
        return
    if (lead := edit_draft(turn.work, turn.person, turn.said.number, turn.words)) is not None:
        turn.answer(DraftScreen(lead))
        return
    if edit_kept(turn.work, turn.person, turn.said.number, turn.words):
        turn.say("edited-kept")
        return
    ticket = correct_words(turn.work, turn.remark, by=turn.person)
    if ticket is None:
        turn.say("edited-elsewhere")
    else:
        turn.say("edited-ticket", ticket_id=ticket.id)


def not_understood(turn: Turn) -> None:
    """Stickers, dice, games: what can be sent instead; nothing already written is lost."""
    turn.say("not-understood")
    if turn.work.conversation.draft(turn.person.id) is not None:
        turn.answer(DraftScreen())
