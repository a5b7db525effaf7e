"""Who answers for a place, as far as everybody may know it: a telephone number only with their leave."""

from domain.notices.notices import Letter
from domain.notices.question_notices import ContactWanted, StewardOf
from domain.places.place_reading import read_place
from domain.posts.directory import Address
from domain.posts.routing import route
from domain.posts.steward_views import AskerView, StewardView
from domain.refusal import Refusal
from domain.view_shapes import Sought
from domain.vocabulary import Grade, HeldAs
from services.telling.unasked import send_unasked
from storage.models import Person
from storage.unit_of_work import UnitOfWork


def place_asked_for(work: UnitOfWork, person: Person, words: str) -> Address | None:
    """The place the words name, else the asker's home."""
    reading = read_place(words, work.directory, work.community)
    if len(reading.addresses) == 1:
        return reading.addresses[0]
    return person.home if not reading.addresses else None


def steward_view(work: UnitOfWork, notice: StewardOf, _person: Person) -> Sought[StewardView]:
    """Who is asked first there, as everybody may know it."""
    return Sought(_steward_at(work, notice.address) if notice.address is not None else None)


def _steward_at(work: UnitOfWork, address: Address) -> StewardView | None:
    """None where nobody can be asked, or the place is no longer there."""
    if address.place_id not in work.directory.places:
        return None
    found = route(work.directory, address, work.now)
    if found.post is None or found.person_id is None:
        return None
    deputies = (h.person_id for h in work.directory.holders(found.post.id, HeldAs.DEPUTY, work.now))
    deputy = next((one for one in deputies if one != found.person_id), None)
    contact = work.people.contact(found.person_id)
    phone = contact.phone if contact is not None and work.people.get(found.person_id).shows_phone else None
    return StewardView(
        place=work.directory.name(address, with_room=False),
        title=found.post.title,
        name=work.people.name(found.person_id),
        deputy=work.people.name(deputy) if deputy is not None else None,
        phone=phone,
    )


def contact_wanted(work: UnitOfWork, address: Address, by: Person) -> None:
    """«请他联系我»: whoever is asked first there hears who it is and about which place; once a day of one person."""
    today = work.local_day()
    if by.asked_contact_on == today:
        raise Refusal("refused-contact-today")
    known = address.place_id in work.directory.places
    found = route(work.directory, address, work.now, skip_people=[by.id]) if known else None
    if found is None or found.person_id is None:
        raise Refusal("refused-nobody-to-contact")
    by.asked_contact_on = today
    wanted = ContactWanted(by.id, address.place_id, address.number, address.sub_number)
    send_unasked(work, Letter(found.person_id, wanted), Grade.P3)


def asker_view(work: UnitOfWork, wanted: ContactWanted, steward: Person) -> Sought[AskerView]:
    """Who wants to be contacted: they have pressed for it, so their account may be shown to this one steward, where
    both are in one channel. Nobody where the place is no longer there."""
    if wanted.place_id not in work.directory.places:
        return Sought(None)
    person = work.people.get(wanted.person_id)
    contact = work.people.contact(person.id)
    asker = AskerView(
        place=work.directory.name(wanted.address),
        name=contact.name if contact is not None else None,
        phone=contact.phone if contact is not None else None,
        account=work.accounts.address_for(person.id, steward.id),
    )
    return Sought(asker)


def notice_of(address: Address | None, *, kept: bool = False) -> StewardOf:
    """What is shown for an address."""
    if address is None:
        return StewardOf(kept=kept)
    return StewardOf(address.place_id, address.number, address.sub_number, kept)
