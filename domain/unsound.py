"""A setting that cannot be: where it stands, and why not."""

Where = tuple[str | int, ...]
"""From the top of the settings down: names of keys, and rows counted from 0."""


class Unsound(ValueError):
    """One fault of the settings. Never repeats a value: what an office writes belongs into no log."""

    def __init__(self, *where: str | int, why: str) -> None:
        super().__init__(f"{', '.join(str(part) for part in where)}: {why}")
        self.where: Where = where
        self.why = why
