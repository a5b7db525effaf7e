"""The tables. Free text and contact data have tables of their own, which anonymising can empty."""

from storage.models.base import Base
from storage.models.bodies import BodyDutyRow, BodyLink, BodyRow, ResourceRow
from storage.models.delivery import InboxRow, LaneRow, OutboxRow
from storage.models.digests import DigestRow
from storage.models.files import FileRow
from storage.models.matters import (
    AskRow,
    BundleLine,
    ConcernedBody,
    MatterGroup,
    MatterLine,
    MatterLink,
    MatterRow,
    MatterText,
)
from storage.models.office import ApprovalRow, RestrictionRow
from storage.models.people import AbsenceRow, Account, Awaited, Draft, Invitation, Person, PersonContact, PutAsideRow
from storage.models.places import (
    CoverageRow,
    FormerName,
    HoldingRow,
    PlaceMove,
    PlaceRow,
    PostRow,
    Revision,
    SetUpLine,
    TableLine,
)
from storage.models.privacy import Forgotten, KeptTicket
from storage.models.reading import Correction, Follower, SafeguardingAlert
from storage.models.register import (
    DoorCode,
    HouseholdChange,
    HouseholdRow,
    MembershipRow,
    MemberWord,
    RegisterLook,
    RollLine,
    RollRow,
    WrongCode,
)
from storage.models.rounds import RoundPoint, RoundRow
from storage.models.settings import CalendarDay, CommunityVersion, Counter, PeriodicRun
from storage.models.tickets import ChangeRow, Media, MessageOfTicket, Ticket, TicketContact, TicketText

__all__ = [
    "AbsenceRow",
    "Account",
    "ApprovalRow",
    "AskRow",
    "Awaited",
    "Base",
    "BodyDutyRow",
    "BodyLink",
    "BodyRow",
    "BundleLine",
    "CalendarDay",
    "ChangeRow",
    "CommunityVersion",
    "ConcernedBody",
    "Correction",
    "Counter",
    "CoverageRow",
    "DigestRow",
    "DoorCode",
    "Draft",
    "FileRow",
    "Follower",
    "Forgotten",
    "FormerName",
    "HoldingRow",
    "HouseholdChange",
    "HouseholdRow",
    "InboxRow",
    "Invitation",
    "KeptTicket",
    "LaneRow",
    "MatterGroup",
    "MatterLine",
    "MatterLink",
    "MatterRow",
    "MatterText",
    "Media",
    "MemberWord",
    "MembershipRow",
    "MessageOfTicket",
    "OutboxRow",
    "PeriodicRun",
    "Person",
    "PersonContact",
    "PlaceMove",
    "PlaceRow",
    "PostRow",
    "PutAsideRow",
    "RegisterLook",
    "ResourceRow",
    "RestrictionRow",
    "Revision",
    "RollLine",
    "RollRow",
    "RoundPoint",
    "RoundRow",
    "SafeguardingAlert",
    "SetUpLine",
    "TableLine",
    "Ticket",
    "TicketContact",
    "TicketText",
    "WrongCode",
]
