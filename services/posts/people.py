"""People: language, consent, home, and who sets the program up."""

from collections.abc import Sequence

from domain.notices.notices import Letter, Say
from domain.posts.rights import Right
from domain.privacy import STATEMENT_VERSION
from domain.refusal import Refusal
from domain.vocabulary import SetUpAct
from storage.models import Person
from storage.people.accounts import NUMBERED
from storage.people.posts import Posts
from storage.unit_of_work import UnitOfWork


def choose_language(work: UnitOfWork, person: Person, language: str) -> None:
    """The stored choice wins over everything a device says."""
    person.language = language


def give_consent(work: UnitOfWork, person: Person) -> None:
    """With the first «提交», once per version of the statement. Whoever had asked to be deleted stays after all."""
    person.consent_version, person.consented_at, person.leaves_at = STATEMENT_VERSION, work.now, None


def has_consented(person: Person) -> bool:
    return person.consent_version == STATEMENT_VERSION


def make_administrators(work: UnitOfWork, admin_ids: Sequence[int]) -> bool:
    """ADMIN_IDS, at start; tells whether there is any administrator now."""
    for number in admin_ids:
        work.people.behind(NUMBERED, str(number)).is_administrator = True
    return bool(work.people.administrators())


def is_last_administrator(work: UnitOfWork, person: Person, *, lock: bool = False) -> bool:
    """Would nobody who can be told set the program up without them?"""
    others = (one for one in work.people.administrators(lock=lock) if one.id != person.id)
    return person.is_administrator and not any(work.accounts.reachable(one.id) for one in others)


def set_administrator(work: UnitOfWork, person_id: int, *, is_one: bool, by: Person) -> Person:
    """An administrator makes and unmakes administrators; the last one stays."""
    if not work.may(by, Right.MAKE_ADMINISTRATORS):
        raise Refusal("refused-not-administrator")
    person = work.people.get(person_id)
    if not is_one and is_last_administrator(work, person, lock=True):
        raise Refusal("refused-last-administrator")
    if is_one and not work.accounts.bound(person_id):
        raise Refusal("refused-has-no-account")
    if person.is_administrator is not is_one:
        person.is_administrator = is_one
        act = SetUpAct.MADE_ADMINISTRATOR if is_one else SetUpAct.ENDED_ADMINISTRATOR
        work.store(Posts).write(act, by=by.id, person_id=person.id, subject="")
        key = "you-are-administrator" if is_one else "you-are-no-administrator"
        if person.id != by.id:
            work.tell(Letter(person.id, Say(key)))
    return person
