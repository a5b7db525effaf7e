"""What people may read about themselves behind /privacy."""

from collections.abc import Mapping, Sequence

from domain.notices.privacy_notices import DeleteMe, LooksAtMyName, MyData
from domain.privacy import PAGE_OF_LOOKS, Leaving, NameLook
from domain.view_shapes import PageOf
from services.keeping.forgetting import leaving_of
from services.keeping.my_data import looks_at, my_data
from services.parts import Keeps
from storage.models import Person
from storage.unit_of_work import UnitOfWork


def data_view(work: UnitOfWork, _notice: MyData, person: Person, *, keeps: Sequence[Keeps]) -> Mapping[str, object]:
    """Everything that is kept about the reader, by the core and by these subjects."""
    return my_data(work, person, keeps)


def looks_view(work: UnitOfWork, notice: LooksAtMyName, person: Person) -> PageOf[NameLook]:
    """The page asked for; past the last one there is nothing on it."""
    looks = looks_at(work, person)
    return PageOf(looks[notice.page * PAGE_OF_LOOKS :][:PAGE_OF_LOOKS], len(looks))


def leaving_view(work: UnitOfWork, _notice: DeleteMe, person: Person) -> Leaving:
    """What deleting would do now."""
    return leaving_of(work, person)
