"""Joining: language, consent, home, invitations, and the first administrator."""

import hashlib
import secrets
from datetime import timedelta

from domain.directory import Address
from domain.refusal import Refusal
from domain.words import HeldAs
from services.reports import CONSENT_VERSION
from storage.models import HoldingRow, Person
from storage.unit_of_work import UnitOfWork

INVITATION_LIFE = timedelta(days=14)


def choose_language(work: UnitOfWork, person: Person, language: str) -> None:
    """The stored choice wins over everything Telegram says."""
    person.language = language


def give_consent(work: UnitOfWork, person: Person) -> None:
    """With the first «提交», once per version of the statement."""
    person.consent_version, person.consented_at = CONSENT_VERSION, work.now


def has_consented(person: Person) -> bool:
    return person.consent_version == CONSENT_VERSION


def remember_home(work: UnitOfWork, person: Person, home: Address) -> None:
    """The reporter's own address, for the next time."""
    work.people.set_home(person, home)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def new_invitation(work: UnitOfWork, holding: HoldingRow | None) -> str:
    """A one-time code of 128 bits for a post, or (None) for the first administrator. Only its hash is kept."""
    code = secrets.token_urlsafe(16)
    work.people.invite(_hash(code), holding.id if holding else None, work.now + INVITATION_LIFE)
    return code


def accept_invitation(work: UnitOfWork, person: Person, code: str) -> int | None:
    """The link was pressed: the post is held. None: an administrator was made."""
    invitation = work.people.invitation(_hash(code))
    if invitation is None or invitation.expires_at <= work.now:
        raise Refusal("refused-invitation-unknown")
    if invitation.used_at is not None:
        raise Refusal("refused-invitation-used")
    if invitation.holding_id is None and work.people.administrators():
        raise Refusal("refused-invitation-used")  # every start without one prints a link; the first press ends them all
    invitation.used_at = work.now
    if invitation.holding_id is None:
        person.is_administrator = True
        return None
    holding = work.people.holding(invitation.holding_id)
    bind(work, holding, person)
    return holding.post_id  # the caller welcomes first, then takes up what waited for somebody to come


def bind(work: UnitOfWork, holding: HoldingRow, person: Person) -> None:
    """The account now holds the post that the set-up had entered by name."""
    entered = work.people.contact(holding.person_id)
    if holding.person_id != person.id:
        if entered is not None:
            work.people.set_contact(person.id, entered.name, entered.phone)
        holding.person_id = person.id
    work.places.touch()


def make_administrators(work: UnitOfWork, telegram_ids: list[int]) -> bool:
    """ADMIN_IDS, at start; tells whether there is any administrator now."""
    for telegram_id in telegram_ids:
        work.people.recognise(telegram_id, None).is_administrator = True
    return bool(work.people.administrators())


def holds_as(work: UnitOfWork, person: Person, post_id: int) -> HeldAs | None:
    """How the person holds that post, for the words of welcome."""
    held = [h for h in work.directory.holdings if h.person_id == person.id and h.post_id == post_id]
    return held[0].held_as if held else None
