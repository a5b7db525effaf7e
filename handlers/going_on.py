"""Ending what one is in the middle of, and going on with it: 取消, 不报了, 算了, and 〔接着写〕."""

from collections.abc import Mapping, Sequence

from domain.notices.notices import DraftScreen
from domain.notices.word_notices import PutAside
from domain.refusal import Refusal
from handlers.pressing import number_in
from handlers.subject import Command, Press, Question, Subject, plain
from handlers.turn import Turn
from messages.drawing.buttons import ANYWHERE, Button
from messages.tickets.answer_screens import put_aside
from services.filing.flooding import shows_again
from services.filing.putting_aside import put_draft_aside, put_question_aside, question_of, take_up

CANCEL = (
    "取消", "取消掉", "不报", "不报了", "我不报了", "不用报了", "先不报了", "不想报了", "算了", "算了不报了",
    "算了吧", "不要了", "不写了", "不说了", "退出", "重来", "重新来", "重新写", "返回", "上一步", "返回上一步",
    "回到上一步", "从头来过", "作罢", "cancel", "cancel it", "cancel that", "never mind", "forget it", "go back",
    "start over", "stop", "quit", "do not report", "don't report", "don't report it", "don't send",
)  # fmt: skip


def cancel(turn: Turn) -> None:
    """/cancel: first the question that waits for words, then the draft."""
    if question_ends(turn):
        return
    if turn.work.conversation.draft(turn.person.id) is None:
        turn.say("nothing-to-cancel")
    else:
        drop_draft(turn)


def question_ends(turn: Turn) -> bool:
    """The question that waits for words is over, and what was said to it is kept. False: none waited."""
    if (aside_id := put_question_aside(turn.work, turn.person)) is None:
        return False
    turn.answer(PutAside("cancelled", aside_id))
    return True


def drop_draft(turn: Turn) -> None:
    """«不报了»: it is kept for a while; what waited behind it is shown."""
    turn.answer(PutAside("draft-dropped", put_draft_aside(turn.work, turn.person)))
    go_on(turn)


def go_on(turn: Turn) -> None:
    """What waited behind the draft that is done is shown."""
    if turn.work.conversation.draft(turn.person.id) is not None:
        turn.answer(DraftScreen("draft-next"))


def show_what_is_asked(questions: Mapping[str, Question], turn: Turn) -> None:
    """The question that waits, else the draft, once more: help has ended neither. Once in a minute."""
    asked = question_of(turn.work, turn.person)
    question = questions.get(asked.what) if asked is not None else None
    if asked is not None and question is not None:
        again = question.asks(turn, asked)
    elif turn.work.conversation.draft(turn.person.id) is not None:
        again = DraftScreen("draft-waits")
    else:
        return
    if shows_again(turn.work, turn.person):
        turn.answer(again)


def questions_of(subjects: Sequence[Subject]) -> Mapping[str, Question]:
    """All of theirs, by name."""
    return {question.name: question for subject in subjects for question in subject.questions}


def going_on(others: Sequence[Subject]) -> Subject:
    """Whatever the others asked can be gone on with, so it is a function of them."""
    questions = questions_of(others)

    def take_up_again(turn: Turn, button: Button) -> None:
        """«接着写»"""
        asked = take_up(turn.work, turn.person, number_in(button.arg))
        if asked is None:
            turn.redraw(DraftScreen("draft-back"))
        elif (question := questions.get(asked.what)) is not None:
            turn.redraw(question.asks(turn, asked))
        else:  # asked by another version, and nobody knows it any more
            raise Refusal("refused-put-aside-gone")

    return Subject(
        "going_on",
        commands=(Command("cancel", cancel, said=CANCEL, acts=True, always=True),),
        presses=(Press(ANYWHERE, "go-on", take_up_again, said=("接着写", "继续写", "carry on"), held=None),),
        shown=(plain(PutAside, put_aside),),
    )
