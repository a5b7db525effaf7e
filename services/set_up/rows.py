"""What each row of the tables must look like."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from domain.bodies.bodies import BodyChannel, BodyKind, Resource
from domain.register.doors import AreaSource, HouseholdKind
from domain.vocabulary import HeldAs, Level, Role, StreetSide
from domain.words.own_numbers import tells_somebodys_number
from services.set_up import cells, door_cells
from services.set_up.findings import Fault
from services.set_up.headings import ACCOUNT, NOTHING_PERSONAL, plain_width
from services.set_up.reading import FilledRow, Tables

Code = Annotated[str, BeforeValidator(cells.code)]
Name = Annotated[str, BeforeValidator(cells.name)]
PlaceName = Annotated[str, BeforeValidator(cells.place_name)]
NumberCell = Annotated[int | None, BeforeValidator(cells.number)]
Count = Annotated[int | None, BeforeValidator(cells.households)]
DayCell = Annotated[date | None, BeforeValidator(cells.day)]


class CheckedRow(BaseModel):
    """A sound row, and where it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=False)

    file: str
    row: int


class PlaceLine(CheckedRow):
    """A place of the tree."""

    code: Code
    parent: Annotated[str | None, BeforeValidator(cells.code_or_none)]
    level: Annotated[Level, BeforeValidator(lambda cell: cells.word(cell, Level, cells.LEVELS))]
    name: PlaceName
    aliases: Annotated[tuple[str, ...], BeforeValidator(cells.aliases)]
    households: Count


class PostLine(CheckedRow):
    """A post at a place."""

    code: Code
    place: Code
    role: Annotated[Role, BeforeValidator(lambda cell: cells.word(cell, Role, cells.ROLES))]
    title: Name
    body: Annotated[str | None, BeforeValidator(cells.code_or_none)]


class CoverageLine(CheckedRow):
    """What a post answers for. `sub_numbers` None: all; empty: only doors without one."""

    post: Code
    place: Code
    from_no: NumberCell
    to_no: NumberCell
    side: Annotated[StreetSide, BeforeValidator(lambda cell: cells.word(cell, StreetSide, cells.SIDES))]
    sub_numbers: Annotated[tuple[str, ...] | None, BeforeValidator(cells.sub_numbers)]
    households: Count


class PersonLine(CheckedRow):
    """Somebody in a post; both days count, a blank one leaves that end open."""

    name: Name
    post: Code
    held_as: Annotated[HeldAs, BeforeValidator(lambda cell: cells.word(cell, HeldAs, cells.HELD_AS))] = Field(
        alias="as"
    )
    account: Annotated[str | None, BeforeValidator(cells.account)] = Field(validation_alias=ACCOUNT)
    phone: Annotated[str | None, BeforeValidator(cells.phone)]
    first_day: DayCell = Field(alias="from")
    last_day: DayCell = Field(alias="to")


class BodyLine(CheckedRow):
    """A body. Its seats are posts that name it."""

    code: Code
    kind: Annotated[BodyKind, BeforeValidator(lambda cell: cells.word(cell, BodyKind, cells.BODY_KINDS))]
    name: Name
    places: Annotated[tuple[str, ...], BeforeValidator(cells.some_codes)]
    channel: Annotated[BodyChannel, BeforeValidator(lambda cell: cells.word(cell, BodyChannel, cells.CHANNELS))]
    phone: Annotated[str | None, BeforeValidator(cells.public_phone)]
    hours: Annotated[str | None, BeforeValidator(cells.words_or_none)]
    reply: Annotated[str, BeforeValidator(lambda cell: cells.limit(cell, cells.REPLIES))]
    result: Annotated[str, BeforeValidator(lambda cell: cells.limit(cell, cells.RESULTS))]
    seats: Count
    elected: DayCell
    first_day: DayCell = Field(alias="from")
    last_day: DayCell = Field(alias="to")
    duties: Annotated[tuple[str, ...], BeforeValidator(cells.aliases)]
    members: Annotated[tuple[str, ...], BeforeValidator(cells.codes)]
    resources: Annotated[tuple[Resource, ...], BeforeValidator(cells.resources)]


class HouseholdLine(CheckedRow):
    """A door of the register. `area` in 0.01 m²; `let` None: nobody has said."""

    place: Code
    number: NumberCell
    sub: Annotated[str | None, BeforeValidator(door_cells.sub_number)]
    room: Annotated[str | None, BeforeValidator(door_cells.room)]
    kind: Annotated[HouseholdKind, BeforeValidator(lambda cell: cells.word(cell, HouseholdKind, door_cells.KINDS))]
    area: Annotated[int | None, BeforeValidator(door_cells.area)]
    source: Annotated[AreaSource, BeforeValidator(lambda cell: cells.word(cell, AreaSource, door_cells.SOURCES))]
    counts: Annotated[bool, BeforeValidator(door_cells.counts)]
    owner: Annotated[str | None, BeforeValidator(door_cells.owner)]
    floor: Annotated[int | None, BeforeValidator(door_cells.floor)]
    let: Annotated[bool | None, BeforeValidator(door_cells.yes_or_no)]


@dataclass(frozen=True, slots=True)
class Lines:
    """The sound rows of the tables.

    Whoever refers to one of `codes_of_faulty_rows`, or to a table in `incomplete`, has done nothing wrong.
    """

    places: tuple[PlaceLine, ...]
    posts: tuple[PostLine, ...]
    coverage: tuple[CoverageLine, ...]
    people: tuple[PersonLine, ...]
    bodies: tuple[BodyLine, ...] = ()
    households: tuple[HouseholdLine, ...] = ()
    codes_of_faulty_rows: frozenset[str] = frozenset()
    incomplete: frozenset[str] = frozenset()


L = TypeVar("L", bound=CheckedRow)


def lines_of_tables(tables: Tables) -> tuple[Lines, list[Fault]]:
    """Every row as a line, or as the faults it has (all faulty cells of a row are named), after those of the files."""
    faults = list(tables.faults)
    broken: set[str] = set()

    def sound(model: type[L], rows: list[FilledRow]) -> tuple[L, ...]:
        found = []
        for row in rows:
            faults.extend(Fault(row.file, row.number, f"{column}: {why}") for column, why in row.damaged.items())
            if row.damaged:
                broken.add(cells.whole(row.values.get("code", "")))
            try:
                line = model.model_validate({**row.values, "file": row.file, "row": row.number})
                found.extend([line] if not row.damaged else [])
            except ValidationError as error:
                broken.add(cells.whole(row.values.get("code", "")))
                for one in error.errors():
                    column, reason = one["loc"][0], one["msg"].removeprefix("Value error, ")
                    if column not in row.damaged:
                        faults.append(Fault(row.file, row.number, f"{column}: {reason}"))
        return tuple(found)

    places = sound(PlaceLine, tables.rows["places"])
    posts = sound(PostLine, tables.rows["posts"])
    coverage = sound(CoverageLine, tables.rows["coverage"])
    people = sound(PersonLine, tables.rows["people"])
    bodies = sound(BodyLine, tables.rows["bodies"])
    for row in tables.rows["households"]:
        faults += [
            Fault(row.file, row.number, f"{column}: {NOTHING_PERSONAL}")
            for column, cell in row.values.items()
            if tells_somebodys_number(plain_width(cell))
        ]
    households = sound(HouseholdLine, tables.rows["households"])
    return Lines(places, posts, coverage, people, bodies, households, frozenset(broken), tables.incomplete), faults
