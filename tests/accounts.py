"""People and groups by their numbers in Telegram, as the tests know them."""

from storage.models import Account, Person
from storage.unit_of_work import UnitOfWork

TELEGRAM = "telegram"


def number_of(work: UnitOfWork, person: Person | None) -> int | None:
    """The number of the person's first account there."""
    accounts = work.accounts.of(person.id) if person is not None else []
    return next((int(one.address) for one in accounts if one.channel == TELEGRAM), None)


def account_of(work: UnitOfWork, number: int) -> int:
    """The account that has this number."""
    return work.accounts.at(TELEGRAM, str(number))


def speaker(work: UnitOfWork, number: int) -> Person:
    """Whoever speaks from this number, made known."""
    return work.people.recognise(TELEGRAM, str(number), "zh")


def numbers(work: UnitOfWork) -> dict[int, int]:
    """All accounts to their numbers."""
    return {one.id: int(one.address) for one in work.session.query(Account).filter_by(channel=TELEGRAM)}
