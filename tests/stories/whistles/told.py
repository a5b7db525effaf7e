"""What walks over all subjects must be told of whistles."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from domain.bodies.bodies import BodyKind
from domain.vocabulary import Grade, State
from services.matters.matters import open_matter
from services.parts import Figure
from storage.models import Person
from storage.unit_of_work import UnitOfWork
from subjects.whistles.rows import WhistleRow
from subjects.whistles.rules import OVER, STEPS, Assessed, WhistleKind, WhistleOutcome
from subjects.whistles.screens import PRESSED
from subjects.whistles.service.counting import WHISTLES_OF_THE_WEEK
from subjects.whistles.service.kind import SEEN_BY, TABLE
from subjects.whistles.store import Whistles
from tests.storage.rows import ticket
from tests.stories.asks.bodies import body

Before = Callable[[UnitOfWork, Person], tuple[int | None, Mapping[str, object]]]

STATES = {"proposed", "requested", "blown", "met", "resulted"} | OVER
FIGURES: tuple[Figure, ...] = tuple(WHISTLES_OF_THE_WEEK.figures)
FAMILIES = {
    "whistles-kind-": {*WhistleKind},
    "whistles-about-": {*WhistleKind},
    "whistles-stands-": STATES,
    "whistles-button-": {*PRESSED, "whistle", "these", "rang"},
    "whistles-assessed-": {*Assessed},
    "whistles-outcome-": {*WhistleOutcome},
    "whistles-lead-": {
        "approve", "sent", "requested", "street", "blown", "declined", "silent", "not_met", "late", "resulted",
        "recalled",
    },
    "whistles-count-": {"coming", "arrived", "done", "declined", "silent", "open"},
    "whistles-whistle-": {"title"},
    "whistles-whistle-state-": STATES,
    "whistles-whistle-due-": {"approve", "street", "remind", "reply", "meet", "result", "assess"},
    "whistles-whistle-did-": {"open", *STEPS},
    "whistles-figure-": {one.key for one in FIGURES},
    "whistles-together": {"", "-name"},
}  # fmt: skip
"""Keys that are put together: what stands in front, and everything that may follow."""


def _on_ticket(**detail: object) -> Before:
    """A whistle that is being written for a ticket of theirs, which was urgent, so that nothing must have been
    tried."""

    def make(work: UnitOfWork, person: Person) -> tuple[int, Mapping[str, object]]:
        post = work.directory.posts_of(person.id, work.now)[0]
        made = ticket(work, post.place_id, assignee_id=person.id, state=State.CLAIMED, grade=Grade.P1)
        team = next((one for one in work.directory.bodies.values() if one.kind is BodyKind.TEAM), None)
        called = team.id if team is not None else body("team", BodyKind.TEAM, "先锋队", place=_root(work))(work)
        return made.id, {"kind": WhistleKind.BRANCH, "called": [called], **detail}

    return make


def _root(work: UnitOfWork) -> str:
    assert work.directory.root is not None
    return work.directory.root.code


def _on_whistle(state: str) -> Before:
    """One that they have proposed and that is theirs, as far as that."""

    def make(work: UnitOfWork, person: Person) -> tuple[None, Mapping[str, object]]:
        post = work.directory.posts_of(person.id, work.now)[0]
        matter = open_matter(
            work,
            TABLE,
            title="支部哨",
            places=[post.place_id],
            state=state,
            visibility=SEEN_BY,
            owner_post_id=post.id,
            by=person,
        )
        row = WhistleRow(matter_id=matter.id, kind=WhistleKind.BRANCH, called=[], come_at=work.now, outcomes={})
        row.result_due, row.without_try, row.proposed_by_id = work.now + timedelta(days=9), False, person.id
        work.store(Whistles).add(row)
        return None, {"whistle": matter.id, "outcomes": []}

    return make


ASKED = {
    "whistles_when": ("楼长8", _on_ticket()),
    "whistles_why": ("楼长9", _on_ticket(come_at="2026-12-30T08:00:00+00:00", spot="")),
    "whistles_decline": ("楼长10", _on_whistle("proposed")),
    "whistles_street_declined": ("办公14", _on_whistle("requested")),
    "whistles_recall": ("楼长11", _on_whistle("blown")),
    "whistles_move": ("楼长12", _on_whistle("blown")),
    "whistles_result": ("楼长13", _on_whistle("blown")),
}
"""Who of the people of before is asked which question, about what."""
