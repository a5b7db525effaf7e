"""What walks over all subjects must be told of the register."""

from collections.abc import Mapping

from domain.register.codes import CodeTrouble
from domain.register.doors import HouseholdKind
from domain.register.joining import SAID_TO_BE
from domain.register.members import MemberAs, MemberProof, MemberWaits
from services.register.correcting import AREA, KIND, LET, OWNER
from services.register.members import DECLINED, ENDED, PROVEN
from storage.models import HouseholdRow, Person
from storage.register.members import Members
from storage.unit_of_work import UnitOfWork
from subjects.register.rules import LISTS
from tests.storage.rows import household

PRESSED = {
    "no_area", "slips", "alter", "meet", "see_doors", "is_let", "not_let", "is_shop", "is_flat", "area", "wrong_area",
    "owner_key", "slip", "settle", "family", "not_role", "not_area", "leave", "looked", "homes", "say_yes", "say_no",
    "say_unknown", "is", "is_not", "change", "keep", "slips_all", "slips_new", "door_more", "gone",
}  # fmt: skip

FAMILIES = {
    "register-as-": {*MemberAs},
    "register-proof-": {*MemberProof},
    "register-waits-": {*MemberWaits},
    "register-why-": {*MemberWaits},
    "register-code-": {*CodeTrouble},
    "register-kind-": {*HouseholdKind},
    "register-let-": {"yes", "no", "unknown"},
    "register-list-": {*LISTS, "door", "slips", "told"},
    "register-head-": {*LISTS},
    "register-what-": {AREA, OWNER, KIND, LET},
    "register-settled-": {PROVEN, DECLINED, ENDED},
    "register-lead-": {"joined", "role", "area", "noted", "asked"},
    "register-button-": PRESSED,
    "register-slip-": {"title", "type", "proves", "until"},
}
"""Keys that are put together: what stands in front, and everything that may follow."""
assert {*SAID_TO_BE} < {*MemberAs}


def _door(work: UnitOfWork) -> HouseholdRow:
    """One at the top of the place."""
    root = work.directory.root
    assert root is not None
    return household(work, root.id, f"9{work.session.query(HouseholdRow).count()}")


def _own_home(work: UnitOfWork, person: Person) -> tuple[None, Mapping[str, object]]:
    """Somebody who speaks for a household."""
    row = _door(work)
    work.store(Members).add(person.id, row.id, MemberAs.OWNER, MemberProof.CODE, None)
    return None, {"home": str(row.id)}


ASKED = {
    "register_own_area": ("居民15", _own_home),
    "register_which_door": ("办公13", lambda work, _person: (None, {"place": str(_door(work).place_id)})),
    "register_value": ("办公12", lambda work, _person: (None, {"door": str(_door(work).id), "what": AREA})),
}
"""Who of the people of before is asked which question, about what."""
