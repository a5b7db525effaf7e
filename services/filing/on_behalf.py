"""Whom a report in the making is for: a name, a door, a telephone number, and whether they know; each asked once, and
each may stay open."""

from domain.refusal import Refusal
from domain.tickets.concerned import MAX_CONCERNED_CHARACTERS, Concerned, read_aware, read_concerned
from domain.tickets.report_form import OF_WHOM, DraftQuestion, Form, Part
from domain.words.calling import phones_in, without_phones
from storage.unit_of_work import UnitOfWork

NO_NUMBER = "draft-behalf-piece"
"""The line above the next question when a number was none."""
_LEFT_OPEN = "draft-behalf-no-number"
_EDGES = " ，,、:："


def begin_behalf(form: Form) -> None:
    """«替别人报»: all of it is asked, from the beginning."""
    end_behalf(form)
    form.on_behalf = True


def end_behalf(form: Form) -> None:
    """«是我自己的事»"""
    form.on_behalf, form.wants = False, None
    form.behalf_name = form.behalf_door = form.behalf_phone = form.behalf_aware = None
    form.settled = [one for one in form.settled if one not in OF_WHOM]


def settle(form: Form, question: DraftQuestion) -> None:
    """The question is over, answered or not."""
    if question not in form.settled:
        form.settled.append(question)


def take_of_whom(work: UnitOfWork, form: Form, question: DraftQuestion, words: str, message_id: int) -> str | None:
    """Words in answer to one of those questions. What answers none of them is more of the report.

    Returns the key of a line to put above the next screen, if there is something to say.
    """
    if question is DraftQuestion.BEHALF_AWARE:
        form.behalf_aware = read_aware(words)
        return None if form.behalf_aware is not None else _more(form, words, message_id)
    if len(words) > MAX_CONCERNED_CHARACTERS:
        if question is DraftQuestion.BEHALF:
            raise Refusal("too-long-name", most=MAX_CONCERNED_CHARACTERS)
        return _more(form, words, message_id)
    said = read_concerned(words, work.community)
    if said.nothing:
        settle(form, question)
        return None
    form.behalf_phone = said.phone or form.behalf_phone
    match question:
        case DraftQuestion.BEHALF:
            form.behalf_name = said.name or form.behalf_name
            form.behalf_door = said.door or form.behalf_door
            settle(form, question)
        case DraftQuestion.BEHALF_DOOR:
            door = said.door or (None if _is_known(said, form) else said.name)
            if door is not None:
                form.behalf_door = door
        case _ if said.phone is None and said.piece is None:
            return _take_more(form, said, words, message_id)
        case _ if said.phone is None:
            return _ask_number_again(form)
        case _:
            form.behalf_name = form.behalf_name or said.name
    return NO_NUMBER if said.piece is not None else None


def take_late_number(form: Form, words: str) -> str | None:
    """The words of a report without the telephone number of whoever it is for: that belongs behind the button, not on
    every card. None: they were the number alone, perhaps with the name once more."""
    found = phones_in(words) if form.recorded or form.on_behalf else ()
    if not found:
        return words
    rest = " ".join(without_phones(words).split())
    once_more = form.on_behalf and rest.strip(_EDGES) in (form.behalf_name or "")
    if form.behalf_phone in (None, found[0].number) or once_more:
        form.behalf_phone = found[0].number
        return None if once_more else rest
    return words


def _is_known(said: Concerned, form: Form) -> bool:
    """«老陈 13900001111»: the name once more, with what was asked later."""
    return said.phone is not None and (said.name or "") in (form.behalf_name or "")


def _ask_number_again(form: Form) -> str:
    """Once; after that it stays open."""
    if form.behalf_number_again:
        settle(form, DraftQuestion.BEHALF_PHONE)
        return _LEFT_OPEN
    form.behalf_number_again = True
    return NO_NUMBER


def _take_more(form: Form, said: Concerned, words: str, message_id: int) -> str | None:
    """No number at all: the door after all, a name, or more of the report."""
    if said.door is not None and said.name is None and form.behalf_door is None:
        form.behalf_door = said.door
        return None
    return _more(form, words, message_id)


def _more(form: Form, words: str, message_id: int) -> str:
    form.parts.append(Part(message_id, words))
    return "draft-added"
