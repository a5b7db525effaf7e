"""A ticket as other cities' programs read it: the field names of Open311 GeoReport v2, and our own beside them."""

from dataclasses import dataclass
from datetime import datetime

from domain.vocabulary import OPEN_STATES, Channel, Closing, Grade, Rating, State


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """One row of an export. Masked unless somebody asked for more: no full name, no telephone, no door."""

    service_request_id: str
    service_name: str
    service_code: str
    description: str
    agency_responsible: str
    requested_datetime: datetime
    updated_datetime: datetime
    expected_datetime: datetime | None
    address: str
    address_id: str
    lat: float | None
    long: float | None
    media: tuple[str, ...]
    state: State
    grade: Grade
    channel: Channel
    reporter: str
    phone: str
    closing: Closing | None
    rating: Rating | None
    claimed_datetime: datetime | None
    resolved_datetime: datetime | None
    closed_datetime: datetime | None
    reopened: int

    @property
    def status(self) -> str:
        """GeoReport knows two."""
        return "open" if self.state in OPEN_STATES else "closed"


GEOREPORT = (
    "service_request_id",
    "status",
    "status_notes",
    "service_name",
    "service_code",
    "description",
    "agency_responsible",
    "service_notice",
    "requested_datetime",
    "updated_datetime",
    "expected_datetime",
    "address",
    "address_id",
    "zipcode",
    "lat",
    "long",
    "media_url",
)
"""https://wiki.open311.org/GeoReport_v2/#get-service-requests: its names, in its order."""

OWN = (
    "state",
    "grade",
    "channel",
    "reporter",
    "phone",
    "closing",
    "rating",
    "claimed_datetime",
    "resolved_datetime",
    "closed_datetime",
    "reopened",
    "media",
)
"""What GeoReport has no name for: under `extended_attributes` in JSON, as further columns in a table."""
