"""A ticket's life: what may be done to it, in which state, by whom, and what it becomes.

The table below is the only place that knows. docs/flow.md's diagram is drawn from it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from domain.refusal import Refusal, Value
from domain.ticket import TicketFacts
from domain.tickets.undoing import Slip, why_not_undone
from domain.vocabulary import CHAIN, OPEN_STATES, Action, Closing, Grade, Rating, Role, State

CALL_OFF_WINDOW = timedelta(minutes=1)
"""How long whoever raised an alarm may call it off alone."""


NEVER_WAITS = frozenset({Grade.P0, Grade.P1})
"""What is urgent rests for nobody: not for parts, not for another body, not with a superior's leave; where it is not
urgent any more a superior says so first, by its grade (domain.md 8.3, collective.md 3 B)."""

RATING_STANDS = timedelta(days=7)
"""For so long a rating can be changed: the digest of its week has then been read, and what was said there is not taken
back behind its readers."""


class TicketState(TicketFacts, Protocol):
    """What the rules need to know about a ticket."""

    @property
    def solved_by_id(self) -> int | None: ...
    @property
    def filed_at(self) -> datetime: ...
    @property
    def confirmed_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def verified_at(self) -> datetime | None: ...
    @property
    def rating(self) -> Rating | None: ...
    @property
    def appealed(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and how they stand to this ticket.

    `roles` are the posts by which they answer for the ticket's place (their own, a deputy's, or one above);
    `has_claimed` and `has_returned` come from the ticket's history; `shares_post`: they hold, as main or deputy, the
    very post that answers for it now; `had_a_hand`: they returned it, solved it, rejected it or asked for that, and
    `appealed_against`: before the appeal; `stands_too_low`: no higher than whoever rejected what is appealed;
    `in_office`: they hold some post, here or elsewhere; `reopen_days`: for so many days the community lets a reporter
    take up again what is closed; `slip`: a step of theirs that they may have pressed by mistake. `person_id` None is
    the clock.
    """

    person_id: int | None
    roles: frozenset[Role] = frozenset()
    has_claimed: bool = False
    has_returned: bool = False
    shares_post: bool = False
    reopen_days: int = 0
    had_a_hand: bool = False
    appealed_against: bool = False
    stands_too_low: bool = False
    in_office: bool = False
    slip: Slip | None = None

    @property
    def rank(self) -> int:
        """Height in the chain, -1 for somebody who answers for nothing here."""
        return max((CHAIN.index(role) for role in self.roles if role in CHAIN), default=-1)


THE_CLOCK = Actor(None)

Rule = Callable[[TicketState, Actor], str | None]
"""None: allowed. Otherwise the key of the sentence that says why not."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table. `after` None keeps the state; `back`: it is again what it was before the actor's slip."""

    before: frozenset[State]
    after: Callable[[TicketState], State] | None
    who: Rule
    back: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a ticket's history, as the rules decided it."""

    action: Action
    before: State | None
    after: State
    by: int | None
    at: datetime


# Who may: each rule answers with None or with the sentence that refuses.


def whoever_may_take_it(ticket: TicketState, actor: Actor) -> str | None:
    """Anybody answering for it; after an appeal who was given it, their post, or anybody higher than who rejected."""
    given = actor.shares_post or the_assignee(ticket, actor) is None
    return "refused-own-decision" if actor.stands_too_low and not given else anyone_answering_for_it(ticket, actor)


def anyone_answering_for_it(ticket: TicketState, actor: Actor) -> str | None:
    """A steward or deputy of the place, or anybody above; in danger whoever has duty."""
    on_duty = ticket.grade is Grade.P0 and Role.DUTY in actor.roles
    return None if actor.rank >= 0 or on_duty else "refused-not-yours"


def the_assignee(ticket: TicketState, actor: Actor) -> str | None:
    """Who answers for it now."""
    return None if actor.person_id is not None and actor.person_id == ticket.assignee_id else "refused-not-assignee"


def assignee_or_answering(ticket: TicketState, actor: Actor) -> str | None:
    """The assignee, their deputy, or anybody above."""
    return None if the_assignee(ticket, actor) is None or actor.rank >= 0 else "refused-not-yours"


def the_assignee_or_deputy(ticket: TicketState, actor: Actor) -> str | None:
    """The assignee, or whoever shares their post."""
    return None if actor.shares_post else the_assignee(ticket, actor)


def the_assignee_or_superior(ticket: TicketState, actor: Actor) -> str | None:
    """The assignee, whoever shares their post, or a group leader and above."""
    superior = group_leader_or_above(ticket, actor) is None
    return None if superior else the_assignee_or_deputy(ticket, actor)


def returning(ticket: TicketState, actor: Actor) -> str | None:
    """The assignee or the one asked, once per ticket."""
    if actor.has_returned:
        return "refused-returned-before"
    return the_assignee(ticket, actor)


def assignee_or_clock(ticket: TicketState, actor: Actor) -> str | None:
    """The assignee, a superior, or the program: a date has come, or whoever was asked does what they agreed to."""
    return None if actor.person_id is None else the_assignee_or_superior(ticket, actor)


def the_reporter(ticket: TicketState, actor: Actor) -> str | None:
    """Who reported it, for themselves or for somebody else."""
    return None if actor.person_id is not None and actor.person_id == ticket.reporter_id else "refused-not-reporter"


def the_reporter_who_did_not_solve_it(ticket: TicketState, actor: Actor) -> str | None:
    """Whoever recorded or solved a ticket can never confirm it themselves."""
    if actor.has_claimed or actor.person_id in (ticket.solved_by_id, ticket.recorded_by_id):
        return "refused-own-work"
    return the_reporter(ticket, actor)


def a_second_person(ticket: TicketState, actor: Actor) -> str | None:
    """Anybody answering for the place who did not report it, did not do the work and does not answer for it."""
    if actor.person_id in (ticket.assignee_id, ticket.solved_by_id):
        return "refused-own-work"
    own = "refused-own-work" if actor.person_id == ticket.reporter_id else None
    return anyone_answering_for_it(ticket, actor) or own


def a_second_superior(ticket: TicketState, actor: Actor) -> str | None:
    """A spot check: a group leader or above who never had a hand in it, nor recorded it."""
    if actor.had_a_hand or actor.person_id == ticket.recorded_by_id:
        return "refused-own-work"
    return a_second_person(ticket, actor) or group_leader_or_above(ticket, actor)


def group_leader_or_above(ticket: TicketState, actor: Actor) -> str | None:
    """Never the steward alone."""
    return None if actor.rank >= CHAIN.index(Role.GROUP_LEADER) else "refused-needs-superior"


def superior_or_clock(ticket: TicketState, actor: Actor) -> str | None:
    """A group leader or above; or the program, when the ticket it was merged into ended without being solved."""
    return None if actor.person_id is None else group_leader_or_above(ticket, actor)


def reporter_or_superior(ticket: TicketState, actor: Actor) -> str | None:
    """The reporter within the window (checked by `advance`), a superior any time."""
    return None if group_leader_or_above(ticket, actor) is None else the_reporter(ticket, actor)


def the_reporter_once(ticket: TicketState, actor: Actor) -> str | None:
    """An appeal, once."""
    return "refused-appealed-before" if ticket.appealed else the_reporter(ticket, actor)


def a_party_to_it(ticket: TicketState, actor: Actor) -> str | None:
    """Reporter, recorder, assignee or anybody answering for the place."""
    own = actor.person_id is not None and actor.person_id in (ticket.reporter_id, ticket.recorded_by_id)
    return None if own else assignee_or_answering(ticket, actor)


def a_neighbour(_ticket: TicketState, actor: Actor) -> str | None:
    """Somebody who has the same fault; the suggestion has settled that they may know of it. They are never named."""
    return None if actor.person_id is not None else "refused-not-yours"


def whoever_pressed_it(ticket: TicketState, actor: Actor) -> str | None:
    """Whoever pressed it, within 15 minutes, while nobody else has acted since; never in danger (P0)."""
    no = why_not_undone(ticket, actor.slip, actor.person_id)
    return no[0] if no is not None else None


def the_clock(_ticket: TicketState, actor: Actor) -> str | None:
    """Only the program itself: a rung is due, a term is over, whoever was asked cannot be reached."""
    return None if actor.person_id is None else "refused-not-yours"


def whoever_may_ask(ticket: TicketState, actor: Actor) -> str | None:
    """Who answers for it or for its place asks others to help, once somebody has taken it on; the program at any time:
    for a resident who writes to a body, and where an ask moves to another ticket."""
    if actor.person_id is None:
        return None
    return "asks-refused-claim-first" if ticket.state is State.NEW else assignee_or_answering(ticket, actor)


def settled_elsewhere(_ticket: TicketState, _actor: Actor) -> str | None:
    """The rules of asks have decided it (domain/matters/asks.py); the ticket only writes it down."""
    return None


def _to(state: State) -> Callable[[TicketState], State]:
    return lambda _ticket: state


def needs_verifying(ticket: TicketState) -> bool:
    """P0 and P1 close only after a second person has looked."""
    return ticket.grade in (Grade.P0, Grade.P1) and ticket.verified_at is None


def _after_confirming(ticket: TicketState) -> State:
    return State.RESOLVED if needs_verifying(ticket) else State.CLOSED


def _to_be_claimed_again(ticket: TicketState) -> State:
    """Whoever it was given to has not said «mine» yet; what rests or is done stays so."""
    return State.NEW if ticket.state is State.CLAIMED else ticket.state


_LIVE = frozenset({State.NEW, State.CLAIMED, State.WAITING})
_HEARD = OPEN_STATES | {State.MERGED}
"""While somebody works on it; what is said to a merged ticket goes to the one it lives on in."""
_WORKED_ON = frozenset({State.CLAIMED, State.WAITING, State.RESOLVED, State.CLOSED})
"""Somebody works on it, or has."""
_ANY = frozenset(State)
_SLIPPED = OPEN_STATES | {State.CLOSED}
"""Where a claim, a resolve, a confirm and a follow leave a ticket."""

STEPS: Mapping[Action, Step] = {
    Action.CLAIM: Step(frozenset({State.NEW}), _to(State.CLAIMED), whoever_may_take_it),
    Action.RETURN: Step(frozenset({State.NEW, State.CLAIMED}), _to(State.NEW), returning),
    Action.HAND_OVER: Step(_LIVE, _to(State.NEW), the_assignee_or_superior),
    Action.WAIT: Step(frozenset({State.CLAIMED}), _to(State.WAITING), assignee_or_clock),
    Action.RESUME: Step(frozenset({State.WAITING}), _to(State.CLAIMED), assignee_or_clock),
    Action.RESOLVE: Step(frozenset({State.CLAIMED, State.WAITING}), _to(State.RESOLVED), the_assignee_or_deputy),
    Action.CONFIRM: Step(frozenset({State.RESOLVED}), _after_confirming, the_reporter_who_did_not_solve_it),
    Action.NOT_SOLVED: Step(frozenset({State.RESOLVED}), _to(State.CLAIMED), the_reporter),
    Action.VERIFY: Step(frozenset({State.RESOLVED}), _to(State.CLOSED), a_second_person),
    Action.REOPEN: Step(frozenset({State.CLOSED}), _to(State.NEW), reporter_or_superior),
    Action.REJECT: Step(frozenset({State.NEW, State.CLAIMED}), _to(State.REJECTED), group_leader_or_above),
    Action.APPEAL: Step(frozenset({State.REJECTED}), _to(State.NEW), the_reporter_once),
    Action.MERGE: Step(_LIVE, _to(State.MERGED), the_assignee_or_superior),
    Action.UNLINK: Step(frozenset({State.MERGED}), _to(State.NEW), superior_or_clock),
    Action.REASSIGN: Step(_LIVE, _to(State.NEW), group_leader_or_above),
    Action.WITHDRAW: Step(_LIVE, _to(State.WITHDRAWN), the_reporter),
    Action.STEP_BACK: Step(_LIVE, None, the_reporter),
    Action.CALL_OFF: Step(frozenset({State.NEW, State.CLAIMED}), _to(State.WITHDRAWN), the_reporter),
    Action.REROUTE: Step(_LIVE, _to(State.NEW), the_clock),
    Action.ENTRUST: Step(OPEN_STATES, _to_be_claimed_again, the_clock),
    Action.COME_BACK: Step(OPEN_STATES, None, the_clock),
    Action.CLOSE: Step(frozenset({State.RESOLVED}), _to(State.CLOSED), the_clock),
    Action.UNDO: Step(_SLIPPED, None, whoever_pressed_it, back=True),
    # What keeps the state and touches no clock.
    Action.ESCALATE: Step(frozenset({State.NEW, State.CLAIMED}), None, the_clock),
    Action.REMIND: Step(frozenset({State.RESOLVED}), None, the_clock),
    Action.CHECK: Step(frozenset({State.CLOSED}), None, a_second_superior),
    Action.FOLLOW_UP: Step(frozenset({State.CLOSED}), None, the_clock),
    Action.RECATEGORISE: Step(_LIVE, None, the_assignee_or_superior),
    Action.RELOCATE: Step(OPEN_STATES, None, assignee_or_clock),
    Action.PROPOSE: Step(_LIVE, None, the_assignee_or_deputy),
    Action.APPROVE: Step(_LIVE, None, group_leader_or_above),
    Action.DECLINE: Step(_LIVE, None, group_leader_or_above),
    Action.REGRADE: Step(_LIVE, None, group_leader_or_above),
    Action.FOLLOWED: Step(frozenset({State.MERGED}), None, the_clock),
    Action.TAKE_IN: Step(_ANY, None, the_clock),
    Action.LOCATE: Step(_LIVE, None, a_party_to_it),
    Action.NAME_DANGER: Step(frozenset({State.NEW, State.CLAIMED}), None, the_reporter),
    Action.FOLLOW: Step(OPEN_STATES, None, a_neighbour),
    Action.COMMENT: Step(_HEARD, None, a_party_to_it),
    Action.CORRECT: Step(_ANY, None, a_party_to_it),
    Action.REPLY: Step(_HEARD, None, assignee_or_answering),
    Action.NOTE: Step(_ANY, None, assignee_or_answering),
    Action.NUDGE: Step(_LIVE, None, the_reporter),
    Action.RATE: Step(frozenset({State.CLOSED, State.RESOLVED}), None, the_reporter),
    Action.LOOK: Step(_ANY, None, assignee_or_answering),
    Action.ASK: Step(_LIVE, None, whoever_may_ask),
    Action.ASK_STEP: Step(_ANY, None, settled_elsewhere),
    Action.THANK: Step(_WORKED_ON, None, the_reporter_who_did_not_solve_it),
}


JUDGES = frozenset(
    {Action.CLAIM, Action.HAND_OVER, Action.WAIT, Action.RESUME, Action.RESOLVE, Action.VERIFY}
    | {Action.MERGE, Action.REASSIGN, Action.RECATEGORISE, Action.RELOCATE, Action.REGRADE}
    | {Action.PROPOSE, Action.APPROVE, Action.DECLINE, Action.CHECK}
)
"""What nobody does whose own doing is under appeal. To reject again: services/tickets/rejecting.py."""

_FROM: Mapping[State, Sequence[Action]] = {
    state: [action for action, step in STEPS.items() if state in step.before] for state in State
}
"""What the table knows of each state."""


def advance(ticket: TicketState, action: Action, *, by: Actor, at: datetime) -> Change:
    """Take one step, or raise the `Refusal` that says why not. The caller stores the returned change."""
    if (no := _why_not(ticket, action, by, at)) is not None:
        key, values = no
        raise Refusal(key, **values)
    return Change(action, ticket.state, _becomes(ticket, STEPS[action], by), by.person_id, at)


def _becomes(ticket: TicketState, step: Step, by: Actor) -> State:
    if step.back and by.slip is not None:
        return by.slip.before
    return ticket.state if step.after is None else step.after(ticket)


def possible(ticket: TicketState, by: Actor, at: datetime) -> frozenset[Action]:
    """Everything that `advance` would allow. Buttons are drawn by this."""
    return frozenset(action for action in _FROM[ticket.state] if _why_not(ticket, action, by, at) is None)


def _why_not(ticket: TicketState, action: Action, by: Actor, at: datetime) -> tuple[str, dict[str, Value]] | None:
    step = STEPS[action]
    if step.back:
        return why_not_undone(ticket, by.slip, by.person_id, at)
    if ticket.state not in step.before:
        return "refused-in-this-state", {"state": ticket.state, "action": action}
    if by.appealed_against and action in JUDGES:
        return "refused-own-decision", {}
    if reason := step.who(ticket, by):
        return reason, {}
    if action is Action.WAIT and ticket.grade in NEVER_WAITS:
        return "refused-wait-urgent", {}
    if action is Action.REOPEN and by.rank < CHAIN.index(Role.GROUP_LEADER) and not _reopens(ticket, by, at):
        return "refused-reopen-too-late", {"days": by.reopen_days}
    if action is Action.RATE and not _may_rate(ticket, at):
        return "refused-rate-late", {"days": RATING_STANDS.days}
    if action is Action.CALL_OFF and at - ticket.filed_at > CALL_OFF_WINDOW:
        return "refused-call-off-late", {}
    return None


def _reopens(ticket: TicketState, by: Actor, at: datetime) -> bool:
    """Closed not too long ago for its reporter to take it up again; later a new one follows it."""
    return ticket.closed_at is not None and at - ticket.closed_at <= timedelta(days=by.reopen_days)


def _may_rate(ticket: TicketState, at: datetime) -> bool:
    """The first word has time; another takes its place for a while after it was done."""
    done_at = ticket.confirmed_at or ticket.closed_at
    return ticket.rating is None or done_at is None or at - done_at <= RATING_STANDS


def may(ticket: TicketState, action: Action, actor: Actor, at: datetime) -> bool:
    """Would `advance` allow it?"""
    return _why_not(ticket, action, actor, at) is None


def closing_of(ticket: TicketState, action: Action) -> Closing:
    """On whose word the ticket closes with this action."""
    if action is Action.CONFIRM or ticket.confirmed_at is not None:
        return Closing.CONFIRMED
    return Closing.VERIFIED if action is Action.VERIFY else Closing.UNCONFIRMED
