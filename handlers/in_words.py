"""A button answered in words: its label, or what people say in its place; under the newest message, or of something
that is open all the same. Whatever speaks of danger presses nothing."""

from collections.abc import Sequence
from dataclasses import replace

from domain.notices.word_notices import WhichMeant
from domain.refusal import Refusal
from domain.tickets.lifecycle import possible
from domain.vocabulary import Action
from domain.words.meaning import Meaning
from domain.words.sayings import clauses_of, whole, width
from handlers.albums import begin_album
from handlers.meant import LONGEST_LABEL, ButtonMeant, may_mean_a_button, meant_anywhere, meant_by
from handlers.pressing import page_in
from handlers.pressing_for import choose
from handlers.shown import awaits_words, newest_buttons, shown_buttons
from handlers.subject import Press, Subject, Subjects, plain
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, ON_TICKET, Button
from messages.tickets.answer_screens import which_meant
from messages.tickets.card_buttons import ON_EVERY_CARD
from services.filing.alarms import alarm_of
from services.filing.reports import keep_aside
from services.tickets.waiting_for import is_another_trouble, is_elsewhere, name_of, names_it

Open = Sequence[tuple[str, Button]]

_IS_CARD = frozenset(ON_EVERY_CARD)
"""Buttons by which a message is known as a card."""


def in_words(subjects: Subjects, turn: Turn) -> bool:
    """Have the words been taken as a press? Files come along with a sentence alone."""
    words = turn.words
    community = turn.work.community
    if awaits_words(turn):
        return _beside_words(subjects, turn)
    if turn.said.answers is not None or not may_mean_a_button(subjects, words, community.reader.tells_of_trouble):
        return False
    if community.sightings(words) or (community.calls_off(words) and alarm_of(turn.work, turn.person) is not None):
        return False  # danger, and that there was none, have a door of their own
    shown = shown_buttons(turn)
    choice = meant_by(subjects, shown, words)
    if choice is None and (behind := _behind(subjects, turn, shown)):
        shown, choice = behind, meant_by(subjects, behind, words)
    if choice is not None and not _tells_of_something_new(turn, choice):
        return _under_it(subjects, turn, choice, shown)
    return _anywhere(subjects, turn)


def _beside_words(subjects: Subjects, turn: Turn) -> bool:
    """Words are awaited, and what was written is the label of a button that stands under the question for whoever has
    none."""
    said = whole(turn.words)
    if turn.said.answers is not None or turn.attachments() or width(turn.words) > LONGEST_LABEL:
        return False
    for label, button in newest_buttons(turn):
        press = subjects.presses.get((button.kind, button.action))
        if press is not None and press.beside_words and whole(label) == said:
            choose(subjects, turn, button)
            return True
    return False


def _under_it(subjects: Subjects, turn: Turn, choice: ButtonMeant, shown: Open) -> bool:
    """The newest message shows it; but where something else would be answered by the same words, it is asked which."""
    press = subjects.presses[choice.button.kind, choice.button.action]
    sentence = choice.sentence and press.says is not None
    if turn.attachments() and not sentence:
        return False
    here = next((label, button) for label, button in shown if button == choice.button)
    every = _all_open(turn, press, here) if press.open_for is not None else [here]
    if (named := _named(turn, every)) is not None:
        every = [named]
    if len(every) > 1:
        return _ask_which(turn, every, sentence=sentence)
    _press(subjects, turn, every[0][1], sentence=sentence)
    return True


def _behind(subjects: Subjects, turn: Turn, shown: Open) -> list[tuple[str, Button]]:
    """What a card's reader can do with the ticket, whether it is shown or stands behind «更多»: without labels."""
    about = {button.subject_id for _, button in shown if button.kind == ON_TICKET}
    if len(about) != 1 or _IS_CARD.isdisjoint(button.action for _, button in shown):
        return []
    ticket = turn.work.tickets.get(about.pop(), seen_by=turn.person)
    steps = possible(ticket, turn.work.tickets.actor(ticket, turn.person), turn.work.now)
    names = {step.value for step in steps} | ({"add"} if Action.COMMENT in steps else set())
    names |= {one.action or one.name for one in subjects.on_cards} if Action.NOTE in steps else set()
    return [("", Button(ON_TICKET, name, ticket.id, ticket.moves)) for name in sorted(names & _names_of(subjects))]


def _names_of(subjects: Subjects) -> set[str]:
    return {action for kind, action in subjects.presses if kind == ON_TICKET}


def _all_open(turn: Turn, press: Press, here: tuple[str, Button]) -> Open:
    """The button that is shown and all others like it, each with what it is about."""
    found = list(press.open_for(turn.work, turn.person)) if press.open_for is not None else []
    mine = here[1].subject_id
    shown = [(label, here[1]) for label, button in found if button.subject_id == mine]
    if not shown and here[1].kind == ON_TICKET:
        shown = [(name_of(turn.work, turn.work.tickets.get(mine, seen_by=turn.person), turn.person), here[1])]
    shown = shown or [here]
    return [*shown, *((label, button) for label, button in found if button.subject_id != mine)]


def _anywhere(subjects: Subjects, turn: Turn) -> bool:
    """Nothing shows it, but it is open: what waits for «解决了吗», a new card, one's own."""
    work, person = turn.work, turn.person
    means = meant_anywhere(subjects, turn.words)
    if not means or awaits_words(turn) or work.conversation.draft(person.id) is not None:
        return False
    found = list[tuple[str, Button]]()
    for one in means:
        open_for = subjects.presses[one.kind, one.action].open_for
        if open_for is not None:
            found += [(label, button) for label, button in open_for(work, person) if _may_be_about(turn, button)]
    takes_words = [subjects.presses[button.kind, button.action].says is not None for _, button in found]
    if not found or (turn.attachments() and not all(takes_words)) or (any(takes_words) and _follows_up(turn, found)):
        return False
    if (named := _named(turn, found)) is not None:
        found = [named]
    if len(found) > 1:
        return _ask_which(turn, found, sentence=any(takes_words))
    label, button = found[0]
    turn.say("meant-this", number=label)
    _press(subjects, turn, button, sentence=takes_words[0])
    return True


def _follows_up(turn: Turn, found: Open) -> bool:
    """«人没来» with a report that nobody has come for yet: it is asked to which of them it belongs."""
    others = len(turn.work.tickets.open_of_reporter(turn.person)) > len({button.subject_id for _, button in found})
    return others and turn.work.community.meaning(turn.words) is Meaning.FOLLOW_UP


def _tells_of_something_new(turn: Turn, choice: ButtonMeant) -> bool:
    """Another place, or another trouble: that is a report, and answers nothing."""
    if choice.button.kind != ON_TICKET or not choice.others:
        return False
    ticket = turn.work.tickets.get(choice.button.subject_id, seen_by=turn.person)
    new = any(is_another_trouble(turn.work, ticket, clause.written) for clause in choice.others)
    return new or is_elsewhere(turn.work, ticket, turn.words)


def _may_be_about(turn: Turn, button: Button) -> bool:
    if button.kind != ON_TICKET:
        return True
    ticket = turn.work.tickets.get(button.subject_id, seen_by=turn.person)
    new = any(is_another_trouble(turn.work, ticket, clause.written) for clause in clauses_of(turn.words))
    return not (new or is_elsewhere(turn.work, ticket, turn.words))


def _named(turn: Turn, found: Open) -> tuple[str, Button] | None:
    """Of several the one that the words name: «灯亮了» with a lamp and a leak that wait."""
    if len(found) < 2 or any(button.kind != ON_TICKET for _, button in found):
        return None
    tickets = [turn.work.tickets.get(button.subject_id, seen_by=turn.person) for _, button in found]
    named = [one for one, ticket in zip(found, tickets, strict=True) if names_it(turn.work, ticket, turn.words)]
    return named[0] if len(named) == 1 else None


def _ask_which(turn: Turn, found: Open, *, sentence: bool) -> bool:
    """The words wait for the tap; what is kept for a ticket already goes on waiting."""
    awaited = turn.work.conversation.awaited(turn.person.id)
    if awaited is None or awaited.ticket_id is None:
        keep_aside(turn.work, turn.person, turn.words, turn.said.number)
    turn.answer(_which(found, said=sentence))
    return True


def _press(subjects: Subjects, turn: Turn, button: Button, *, sentence: bool) -> None:
    says = subjects.presses[button.kind, button.action].says
    if says is None or not sentence:
        choose(subjects, turn, button)
        return
    turn.chosen = button
    says(turn, button)
    begin_album(turn)


def meaning_of_words(others: Sequence[Subject]) -> Subject:
    """The buttons of «which one?», which lead to those of all others."""
    presses = {(press.kind, press.action): press for one in others for press in one.presses}

    def opened(kind: str, action: str) -> Press:
        press = presses.get((kind, action))
        if press is None or press.open_for is None:
            raise Refusal("refused-old-button")
        return press

    def meant(turn: Turn, button: Button) -> None:
        """This one."""
        inner = Button.read(button.arg)
        turn.work.conversation.take_kept(turn.person.id)
        opened(inner.kind, inner.action).handle(turn, inner)

    def said(turn: Turn, button: Button) -> None:
        """This one; and what was said is its sentence, as long as it is kept."""
        inner = Button.read(button.arg)
        press, kept = opened(inner.kind, inner.action), turn.work.conversation.take_kept(turn.person.id)
        if press.says is None or kept is None:
            press.handle(turn, inner)
            return
        turn.said = replace(turn.said, words=kept.words, number=kept.message_id)
        press.says(turn, inner)

    def further(turn: Turn, button: Button) -> None:
        """«还有»"""
        at, so, kinds = (*button.arg.split("|"), "", "")[:3]
        found = list[tuple[str, Button]]()
        for kind, _, action in (each.partition(":") for each in kinds.split(",")):
            open_for = opened(kind, action).open_for
            found += open_for(turn.work, turn.person) if open_for is not None else []
        turn.redraw(_which(found, said=so == "1", at=page_in(at)))

    return Subject(
        "meant",
        presses=(
            Press(ANYWHERE, "meant", meant),
            Press(ANYWHERE, "meant-so", said),
            Press(ANYWHERE, "meant-further", further, held=None),
        ),
        shown=(plain(WhichMeant, which_meant),),
    )


def _which(found: Open, *, said: bool, at: int = 0) -> WhichMeant:
    return WhichMeant(tuple((label, button.data()) for label, button in found), said, at)
