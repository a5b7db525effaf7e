"""What walks over all subjects must be told of the register."""

from domain.register.codes import CodeTrouble
from domain.register.doors import HouseholdKind
from domain.register.joining import SAID_TO_BE
from domain.register.members import MemberAs, MemberProof, MemberWaits
from services.register.correcting import AREA, KIND, LET, OWNER
from services.register.members import DECLINED, ENDED, PROVEN
from subjects.register.rules import LISTS

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
ASKED = {
    "register_own_area": ("居民15", {"home": "1"}),
    "register_which_door": ("楼长7", {"place": "1"}),
    "register_value": ("办公12", {"door": "1", "what": AREA}),
}
"""Who of the people of before is asked which question, with what was said before."""
