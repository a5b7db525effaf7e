"""Accounts: addresses in channels, whose they are, and whether they can be told something, which is asked here and
nowhere else: by one expression of SQL, or one function."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, bindparam, delete, exists, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.models import Account
from storage.sql.among import among
from storage.sql.collecting import Batch, Undo, grouped
from storage.sql.store import Store, table_of
from storage.sql.upsert import upsert

NUMBERED = "telegram"
"""The channel of accounts that people enter by their number: ADMIN_IDS, and the import's column."""

_ACCOUNT = table_of(Account)
COLUMNS = (
    _ACCOUNT.c.id,
    _ACCOUNT.c.person_id,
    _ACCOUNT.c.channel,
    _ACCOUNT.c.address,
    _ACCOUNT.c.unreachable_at,
    _ACCOUNT.c.used_at,
)
_OF_PEOPLE = select(*COLUMNS).where(among(_ACCOUNT.c.person_id, "people")).order_by(_ACCOUNT.c.id)
_WITH_ID = select(*COLUMNS).where(_ACCOUNT.c.id == bindparam("account"))
_WHOSE = select(_ACCOUNT.c.person_id).where(_ACCOUNT.c.id == bindparam("account"))
_AT = select(*COLUMNS).where(_ACCOUNT.c.channel == bindparam("channel"), _ACCOUNT.c.address == bindparam("address"))
_NOTE = upsert(Account, lambda rows: rows.on_conflict_do_nothing(index_elements=["channel", "address"]))
_GIVE = upsert(
    Account,
    lambda rows: rows.on_conflict_do_update(
        index_elements=["channel", "address"],
        set_={"person_id": func.coalesce(_ACCOUNT.c.person_id, rows.excluded.person_id)},
    ).returning(*COLUMNS),
)
_CHANGE = update(_ACCOUNT).where(_ACCOUNT.c.id == bindparam("account"))

ChannelAddress = tuple[str, str]
"""A channel, and the address there."""


@dataclass(slots=True, eq=False)
class KnownAccount:
    """An account as it is in this unit; read with most questions about people, so no object of the session."""

    id: int
    person_id: int | None
    channel: str
    address: str
    unreachable_at: datetime | None
    used_at: datetime


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
        self._of: Batch[int, list[KnownAccount]] = Batch(self._read_of, nothing=list)
        self._at: dict[ChannelAddress, KnownAccount] = {}
        self._spoken_from: dict[int, KnownAccount] = {}

    def expect(self, person_id: int, accounts: list[KnownAccount]) -> None:
        """The person has these accounts, the first one first."""
        self._of.put(person_id, accounts)
        for one in accounts:
            self._at[one.channel, one.address] = one

    def _read_of(self, people: Sequence[int]) -> Iterable[tuple[int, list[KnownAccount]]]:
        found = self._read(_OF_PEOPLE, {"people": people})
        return grouped((row.person_id, KnownAccount(*row)) for row in found)

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

    def get(self, account_id: int) -> KnownAccount | None:
        return self._known(self._read(_WITH_ID, {"account": account_id}).one_or_none())

    def find(self, channel: str, address: str) -> KnownAccount | None:
        """The account at this address, if it is known."""
        if (channel, address) in self._at:
            return self._at[channel, address]
        return self._known(self._read(_AT, {"channel": channel, "address": address}).one_or_none())

    def _known(self, row: Row[int, int | None, str, str, datetime | None, datetime] | None) -> KnownAccount | None:
        """What was found, as the one that its person is known to have."""
        account = KnownAccount(*row) if row is not None else None
        if account is None or account.person_id is None:
            return account
        known = next(one for one in self.of(account.person_id) if one.id == account.id)
        self._at[account.channel, account.address] = known
        return known

    def at(self, channel: str, address: str) -> int:
        """The account at this address; nobody's, when it was not known."""
        found = self.find(channel, address)
        if found is None:
            self._write(_NOTE[self._dialect], {"channel": channel, "address": address, "used_at": self._now})
            found = KnownAccount(*self._read(_AT, {"channel": channel, "address": address}).one())
        return found.id

    def give(self, channel: str, address: str, person_id: int) -> KnownAccount:
        """It is this person's, unless it is somebody's already: of two first words at once the second finds whose the
        first has made it."""
        self._session.flush()
        row = {"channel": channel, "address": address, "person_id": person_id, "used_at": self._now}
        account = KnownAccount(*self._read(_GIVE[self._dialect], row).one())
        theirs = self.of(account.person_id or 0)
        if account.id not in [one.id for one in theirs]:
            theirs.append(account)
        self._at[channel, address] = next(one for one in theirs if one.id == account.id)
        return self._at[channel, address]

    def readdress(self, account_id: int, address: str) -> int:
        """The channel says that this account has another address now. Returns the account that has it: another one,
        where that address was known already."""
        account = self.get(account_id)
        if account is None:
            return account_id
        other = self.find(account.channel, address)
        if other is not None:
            return other.id
        self._at.pop((account.channel, account.address), None)
        account.address = address
        self._write(_CHANGE.values(address=address), {"account": account_id})
        return account_id

    # Of people

    def of(self, person_id: int) -> list[KnownAccount]:
        """All of the person, the first one first."""
        return self._of.get(person_id)

    def of_people(self, people: Collection[int]) -> list[KnownAccount]:
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

    def address_for(self, person_id: int, reader_id: int) -> str | None:
        """Where the reader finds the person in the channel in which the reader is told things, if they are there."""
        reader = _used_last(self.of(reader_id))
        if reader is None:
            return None
        return next((one.address for one in self.of(person_id) if one.channel == reader.channel), None)

    def speaks(self, account: KnownAccount) -> None:
        """Its person speaks from it. That is written down where they used another one last: they are told at this one
        from now on."""
        if account.person_id is None:
            raise LookupError("nobody speaks from an account that is nobody's")
        self._spoken_from[account.person_id] = account
        others = [one for one in self.of(account.person_id) if one is not account]
        if others and max(one.used_at for one in others) >= account.used_at:
            account.used_at = self._now
            self._write(_CHANGE.values(used_at=self._now), {"account": account.id})

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

    def lock(self, account_id: int) -> KnownAccount | None:
        """The account, with all others of its person as they are now, and as they stay until the unit ends: of two that
        are lost at once the second knows of the first."""
        person_id = self._read(_WHOSE, {"account": account_id}).scalar()
        if person_id is not None:
            locked = self._read(_OF_PEOPLE.with_for_update(), {"people": [person_id]})
            self.expect(person_id, [KnownAccount(*row) for row in locked])
        return self.get(account_id)

    def lose(self, account: KnownAccount) -> KnownAccount | None:
        """Nothing reaches it any more. Returns the account of its person that is told instead; None where none can."""
        if account.unreachable_at is None:
            account.unreachable_at = self._now
            self._write(_CHANGE.values(unreachable_at=self._now), {"account": account.id})
        theirs = self.of(account.person_id) if account.person_id is not None else []
        return _used_last([one for one in theirs if one.unreachable_at is None])

    def regain(self, person_id: int) -> bool:
        """The person speaks, so the account they speak from can be told things; returns whether none could before."""
        account = self._spoken_from.get(person_id)
        if account is None or account.unreachable_at is None:
            return False
        account = self._spoken_from[person_id] = self.lock(account.id) or account
        was_reachable = self.reachable(person_id)
        account.unreachable_at = None
        self._write(_CHANGE.values(unreachable_at=None), {"account": account.id})
        return not was_reachable

    def forget(self, person_id: int) -> None:
        """They are nobody's any more, and no more."""
        for account in self.of(person_id):
            self._at.pop((account.channel, account.address), None)
        self._write(delete(_ACCOUNT).where(_ACCOUNT.c.person_id == person_id))
        self._spoken_from.pop(person_id, None)
        self._of.put(person_id, [])


def _used_last(accounts: Collection[KnownAccount]) -> KnownAccount | None:
    """Of those that can be told, else of all."""
    return max(accounts, key=lambda one: (one.unreachable_at is None, one.used_at, one.id), default=None)
