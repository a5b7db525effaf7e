"""The register of households: every door once, who speaks for it by a code, and what the chain sees and prints of
it."""

from datetime import timedelta

from domain.notices.notice import Notice
from domain.notices.register_notices import (
    ChangeToDecide,
    CodeAsked,
    FamilyCode,
    MemberAsked,
    MemberSettled,
    MemberToSettle,
    MyHousehold,
    RegisterDoor,
    RegisterDoors,
    RegisterOf,
    RegisterPlaces,
    RegisterWaiting,
    Slips,
    SlipsAsked,
    WhoLooked,
)
from handlers.subject import Subject, shown
from services.parts import Tick
from services.register.correcting import DECIDES_CORRECTIONS, open_corrections
from services.register.keeping import REGISTER_KEPT
from services.register.members import SETTLES_MEMBERS, leave_to_office, waiting_for_office
from storage.models import Person
from storage.unit_of_work import UnitOfWork
from subjects.register.chat import doors as doors_chat
from subjects.register.chat import homes as homes_chat
from subjects.register.rules import LINK, READS_REGISTER
from subjects.register.screens import doors, homes
from subjects.register.views import doors as door_views
from subjects.register.views import homes as home_views


def _to_do(work: UnitOfWork, person: Person) -> Notice | None:
    return RegisterWaiting() if waiting_for_office(work, person) or open_corrections(work, person) else None


REGISTER = Subject(
    name="register",
    texts=__name__,
    commands=(*homes_chat.COMMANDS, *doors_chat.COMMANDS),
    presses=(*homes_chat.PRESSES, *doors_chat.PRESSES),
    questions=(*homes_chat.QUESTIONS, *doors_chat.QUESTIONS),
    shown=(
        shown(CodeAsked, see=home_views.asked, draw=homes.which_role),
        shown(MyHousehold, see=home_views.home, draw=homes.home),
        shown(FamilyCode, see=home_views.family_code, draw=homes.family_code),
        shown(WhoLooked, see=home_views.looks, draw=homes.who_looked),
        shown(MemberAsked, see=home_views.asked_of_member, draw=homes.member_asked),
        shown(MemberToSettle, see=home_views.to_settle, draw=homes.to_settle),
        shown(MemberSettled, see=home_views.settled, draw=homes.settled),
        shown(ChangeToDecide, see=home_views.to_decide, draw=homes.to_decide),
        shown(RegisterWaiting, see=home_views.waiting, draw=homes.waiting),
        shown(RegisterPlaces, see=door_views.places, draw=doors.places),
        shown(RegisterOf, see=door_views.overview, draw=doors.overview),
        shown(RegisterDoors, see=door_views.one_by_one, draw=doors.door_list),
        shown(RegisterDoor, see=door_views.one_door, draw=doors.one_door),
        shown(SlipsAsked, see=door_views.slips_plan, draw=doors.slips_asked),
        shown(Slips, see=door_views.slips, draw=doors.slips),
    ),
    rights=(READS_REGISTER, SETTLES_MEMBERS, DECIDES_CORRECTIONS),
    ticks=(Tick("leave_members_to_office", timedelta(minutes=10), leave_to_office),),
    keeps=REGISTER_KEPT,
    reads=homes_chat.READS,
    links={LINK: homes_chat.by_link},
    to_do=_to_do,
)
