"""What walks over all subjects must be told of bodies."""

from domain.bodies.bodies import BodyKind

FAMILIES = {
    "bodies-button-": {"write", "end", "invite"},
    "bodies-kind-": {*BodyKind},
}
"""Keys that are put together: what stands in front, and everything that may follow."""
