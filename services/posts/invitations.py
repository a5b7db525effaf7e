"""One-time links: made for a post or an administrator, listed, revoked, pressed once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from domain.notices.notices import (
    Letter,
)
from domain.notices.post_notices import (
    InvitationTaken,
    NotTakenUp,
)
from domain.posts.rights import Right
from domain.refusal import Refusal
from domain.soundness import MAX_INVITATION_DAYS
from domain.vocabulary import HeldAs, Role, SetUpAct
from services.posts.posts import end_holding, office_of
from storage.models import HoldingRow, Invitation, Person
from storage.people.posts import Posts
from storage.unit_of_work import UnitOfWork

CODE_BYTES = 16
"""128 bits: nobody guesses one."""
LISTED_AFTER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom for which post: `succeeds`, when the present holder goes as soon as they come."""

    name: str
    post_id: int
    held_as: HeldAs
    succeeds: bool
    days: int


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def new_invitation(
    work: UnitOfWork,
    holding: HoldingRow | None,
    *,
    days: int | None = None,
    by: Person | None = None,
    succeeds_id: int | None = None,
) -> str:
    """A one-time code for a post, or (None) for an administrator. Only its hash is kept. `days`: for how many it may be
    pressed, else as many as the community has settled."""
    code = secrets.token_urlsafe(CODE_BYTES)
    work.people.invite(
        _hash(code),
        holding.id if holding else None,
        work.now + timedelta(days=days or work.community.invitation_days),
        by=by.id if by else None,
        succeeds_id=succeeds_id,
    )
    return code


def first_invitation(work: UnitOfWork) -> str:
    """The link that makes the first administrator; those printed before it are worth nothing any more."""
    for older in work.store(Posts).unused():
        if older.holding_id is None and older.created_by_id is None:
            older.revoked_at = work.now
    return new_invitation(work, None)


def invite(work: UnitOfWork, invited: Invited, *, by: Person) -> str:
    """A seat is kept under the name, and a link made that binds the account that presses it."""
    post = work.directory.posts.get(invited.post_id)
    if post is None or not work.may(by, Right.CHANGE_POSTS, over=post):
        raise Refusal("refused-not-your-posts")
    if not 1 <= invited.days <= MAX_INVITATION_DAYS:
        raise Refusal("refused-old-button")
    mains = [h for h in work.store(Posts).holdings_of(post.id) if h.held_as is HeldAs.MAIN]
    if invited.held_as is HeldAs.MAIN:
        for seat in [h for h in mains if not work.accounts.bound(h.person_id)]:
            give_up(work, seat)
            mains.remove(seat)
    if invited.held_as is HeldAs.MAIN and mains and not invited.succeeds:
        raise Refusal("refused-post-held", title=post.title)
    person = work.people.add_unbound(invited.name, None)
    holding = HoldingRow(
        post_id=post.id, person_id=person.id, held_as=invited.held_as, since=None, entered_as=invited.name
    )
    work.session.add(holding)
    work.session.flush()
    work.places.touch()
    succeeds_id = mains[0].id if invited.succeeds and mains else None
    work.store(Posts).write(SetUpAct.INVITED, by=by.id, person_id=person.id, subject=post.title, after=invited.held_as)
    return new_invitation(work, holding, days=invited.days, by=by, succeeds_id=succeeds_id)


def invite_administrator(work: UnitOfWork, days: int, *, by: Person) -> str:
    """A link for one more administrator; only administrators make them."""
    if not work.may(by, Right.MAKE_ADMINISTRATORS):
        raise Refusal("refused-not-administrator")
    work.store(Posts).write(SetUpAct.INVITED, by=by.id, subject="")
    return new_invitation(work, None, days=days, by=by)


def give_up(work: UnitOfWork, seat: HoldingRow) -> None:
    """Nobody came for this seat: its links are worth nothing, and it stands in nobody's way."""
    for open_one in work.store(Posts).unused():
        if open_one.holding_id == seat.id:
            open_one.revoked_at = work.now
    seat.until = seat.handed_over_at = work.now
    work.places.touch()


def still_given(work: UnitOfWork, invitation: Invitation) -> bool:
    """A link is worth as much as the word of who made it: an administrator's while they are one, the office's while
    they hold a post. The set-up's own need nobody's word."""
    if invitation.created_by_id is None:
        return True
    maker = work.people.get(invitation.created_by_id)
    in_office = invitation.holding_id is not None and bool(work.directory.posts_of(maker.id, work.now))
    return maker.is_administrator or in_office


def revoke(work: UnitOfWork, prefix: str, *, by: Person) -> Invitation:
    """The link is worth nothing from now on, and the seat kept for it is free again. `prefix` of its hash."""
    invitation = next((one for one in work.store(Posts).unused() if one.code_hash.startswith(prefix) and prefix), None)
    if invitation is None:
        raise Refusal("refused-invitation-gone")
    holding = work.store(Posts).holding(invitation.holding_id) if invitation.holding_id is not None else None
    post = work.directory.posts.get(holding.post_id) if holding is not None else None
    if not (work.may(by, Right.CHANGE_POSTS, over=post) if post is not None else by.is_administrator):
        raise Refusal("refused-not-your-posts")
    invitation.revoked_at = work.now
    if holding is not None and not work.accounts.bound(holding.person_id):
        give_up(work, holding)
    subject = post.title if post is not None else ""
    work.store(Posts).write(
        SetUpAct.REVOKED, by=by.id, person_id=holding.person_id if holding is not None else None, subject=subject
    )
    return invitation


def accept_invitation(work: UnitOfWork, person: Person, code: str, *, account: str = "") -> int | None:
    """The link was pressed: the post is held, and the holder before goes from it. None: an administrator was
    made. `account` is what their channel calls whoever pressed; whoever made the link is told it."""
    invitation = work.people.invitation(_hash(code))
    if invitation is None or invitation.revoked_at is not None or invitation.expires_at <= work.now:
        raise Refusal("refused-invitation-unknown")
    if invitation.used_at is not None:
        raise Refusal("refused-invitation-used")
    if not still_given(work, invitation):
        raise Refusal("refused-invitation-not-given")
    if invitation.holding_id is None:
        _make_administrator(work, person, invitation)
        return None
    holding = work.store(Posts).holding(invitation.holding_id)
    if holding is None or (holding.until is not None and holding.until <= work.now):
        raise Refusal("refused-invitation-unknown")
    invitation.used_at = work.now
    bind(work, holding, person)
    post = work.directory.posts[holding.post_id]
    work.store(Posts).write(
        SetUpAct.TOOK_POST, by=person.id, person_id=person.id, subject=post.title, after=holding.held_as
    )
    if invitation.created_by_id is not None and invitation.created_by_id != person.id:
        work.tell(Letter(invitation.created_by_id, InvitationTaken(holding.id, account)))
    before = work.store(Posts).holding(invitation.succeeds_id) if invitation.succeeds_id is not None else None
    if before is not None and (before.until is None or before.until > work.now):
        end_holding(work, before, by=None)
    return holding.post_id  # the caller welcomes first, then takes up what waited for somebody to come


def _make_administrator(work: UnitOfWork, person: Person, invitation: Invitation) -> None:
    """The first one's link makes no second one."""
    if invitation.created_by_id is None and work.people.administrators(lock=True):
        raise Refusal("refused-invitation-used")
    invitation.used_at = work.now
    person.is_administrator = True
    work.store(Posts).write(SetUpAct.MADE_ADMINISTRATOR, by=invitation.created_by_id, person_id=person.id, subject="")


def bind(work: UnitOfWork, holding: HoldingRow, person: Person) -> None:
    """The account now holds the post that the set-up had entered by name; a name it has already stays."""
    entered, own = work.people.contact(holding.person_id), work.people.contact(person.id)
    if holding.person_id != person.id:
        if entered is not None:
            name, phone = (own.name, own.phone) if own is not None else (None, None)
            work.people.set_contact(person.id, name or entered.name, phone or entered.phone)
        holding.person_id = person.id
    work.places.touch()


def list_not_taken_up(work: UnitOfWork) -> int:
    """Posts whose links nobody has pressed in three days, to the secretary, each once; returns how many."""
    late = [] if work.is_night() else work.store(Posts).not_taken_up(work.now - LISTED_AFTER)
    told = office_of(work, Role.SECRETARY) or office_of(work, Role.OFFICE) if late else []
    if not told:
        return 0
    for invitation in late:
        invitation.listed_at = work.now
    holdings = tuple(invitation.holding_id for invitation in late if invitation.holding_id is not None)
    work.tell(*(Letter(person_id, NotTakenUp(holdings)) for person_id in told))
    return len(late)
