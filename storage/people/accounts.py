"""Accounts: addresses in channels, whose they are, and whether they can be told something, which is asked here and
nowhere else: by one expression of SQL, or one function."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.models import Account
from storage.sql.among import among
from storage.sql.collecting import Batch, Undo, grouped
from storage.sql.store import Store, table_of
from storage.sql.upsert import insert_into

NUMBERED = "telegram"
"""The channel of accounts that people enter by their number: ADMIN_IDS, and the import's column."""

_ACCOUNT = table_of(Account)
_OF_PEOPLE = select(Account).where(among(_ACCOUNT.c.person_id, "people")).order_by(_ACCOUNT.c.id)
_AT = select(Account).where(_ACCOUNT.c.channel == bindparam("channel"), _ACCOUNT.c.address == bindparam("address"))

ChannelAddress = tuple[str, str]
"""A channel, and the address there."""


def bound(person_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Has the person of this column any account?"""
    return exists().where(Account.person_id == person_id)


def reachable(person_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Has the person of this column an account that can be told something?"""
    return exists().where(Account.person_id == person_id, Account.unreachable_at.is_(None))


class Accounts(Store):
    """The accounts of one unit of work."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session, now)
        self._of: Batch[int, list[Account]] = Batch(self._read_of, nothing=list)
        self._at: dict[ChannelAddress, Account] = {}
        self._spoken_from: dict[int, Account] = {}

    def expect(self, accounts: Mapping[int, Collection[Account]]) -> None:
        """These people have these accounts."""
        for person_id, theirs in accounts.items():
            self._of.put(person_id, list(theirs))
            self._at.update(((one.channel, one.address), one) for one in theirs)

    def _read_of(self, people: Sequence[int]) -> Iterable[tuple[int, list[Account]]]:
        found = self._session.scalars(_OF_PEOPLE, {"people": people})
        return grouped((one.person_id, one) for one in found if one.person_id is not None)

    def mark(self) -> Undo:
        """The way back forgets everything; who speaks says so again."""

        def go_back() -> None:
            self._of.forget_all()
            self._at, self._spoken_from = {}, {}

        return go_back

    def unknown(self, people: Iterable[int]) -> list[int]:
        """Those of these whose accounts would have to be read."""
        return self._of.unknown(people)

    # One of them

    def get(self, account_id: int) -> Account | None:
        return self._session.get(Account, account_id)

    def find(self, channel: str, address: str) -> Account | None:
        """The account at this address, if it is known."""
        found = self._at.get((channel, address))
        if found is None:
            found = self._session.scalar(_AT, {"channel": channel, "address": address})
            if found is not None:
                self._at[channel, address] = found
        return found

    def at(self, channel: str, address: str) -> int:
        """The account at this address; nobody's, when it was not known."""
        found = self.find(channel, address)
        if found is None:
            row = insert_into(self._session, Account).values(channel=channel, address=address, used_at=self._now)
            self._session.execute(row.on_conflict_do_nothing(index_elements=["channel", "address"]))
            found = self._session.scalars(_AT, {"channel": channel, "address": address}).one()
        return found.id

    def give(self, channel: str, address: str, person_id: int) -> Account:
        """It is this person's, unless it is somebody's already: of two first words at once the second finds whose the
        first has made it."""
        row = insert_into(self._session, Account).values(
            channel=channel, address=address, person_id=person_id, used_at=self._now
        )
        whose = {"person_id": func.coalesce(Account.person_id, row.excluded.person_id)}
        kept = row.on_conflict_do_update(index_elements=["channel", "address"], set_=whose).returning(Account)
        account = self._session.scalars(kept, execution_options={"populate_existing": True}).one()
        if account.person_id is not None:
            self._of.forget(account.person_id)
        self._at[channel, address] = account
        return account

    def readdress(self, account_id: int, address: str) -> int:
        """The channel says that this account has another address now. Returns the account that has it: another one,
        where that address was known already."""
        account = self._session.get_one(Account, account_id)
        other = self.find(account.channel, address)
        if other is not None:
            return other.id
        self._at.pop((account.channel, account.address), None)
        account.address = address
        self._session.flush()
        return account.id

    # Of people

    def of(self, person_id: int) -> list[Account]:
        """All of the person, the first one first."""
        return self._of.get(person_id)

    def of_people(self, people: Collection[int]) -> list[Account]:
        """All of these people."""
        self._of.expect(people)
        return [account for person_id in people for account in self._of.get(person_id)]

    def bound(self, person_id: int) -> bool:
        """Has the person any account?"""
        return bool(self.of(person_id))

    def reachable(self, person_id: int) -> bool:
        """Has the person an account that can be told something?"""
        return any(one.unreachable_at is None for one in self.of(person_id))

    def lost(self, person_id: int) -> bool:
        """Had the person accounts, none of which can be told anything any more?"""
        return self.bound(person_id) and not self.reachable(person_id)

    def address_in(self, person_id: int, channel: str) -> str | None:
        """Where the person is in that channel, if they are."""
        return next((one.address for one in self.of(person_id) if one.channel == channel), None)

    def speaks(self, account: Account) -> None:
        """Its person speaks from it. That is written down where they used another one last: they are told at this one
        from now on."""
        if account.person_id is None:
            raise LookupError("nobody speaks from an account that is nobody's")
        self._spoken_from[account.person_id] = account
        others = [one for one in self.of(account.person_id) if one is not account]
        if others and max(one.used_at for one in others) >= account.used_at:
            account.used_at = self._now

    def spoken_from(self, person_id: int) -> int | None:
        """The account that the person has spoken from last in this unit."""
        account = self._spoken_from.get(person_id)
        return account.id if account is not None else None

    def told_at(self, people: Collection[int]) -> dict[int, int | None]:
        """Where everybody is told something: the account used last of those that can be told, else of all; None where
        there is none."""
        self._of.expect(people)
        found = {person_id: _used_last(self._of.get(person_id)) for person_id in people}
        return {person_id: account.id if account is not None else None for person_id, account in found.items()}

    # Whether they can be told

    def lose(self, account: Account) -> Account | None:
        """Nothing reaches it any more. Returns the account of its person that is told instead; None where none can."""
        account.unreachable_at = account.unreachable_at or self._now
        theirs = self.of(account.person_id) if account.person_id is not None else []
        return _used_last([one for one in theirs if one.unreachable_at is None])

    def regain(self, person_id: int) -> bool:
        """The person speaks, so the account they speak from can be told things; returns whether none could before."""
        account = self._spoken_from.get(person_id)
        if account is None or account.unreachable_at is None:
            return False
        was_reachable = self.reachable(person_id)
        account.unreachable_at = None
        return not was_reachable

    def forget(self, person_id: int) -> None:
        """They are nobody's any more, and no more."""
        for account in self.of(person_id):
            self._at.pop((account.channel, account.address), None)
            self._session.delete(account)
        self._session.flush()
        self._spoken_from.pop(person_id, None)
        self._of.put(person_id, [])


def _used_last(accounts: Collection[Account]) -> Account | None:
    """Of those that can be told, else of all."""
    return max(accounts, key=lambda one: (one.unreachable_at is None, one.used_at, one.id), default=None)
