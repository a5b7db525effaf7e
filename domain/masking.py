"""Names that are shown only in part: the first character stays, the rest are stars."""


def masked(name: str) -> str:
    """«陈秀兰» becomes «陈**», «Eve» «E**»; how long it was is not told beyond that. Nothing stays nothing."""
    return f"{name[0]}**" if name else ""
