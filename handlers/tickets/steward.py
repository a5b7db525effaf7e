"""The buttons under a ticket on the side of whoever handles it."""

from collections.abc import Sequence

from domain.notices.notices import (
    AskWords,
    CardRedraw,
    Choose,
    ReporterShown,
)
from domain.notices.post_notices import (
    CorrectionSure,
)
from domain.refusal import Refusal
from domain.tickets.lifecycle import needs_verifying
from domain.vocabulary import Action, Result, ReturnReason, State, WaitingReason
from domain.words.sayings import listed
from handlers.pressing import number_in, page_in, sentence, ticket_press
from handlers.subject import Press
from handlers.tickets.everyday import DONE, NOT_SOLVED, SOLVED, TAKEN, UNDER_IT_I_GO, UNDER_IT_NO, UNDER_IT_YES, YES
from handlers.tickets.waiting import ask_wait, wait_for, wait_until
from handlers.tickets.words import CHECK, NOTE, RELOCATE, REPLY, RESULT, RETURN
from handlers.turn import Turn
from messages.drawing.buttons import Button
from services.tickets.checks import check_agrees
from services.tickets.correcting import read_address, recategorise_ticket, relocate_ticket
from services.tickets.steps import (
    can_be_confirmed,
    claim_ticket,
    hand_over_ticket,
    resolve_ticket,
    resume_ticket,
    verify_ticket,
)
from services.tickets.talking import look_at_reporter


def claim(turn: Turn, button: Button) -> None:
    """«我来办»: everybody's card, the presser's too, is redrawn by the change's notices."""
    claim_ticket(turn.work, button.subject_id, by=turn.person)
    turn.toast("claimed")


def further(turn: Turn, button: Button) -> None:
    """«还有»: more answers to the same question."""
    page, _, what = button.arg.partition(":")
    turn.redraw(Choose(what, button.subject_id, page_in(page)))


def ask_return(turn: Turn, button: Button) -> None:
    """«退单»: why?"""
    turn.answer(Choose("return", button.subject_id))


def return_for(turn: Turn, button: Button) -> None:
    """The reason; then a sentence."""
    if button.arg not in set(ReturnReason):
        raise Refusal("refused-old-button")
    turn.ask(RETURN, button.subject_id, reason=button.arg)
    turn.redraw(AskWords(f"return:{button.arg}", button.subject_id))


def ask_hand_over(turn: Turn, button: Button) -> None:
    """«转给别人»: to whom?"""
    turn.answer(Choose("hand_over", button.subject_id))


def hand_over_to(turn: Turn, button: Button) -> None:
    """To this colleague."""
    ticket = hand_over_ticket(turn.work, button.subject_id, by=turn.person, to=number_in(button.arg))
    turn.say("done-hand_over", ticket_id=ticket.id, name=turn.work.people.name(ticket.assignee_id) or "")


def resume(turn: Turn, button: Button) -> None:
    """«继续办»"""
    resume_ticket(turn.work, button.subject_id, by=turn.person)
    turn.say("done-resume")


def ask_reply(turn: Turn, button: Button) -> None:
    """«回复居民»"""
    turn.ask(REPLY, button.subject_id)
    turn.answer(AskWords("reply", button.subject_id))


def ask_note(turn: Turn, button: Button) -> None:
    """«内部备注»"""
    turn.ask(NOTE, button.subject_id)
    turn.answer(AskWords("note", button.subject_id))


def ask_what_blocks(turn: Turn, button: Button) -> None:
    """«办不动？» in the morning message: each answer sets a proper state."""
    turn.answer(Choose("blocked", button.subject_id))


def ask_result(turn: Turn, button: Button) -> None:
    """«处理好了»: how?"""
    turn.answer(Choose("resolve", button.subject_id))


def resolve_as(turn: Turn, button: Button) -> None:
    """One tap is enough; words and a photo may follow."""
    if button.arg not in set(Result):
        raise Refusal("refused-old-button")
    resolve_ticket(turn.work, button.subject_id, by=turn.person, result=Result(button.arg))
    turn.ask(RESULT, button.subject_id)
    turn.redraw(AskWords("result", button.subject_id))


def skip(turn: Turn, button: Button) -> None:
    """No more words."""
    turn.work.conversation.stop_awaiting(turn.person.id)
    ticket = turn.work.tickets.get(button.subject_id, seen_by=turn.person)
    if ticket.state in (State.CLAIMED, State.WAITING):  # it was a slip, and there is nothing more to say to it
        turn.redraw(CardRedraw(ticket.id))
        return
    asks_resident = can_be_confirmed(turn.work, ticket) and not needs_verifying(ticket)
    turn.say("done-resolve" if asks_resident else "done-resolve-verify")


def verify(turn: Turn, button: Button) -> None:
    """«已核实»"""
    verify_ticket(turn.work, button.subject_id, by=turn.person)
    turn.say("done-verify")


def agrees(turn: Turn, button: Button) -> None:
    """«抽查属实»"""
    check_agrees(turn.work, button.subject_id, by=turn.person)
    turn.say("done-check")


def disagrees(turn: Turn, button: Button) -> None:
    """«抽查不符»: with a sentence it is reopened."""
    turn.ask(CHECK, button.subject_id)
    turn.answer(AskWords("check", button.subject_id))


def ask_category(turn: Turn, button: Button) -> None:
    """«改类别»: on which shelf?"""
    turn.answer(Choose("category", button.subject_id))


def category_in(turn: Turn, button: Button) -> None:
    """The second of two taps."""
    if not turn.work.community.in_group(button.arg):
        raise Refusal("refused-old-button")
    turn.redraw(Choose(f"category:{button.arg}", button.subject_id))


def category_is(turn: Turn, button: Button) -> None:
    """This one: the old and the new assignee and promise are shown before it is saved."""
    turn.redraw(CorrectionSure(button.subject_id, "category", button.arg[:32]))


def category_yes(turn: Turn, button: Button) -> None:
    """Yes."""
    ticket, before = recategorise_ticket(turn.work, button.subject_id, by=turn.person, code=button.arg)
    was = before.isoformat() if before else ""
    turn.say("done-recategorise", ticket_id=ticket.id, was_time=was)


def ask_place(turn: Turn, button: Button) -> None:
    """«改地点»: where is it really?"""
    turn.ask(RELOCATE, button.subject_id)
    turn.answer(AskWords("relocate", button.subject_id))


def relocate_yes(turn: Turn, button: Button) -> None:
    """Yes, it is there."""
    ticket = relocate_ticket(turn.work, button.subject_id, by=turn.person, address=read_address(button.arg))
    turn.work.conversation.stop_awaiting(turn.person.id)
    place = turn.work.directory.name(ticket.address)
    turn.say("done-relocate", place=place, name=turn.work.people.name(ticket.assignee_id) or "")


def look(turn: Turn, button: Button) -> None:
    """«谁报的»: the look is recorded."""
    look_at_reporter(turn.work, button.subject_id, by=turn.person)
    turn.answer(ReporterShown(button.subject_id))


STEWARD: Sequence[Press] = (
    ticket_press("claim", claim, said=TAKEN, under_it=UNDER_IT_I_GO, step=Action.CLAIM),
    ticket_press("return", ask_return, moves=True, said=listed("return/退单/退回/退了/退掉/办不了/我办不了/return it")),
    ticket_press(
        "return_for",
        return_for,
        moves=True,
        said_of={
            ReturnReason.NOT_MY_PLACE: listed("不是我的楼/不归我管/不是我管的/不是我们楼/not my building"),
            ReturnReason.NOT_MY_MATTER: listed("不归我们管/不归社区管/归物业管/not our business"),
            ReturnReason.CANNOT: listed("办不了/不会/不会修/弄不了/修不了/i can't/i can't do it/cannot"),
            ReturnReason.NO_TIME: listed("没空/没时间/太忙/忙不过来/no time/too busy"),
            ReturnReason.INVOLVED: listed("要回避/回避/跟我有关/i am involved/i'm involved"),
        },
    ),
    ticket_press(
        "hand_over",
        ask_hand_over,
        moves=True,
        said=listed("hand over/转给别人/转给/转交/转出去/交给别人/hand it over"),
    ),
    ticket_press("further", further, moves=True),
    ticket_press("hand_over_to", hand_over_to, moves=True),
    ticket_press(
        "wait",
        ask_wait,
        moves=True,
        said=listed("wait/等待/等一等/等等/等一下/要等/缓一缓/wait a bit/not now"),
    ),
    ticket_press(
        "wait_for",
        wait_for,
        moves=True,
        said_of={
            WaitingReason.REPORTER: listed("等居民/居民不在家/家里没人/没人在家/等他们/resident not at home"),
            WaitingReason.APPOINTMENT: listed("约好了/约了时间/已约/已经约好/appointment made"),
            WaitingReason.PARTS: listed("缺配件/缺零件/等配件/等零件/没配件/等材料/no parts/waiting for parts"),
            WaitingReason.OUTSIDE: listed("等物业/等外单位/等公司/等师傅/等部门"),
            WaitingReason.MONEY: listed("等钱/没钱/要表决/等资金/no money"),
            WaitingReason.WEATHER: listed("等天晴/下雨/天气不好/等天气/bad weather/rain"),
            WaitingReason.COURT: listed("等法院/在打官司/court"),
        },
    ),
    ticket_press(
        "wait_until",
        wait_until,
        moves=True,
        said_of={"tomorrow": listed("明天/明儿/tomorrow"), "after": listed("后天/the day after tomorrow")},
    ),
    ticket_press(
        "resume",
        resume,
        moves=True,
        said=listed("继续办/继续/接着办/恢复/开始办/go on/continue/resume"),
    ),
    ticket_press("reply", ask_reply, said=listed("reply/回复/回复居民/回复他/回一下/回他/reply to them")),
    ticket_press("note", ask_note, said=listed("内部备注/note/备注/记一笔/写备注/记一下/make a note")),
    ticket_press("blocked", ask_what_blocks, moves=True, said=listed("办不动/办不动了/卡住了/stuck")),
    ticket_press("resolve", ask_result, moves=True, said=DONE, step=Action.RESOLVE),
    ticket_press(
        "resolve_as",
        resolve_as,
        moves=True,
        said_of={
            Result.REPAIRED: listed("自己修的/我修的/自己修好了/自己弄的/修好了/i fixed it/fixed it myself"),
            Result.BY_TRADE: listed("师傅修的/请人修的/物业修的/找人修的/请师傅修好了/a professional did it"),
            Result.SETTLED: listed("调解好了/劝好了/说好了/谈好了/settled"),
            Result.EXPLAINED: listed("解释了/讲清楚了/说清楚了/解释过了"),
            Result.PASSED_ON: listed("转了/转给部门了/上报了/已转/passed on"),
        },
    ),
    ticket_press(
        "skip",
        skip,
        said=listed("跳过/不用了/不补了/没有了/没了/skip it/nothing more"),
        beside_words=True,
    ),
    ticket_press(
        "verify",
        verify,
        moves=True,
        said=listed("核实了/已核实/核实过了/看过了/没问题/checked it/verified"),
    ),
    ticket_press(
        "check_agrees",
        agrees,
        moves=True,
        said=(*SOLVED, *UNDER_IT_YES, "情况属实", "真的", "是真的", "没错", "true"),
    ),
    ticket_press(
        "check_disagrees",
        disagrees,
        moves=True,
        said=(*NOT_SOLVED, *UNDER_IT_NO, "不属实", "不是真的", "假的", "不是这样", "not true"),
        says=sentence(CHECK),
    ),
    ticket_press(
        "recategorise",
        ask_category,
        moves=True,
        said=listed("改类别/change matter/类别不对/类别错了/分错了"),
    ),
    ticket_press("category_in", category_in, moves=True),
    ticket_press("category_is", category_is, moves=True),
    ticket_press("category_yes", category_yes, moves=True, said=(*YES, "改")),
    ticket_press(
        "relocate",
        ask_place,
        moves=True,
        said=listed("改地点/change the place/地点不对/地址不对/改地址"),
    ),
    ticket_press("relocate_yes", relocate_yes, moves=True, said=(*YES, "改")),
    ticket_press("look", look, said=listed("是谁报的/报的人是谁/谁报的/联系方式")),
)
