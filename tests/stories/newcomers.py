"""Residents of whom nobody knows yet what they are called, as all are at first."""

from domain.privacy import STATEMENT_VERSION
from storage.models import Person
from storage.people.people import Contact
from storage.unit_of_work import UnitOfWork
from tests.stories.neighbourhood import Neighbourhood, Phone


async def newcomer(town: Neighbourhood, name: str = "花开富贵", *, english: bool = False) -> Phone:
    """Somebody who has pressed Start and agreed to the privacy statement, and has left no name."""
    phone = Phone(town, town.telegram.add_person(name, language_code="en" if english else "zh"))
    await phone.starts()
    if english:
        await phone.presses("English")

    def agree(work: UnitOfWork) -> None:
        person = whoever(work, phone)
        person.consent_version, person.consented_at = STATEMENT_VERSION, work.now

    await town.database.run(agree)
    return phone


def whoever(work: UnitOfWork, phone: Phone) -> Person:
    person = work.people.by_account(phone.person.id)
    assert person is not None
    return person


async def kept_of(town: Neighbourhood, phone: Phone) -> tuple[str | None, str | None]:
    """Name and number that are kept of somebody."""

    def read(work: UnitOfWork) -> Contact | None:
        return work.people.contact(whoever(work, phone).id)

    contact = await town.database.run(read)
    return (contact.name, contact.phone) if contact is not None else (None, None)


async def reports(phone: Phone, words: str = "1号楼1单元楼道灯不亮") -> None:
    """A report, and sent."""
    await phone.says(words)
    await phone.presses("提交")
