"""Asks as a subject: what the asked read and press, what the asker hears, and what a ticket's change does to them."""

from collections.abc import Callable
from datetime import timedelta

from domain.matters.asks import ASK_STEPS, AskAction, DeclineReason, GoesAlong
from domain.notices.ask_notices import (
    AskCard,
    AskChoice,
    AskedOfMe,
    AskNews,
    AskSent,
    WhatGoesAlong,
    WhomItConcerns,
    WhomToAsk,
)
from domain.notices.notices import Say
from domain.refusal import Refusal
from domain.words.sayings import listed
from handlers.pressing import number_in, page_in, ticket_press
from handlers.subject import Press, Question, Subject, Takes, shown
from handlers.turn import Turn
from messages.asks import ask_screens as screens
from messages.asks.ask_parts import ON_ASK
from messages.drawing.buttons import ANYWHERE, Button
from services.matters.answering import add_to_answer, answer_ask, ask_back, pass_to_colleague, reply_to_asked
from services.matters.ask_clock import note_reached, take_due_asks
from services.matters.ask_door import locked_ask
from services.matters.ask_figures import ASKS_OF_THE_WEEK
from services.matters.asking import agree_to, ask_body, body_of_duty, recall_ask, say_concerned
from services.matters.following import after_ticket
from services.parts import Tick, TicketPart
from services.views import ask_views as views
from storage.models import Awaited

_AN_HOUR, _A_QUARTER = timedelta(hours=1), timedelta(minutes=15)


# Whoever handles a ticket asks


def _ask_help(turn: Turn, button: Button) -> None:
    """«请别家办»: whom? Where one body's duty it is, the button has named it and carries its id."""
    turn.ask_on(WhomToAsk(button.subject_id))


def _ask_duty(turn: Turn, button: Button) -> None:
    """«请{物业}来办»: the body whose duty it is; where it is concerned itself, one of the others."""
    ticket = turn.work.tickets.get(button.subject_id, seen_by=turn.person)
    body = body_of_duty(turn.work, ticket)
    if body is None:
        _ask_help(turn, button)
    else:
        _ask_for_sentence(turn, ticket.id, body.id)


def _ask_help_of(turn: Turn, button: Button) -> None:
    """This one; then a sentence."""
    turn.work.tickets.get(button.subject_id, seen_by=turn.person)
    _ask_for_sentence(turn, button.subject_id, number_in(button.arg))


def _concerned(turn: Turn, button: Button) -> None:
    """«与哪家有关»"""
    turn.ask_on(WhomItConcerns(button.subject_id))


def _concerned_is(turn: Turn, button: Button) -> None:
    """This one: it is not asked about it."""
    body = say_concerned(turn.work, button.subject_id, number_in(button.arg), by=turn.person)
    turn.redraw(Say("asks-concerned", {"body": body.name}))


def _ask_for_sentence(turn: Turn, ticket_id: int, body_id: int) -> None:
    body = turn.work.directory.bodies.get(body_id)
    if body is None:
        raise Refusal("asks-refused-no-body")
    turn.ask(SENTENCE, ticket_id, body=body_id)
    turn.ask_on(Say("asks-one-sentence", {"body": body.name}))


def _said_to_body(turn: Turn, awaited: Awaited) -> None:
    body_id = int(str(awaited.detail["body"]))
    ask = ask_body(turn.work, awaited.about, body_id, by=turn.person, said=turn.remark)
    turn.answer(AskSent(ask.id))


def _ask_sentence_again(turn: Turn, awaited: Awaited) -> Say:
    body = turn.work.directory.bodies.get(int(str(awaited.detail["body"])))
    return Say("asks-one-sentence", {"body": body.name if body is not None else ""})


SENTENCE = Question(
    "asks_sentence", _said_to_body, waits=_AN_HOUR, takes=Takes.WORDS, reports=False, asks=_ask_sentence_again
)


# Whoever is asked answers


def _answers(action: AskAction) -> Callable[[Turn, Button], None]:
    def press(turn: Turn, button: Button) -> None:
        answer_ask(turn.work, button.subject_id, action, by=turn.person)
        turn.redraw(AskCard(button.subject_id))

    return press


def _decline(turn: Turn, button: Button) -> None:
    """«办不了»: why? Of one that was recalled meanwhile its card says so first."""
    found = locked_ask(turn.work, button.subject_id, turn.person)
    is_open = found.ask.state in ASK_STEPS[AskAction.DECLINE].before
    turn.redraw(AskChoice(button.subject_id, "decline") if is_open else AskCard(button.subject_id))


def _decline_for(turn: Turn, button: Button) -> None:
    """The reason is enough; «其他» wants a sentence."""
    if button.arg not in set(DeclineReason):
        raise Refusal("refused-old-button")
    reason = DeclineReason(button.arg)
    if reason is DeclineReason.OTHER:
        _ask_words(turn, button, OTHER_REASON, "asks-say-why")
        return
    answer_ask(turn.work, button.subject_id, AskAction.DECLINE, by=turn.person, reason=reason)
    turn.redraw(AskCard(button.subject_id))


def _done(turn: Turn, button: Button) -> None:
    """«已办好»: one tap is enough; a word or a photo may follow."""
    found = answer_ask(turn.work, button.subject_id, AskAction.DONE, by=turn.person)
    turn.redraw(AskCard(button.subject_id))
    turn.ask(ADDED, found.ticket_id, ask=found.ask.id)
    turn.say("asks-say-more")


def _answer(turn: Turn, button: Button) -> None:
    """«写回信»: to whoever wrote to the body."""
    _ask_words(turn, button, ANSWERED, "asks-say-answer")


def _answered(turn: Turn, awaited: Awaited) -> None:
    found = answer_ask(turn.work, _ask_of(awaited), AskAction.DONE, by=turn.person, said=turn.remark)
    turn.answer(AskCard(found.ask.id))


def _question(turn: Turn, button: Button) -> None:
    """«问一句»"""
    _ask_words(turn, button, ASKED_BACK, "asks-say-question")


def _reply(turn: Turn, button: Button) -> None:
    """«回一句»: to the people of the body."""
    _ask_words(turn, button, REPLIED, "asks-say-reply")


def _ask_words(turn: Turn, button: Button, question: Question, key: str) -> None:
    found = locked_ask(turn.work, button.subject_id, turn.person)
    turn.ask(question, found.ticket_id, ask=found.ask.id)
    turn.say(key)


def _ask_of(awaited: Awaited) -> int:
    return int(str(awaited.detail["ask"]))


def _other_reason(turn: Turn, awaited: Awaited) -> None:
    found = answer_ask(
        turn.work,
        _ask_of(awaited),
        AskAction.DECLINE,
        by=turn.person,
        reason=DeclineReason.OTHER,
        said=turn.remark,
    )
    turn.answer(AskCard(found.ask.id))


def _added(turn: Turn, awaited: Awaited) -> None:
    add_to_answer(turn.work, _ask_of(awaited), turn.remark, by=turn.person)


def _asked_back(turn: Turn, awaited: Awaited) -> None:
    ask_back(turn.work, _ask_of(awaited), turn.remark, by=turn.person)


def _replied(turn: Turn, awaited: Awaited) -> None:
    reply_to_asked(turn.work, _ask_of(awaited), turn.remark, by=turn.person)


def _again(key: str) -> Callable[[Turn, Awaited], Say]:
    return lambda _turn, _awaited: Say(key)


OTHER_REASON = Question(
    "asks_other_reason", _other_reason, takes=Takes.ANYTHING, reports=False, asks=_again("asks-say-why")
)
ADDED = Question(
    "asks_added",
    _added,
    waits=_A_QUARTER,
    takes=Takes.ANYTHING,
    ends="asks-passed-on",
    reports=False,
    asks=_again("asks-say-more"),
)
ANSWERED = Question("asks_answer", _answered, takes=Takes.ANYTHING, reports=False, asks=_again("asks-say-answer"))
ASKED_BACK = Question(
    "asks_question",
    _asked_back,
    takes=Takes.ANYTHING,
    ends="asks-passed-on",
    reports=False,
    asks=_again("asks-say-question"),
)
REPLIED = Question(
    "asks_reply", _replied, takes=Takes.ANYTHING, ends="asks-passed-on", reports=False, asks=_again("asks-say-reply")
)


def _colleague(turn: Turn, button: Button) -> None:
    """«叫同事办»: whom?"""
    turn.redraw(AskChoice(button.subject_id, "colleague"))


def _colleague_to(turn: Turn, button: Button) -> None:
    found = pass_to_colleague(turn.work, button.subject_id, number_in(button.arg), by=turn.person)
    turn.redraw(AskCard(found.ask.id))
    turn.say("asks-passed-to-colleague", name=turn.work.people.name(number_in(button.arg)) or "")


def _open(turn: Turn, button: Button) -> None:
    turn.redraw(AskCard(button.subject_id))


def _recall(turn: Turn, button: Button) -> None:
    """«收回»"""
    recall_ask(turn.work, button.subject_id, by=turn.person)
    turn.say("asks-recalled")


# The reporter says what may go along


def _agree(turn: Turn, button: Button) -> None:
    if button.arg not in set(GoesAlong):
        raise Refusal("refused-old-button")
    found = agree_to(turn.work, button.subject_id, GoesAlong(button.arg), by=turn.person)
    body = turn.work.directory.bodies.get(found.ask.to_body_id or 0)
    turn.redraw(Say(f"asks-agreed-{button.arg}", {"body": body.name if body is not None else ""}))


def _page(turn: Turn, button: Button) -> None:
    turn.redraw(AskedOfMe(page_in(button.arg)))


PRESSES = (
    ticket_press("ask_help", _ask_help, moves=True, said=listed("请别家办/请物业办/找物业/请组织办/ask others")),
    ticket_press("ask_duty", _ask_duty, moves=True, said=listed("请他们来办/请物业来办")),
    ticket_press("ask_help_of", _ask_help_of, moves=True),
    ticket_press("concerned", _concerned, said=listed("与哪家有关/跟哪家有关")),
    ticket_press("concerned_is", _concerned_is),
    Press(ON_ASK, "accept", _answers(AskAction.ACCEPT), listed("我们办/我们来办/我们来/答应/可以办/we will do it")),
    Press(ON_ASK, "decline", _decline, listed("我们办不了/我们不办/we cannot")),
    Press(
        ON_ASK,
        "decline_for",
        _decline_for,
        said_of={
            DeclineReason.NOT_OURS: listed("不归我们/不是我们管/not ours"),
            DeclineReason.PARTS: listed("没有配件/缺材料"),
            DeclineReason.MONEY: listed("要钱/要业主表决/要大家出钱"),
            DeclineReason.NO_HANDS: listed("人手不够/抽不出人"),
            DeclineReason.OTHERS_FIRST: listed("要别人先办/等别家/别家先办"),
        },
    ),
    Press(ON_ASK, "done", _done, listed("我们办好了/我们修好了/我们弄好了/we did it")),
    Press(ON_ASK, "answer", _answer, listed("写回信/回信/answer the letter")),
    Press(ON_ASK, "arrive", _answers(AskAction.ARRIVE), listed("我到了/我们到了/到了/I am here")),
    Press(ON_ASK, "undo", _answers(AskAction.UNDO), under_it=listed("按错了/点错了/oops")),
    Press(ON_ASK, "question", _question, listed("问一句/问一下/ask a question")),
    Press(ON_ASK, "reply", _reply, under_it=listed("回一句/回他们/answer them")),
    Press(ON_ASK, "colleague", _colleague, listed("叫同事办/让同事办/ask a colleague")),
    Press(ON_ASK, "colleague_to", _colleague_to),
    Press(ON_ASK, "recall", _recall, listed("收回请办/不用他们了/call it off")),
    Press(
        ON_ASK,
        "agree",
        _agree,
        held=None,
        said_of={
            GoesAlong.DOOR_PHONE: listed("都可以/都行/都告诉他们/all of it"),
            GoesAlong.DOOR: listed("只说门牌/说门牌就行/only the door"),
            GoesAlong.PLACE: listed("不要/都不要/别说/nothing"),
        },
    ),
    Press(ON_ASK, "open", _open),
    Press(ANYWHERE, "asked-of-me", _page, held=None),
)

ASKS = Subject(
    "asks",
    texts="messages.asks",
    presses=PRESSES,
    questions=(SENTENCE, OTHER_REASON, ADDED, ANSWERED, ASKED_BACK, REPLIED),
    digest=ASKS_OF_THE_WEEK,
    on_ticket=TicketPart(after=after_ticket),
    ticks=(Tick("take_due_asks", timedelta(seconds=30), take_due_asks),),
    shown=(
        shown(AskCard, see=views.ask, draw=screens.ask_card, reached=note_reached),
        shown(AskNews, see=views.news, draw=screens.news),
        shown(AskChoice, see=views.ask, draw=screens.ask_choice),
        shown(AskSent, see=views.sent, draw=screens.sent),
        shown(WhomToAsk, see=views.choices, draw=screens.whom),
        shown(WhomItConcerns, see=views.whom_it_concerns, draw=screens.whom_it_concerns),
        shown(WhatGoesAlong, see=views.goes_along, draw=screens.goes_along),
        shown(AskedOfMe, see=views.asked_of_me, draw=screens.asked_of_me),
    ),
)
