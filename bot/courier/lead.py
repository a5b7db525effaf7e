"""Whether this process sends for all."""

from storage.engines.replicas import Replica


class Lead:
    """Who leads does so once what it sent in an earlier lead has come back and the leases of whoever led are ended."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self._taken_up = replica.leads

    @property
    def ours(self) -> bool:
        """May this process send now?"""
        return self._taken_up and self._replica.leads

    @property
    def to_take_up(self) -> bool:
        """Has it fallen to this process since it was last noted?"""
        return self._replica.leads and not self._taken_up

    def note(self) -> None:
        """What has to be done before is done, or the lead is another's."""
        self._taken_up = self._replica.leads

    @property
    def here(self) -> bool:
        """Does this process lead, taken up or not? Then nobody else has to be told."""
        return self._replica.leads

    def tell(self) -> None:
        """Whoever leads hears that something was queued."""
        self._replica.tell_leader()
