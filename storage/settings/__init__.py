"""The community's settings: as a file, in their shape, by version; its calendar, and counters."""
