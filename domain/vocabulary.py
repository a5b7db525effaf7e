"""The words everybody uses: states, actions, grades, roles. Stored by value, so a value never changes."""

from enum import StrEnum


class State(StrEnum):
    """Where a ticket stands (docs/flow.md has the diagram)."""

    NEW = "new"
    CLAIMED = "claimed"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


OPEN_STATES = frozenset({State.NEW, State.CLAIMED, State.WAITING, State.RESOLVED})
ENDED_STATES = frozenset(State) - OPEN_STATES


class Action(StrEnum):
    """What can happen to a ticket. The first group moves it, the second only adds to its history."""

    FILE = "file"
    CLAIM = "claim"
    RETURN = "return"
    HAND_OVER = "hand_over"
    WAIT = "wait"
    RESUME = "resume"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    NOT_SOLVED = "not_solved"
    VERIFY = "verify"
    REOPEN = "reopen"
    REJECT = "reject"
    APPEAL = "appeal"
    MERGE = "merge"
    UNLINK = "unlink"
    WITHDRAW = "withdraw"
    STEP_BACK = "step_back"
    UNDO = "undo"

    COMMENT = "comment"
    CORRECT = "correct"
    REPLY = "reply"
    NOTE = "note"
    NUDGE = "nudge"
    RATE = "rate"
    LOOK = "look"
    REROUTE = "reroute"
    ESCALATE = "escalate"
    REMIND = "remind"
    CLOSE = "close"
    FOLLOW_UP = "follow_up"
    CHECK = "check"
    RECATEGORISE = "recategorise"
    RELOCATE = "relocate"
    ENTRUST = "entrust"
    COME_BACK = "come_back"
    PROPOSE = "propose"
    APPROVE = "approve"
    DECLINE = "decline"
    REASSIGN = "reassign"
    REGRADE = "regrade"
    FOLLOWED = "followed"
    TAKE_IN = "take_in"
    LOCATE = "locate"
    NAME_DANGER = "name_danger"
    FOLLOW = "follow"
    CALL_OFF = "call_off"
    THANK = "thank"
    ASK = "ask"
    ASK_STEP = "ask_step"


class Grade(StrEnum):
    """How urgent: P0 danger now, P1 basic living or safety, P2 ordinary, P3 needs talk."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class Kind(StrEnum):
    """What sort of matter: a repair, a dispute, one that may become the other, or a question."""

    REPAIR = "repair"
    DISPUTE = "dispute"
    BOTH = "both"
    ENQUIRY = "enquiry"


class Aware(StrEnum):
    """What whoever reports for somebody says of them: they know of it, or not yet; they have asked for it. `DENIED`:
    the one concerned says that it is none of their business."""

    KNOWS = "knows"
    NOT_YET = "not_yet"
    ENTRUSTED = "entrusted"
    DENIED = "denied"


class Role(StrEnum):
    """What a post is for, lowest first; duty and safeguarding stand beside the chain, contacts outside the office."""

    STEWARD = "steward"
    GROUP_LEADER = "group_leader"
    BRANCH_SECRETARY = "branch_secretary"
    OFFICE = "office"
    SECRETARY = "secretary"
    DUTY = "duty"
    SAFEGUARDING = "safeguarding"
    CONTACT = "contact"


CHAIN = (Role.STEWARD, Role.GROUP_LEADER, Role.BRANCH_SECRETARY, Role.OFFICE, Role.SECRETARY)
"""The way a matter climbs."""

SEATS = frozenset({Role.CONTACT})
"""Posts of bodies: who holds one answers for the asks that are sent to that body, and holds no office by it."""


class Level(StrEnum):
    """The height of a place in the tree."""

    COMMUNITY = "community"
    GRID = "grid"
    COMPOUND = "compound"
    STREET = "street"
    BUILDING = "building"
    UNIT = "unit"


class DoorPart(StrEnum):
    """The parts of a door that communities have words of their own for."""

    BUILDING = "building"
    UNIT = "unit"
    FLOOR = "floor"
    ROOM = "room"


class StreetSide(StrEnum):
    """Which side of a street a steward answers for: 单, 双, 全部."""

    ODD = "odd"
    EVEN = "even"
    ALL = "all"


class HeldAs(StrEnum):
    """How a person holds a post."""

    MAIN = "main"
    DEPUTY = "deputy"


class Secrecy(StrEnum):
    """Who may learn the reporter's name."""

    NORMAL = "normal"
    FROM_OTHER_PARTY = "from_other_party"
    FROM_HANDLERS = "from_handlers"


class Channel(StrEnum):
    """How the words reached us."""

    CHAT = "chat"
    PHONE = "phone"
    DOOR = "door"
    CLOCK = "clock"
    TERMINAL = "terminal"


class Closing(StrEnum):
    """On whose word a ticket was closed."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    VERIFIED = "verified"


class WaitingReason(StrEnum):
    """Why a ticket rests."""

    REPORTER = "reporter"
    APPOINTMENT = "appointment"
    PARTS = "parts"
    OUTSIDE = "outside"
    MONEY = "money"
    WEATHER = "weather"
    COURT = "court"
    PARKED = "parked"


class ReturnReason(StrEnum):
    """Why a steward gives a ticket back."""

    NOT_MY_PLACE = "not_my_place"
    NOT_MY_MATTER = "not_my_matter"
    CANNOT = "cannot"
    NO_TIME = "no_time"
    INVOLVED = "involved"
    OTHER = "other"


class Result(StrEnum):
    """What the assignee says was done."""

    REPAIRED = "repaired"
    BY_TRADE = "by_trade"
    SETTLED = "settled"
    EXPLAINED = "explained"
    PASSED_ON = "passed_on"


class Entrusted(StrEnum):
    """Why a ticket went to somebody else without anybody pressing a button on it."""

    LEAVE = "leave"
    POST_ENDED = "post_ended"
    PLACE = "place"


class SetUpAct(StrEnum):
    """What was done to posts, people and places; a line of the set-up's own history."""

    INVITED = "invited"
    REVOKED = "revoked"
    TOOK_POST = "took_post"
    ENDED_POST = "ended_post"
    MADE_ADMINISTRATOR = "made_administrator"
    ENDED_ADMINISTRATOR = "ended_administrator"
    LEAVE = "leave"
    LEAVE_ENDED = "leave_ended"
    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"


class Rating(StrEnum):
    """How it went, in words."""

    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"


class MediaKind(StrEnum):
    """What can be attached to a report."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    DOCUMENT = "document"
    LOCATION = "location"
