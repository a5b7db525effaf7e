"""What somebody sees of matters, behind their door (services/matters/matters.py)."""

from collections.abc import Mapping
from typing import Protocol

from domain.matters.matter_views import MatterLineView, MatterView
from domain.matters.matters import possible_steps
from domain.notices.matter_notices import OwnMatters
from domain.view_shapes import PageOf
from domain.views import PAGE
from services.matters.matters import matter_actor, matters_of, seen_matter
from services.parts import MatterKind
from storage.matters.matters import Matters
from storage.models import MatterRow, Person
from storage.unit_of_work import UnitOfWork


class AboutMatter(Protocol):
    """A notice about one matter."""

    @property
    def matter_id(self) -> int: ...


Kinds = Mapping[str, MatterKind]


def matter(kinds: Kinds, work: UnitOfWork, notice: AboutMatter, person: Person) -> MatterView | None:
    """The matter alone."""
    row = seen_matter(work, notice.matter_id, person)
    return matter_view(kinds, work, row, person) if row is not None and row.kind in kinds else None


def history(kinds: Kinds, work: UnitOfWork, notice: AboutMatter, person: Person) -> MatterView | None:
    """The matter with every line."""
    row = seen_matter(work, notice.matter_id, person)
    return matter_view(kinds, work, row, person, lines=True) if row is not None and row.kind in kinds else None


def own(kinds: Kinds, work: UnitOfWork, notice: OwnMatters, person: Person) -> PageOf[MatterView]:
    """A page of what they own."""
    found = [row for row in matters_of(work, person) if row.kind in kinds]
    shown = found[notice.page * PAGE : (notice.page + 1) * PAGE]
    return PageOf([matter_view(kinds, work, row, person) for row in shown], len(found))


def matter_view(kinds: Kinds, work: UnitOfWork, row: MatterRow, person: Person, *, lines: bool = False) -> MatterView:
    """They have been through its door."""
    directory, kind, store = work.directory, kinds[row.kind], work.store(Matters)
    owner = directory.posts.get(row.owner_post_id) if row.owner_post_id is not None else None
    written = store.history(row)
    ticked = {line.action for line in written} & kind.once
    return MatterView(
        id=row.id,
        version=row.version,
        number=row.number,
        kind=row.kind,
        title=row.title,
        state=row.state,
        places=[directory.places[one].name for one in row.places if one in directory.places],
        owner=owner.title if owner is not None else None,
        due_at=row.next_due_at,
        due_what=row.next_due_what,
        actions=possible_steps(kind.steps, row.state, matter_actor(work, row, person)) - ticked,
        history=[
            MatterLineView(
                line.at, line.action, work.people.name(line.by_id), store.words(line.text_id), dict(line.detail)
            )
            for line in written
        ]
        if lines
        else (),
    )
