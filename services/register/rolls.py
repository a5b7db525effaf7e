"""A roll: the doors of some places as they are at this instant, untouched by later changes (spec: collective.md
2.1)."""

from collections.abc import Sequence

from domain.refusal import Refusal
from services.register.correcting import DECIDES_CORRECTIONS
from storage.models import Person, RollLine, RollRow
from storage.register.households import Households, in_order
from storage.register.rolls import Rolls
from storage.unit_of_work import UnitOfWork


def make_roll(work: UnitOfWork, places: Sequence[int], matter_id: int | None = None) -> RollRow:
    """The standing doors of these places and below, in the order in which one walks. Raises Refusal where the register
    has none: «请先导入户册»."""
    directory = work.directory
    there = {one for place_id in places for one in directory.below(place_id)}
    order = {one: n for n, one in enumerate(directory.places)}
    doors = sorted(work.store(Households).at(there), key=lambda row: (order[row.place_id], *in_order(row)))
    if not doors:
        raise Refusal("register-refused-none")
    lines = [
        RollLine(
            household_id=row.id,
            door=directory.name(row.address),
            area=row.area,
            counts=row.counts,
            owner_key=row.owner_key,
            corrected_from=None,
        )
        for row in doors
    ]
    return work.store(Rolls).add(matter_id, places, lines)


def correct_roll_area(work: UnitOfWork, roll_id: int, household_id: int, area: int, *, by: Person) -> RollLine:
    """A wrong area in an open roll, in 0.01 m²: the office puts it right, and both values are kept, the first one as
    what was there (0: it was unknown). Whether the roll is still open its matter says, which asks before."""
    if not work.may(by, DECIDES_CORRECTIONS):
        raise Refusal("refused-needs-office")
    line = work.store(Rolls).line(roll_id, household_id)
    if line is None or area <= 0:
        raise Refusal("register-refused-unknown")
    if line.corrected_from is None and area != line.area:
        line.corrected_from = line.area or 0
    line.area = area
    return line
