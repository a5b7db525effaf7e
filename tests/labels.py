"""Labels of buttons as people call them."""

import re


def bare(label: str) -> str:
    """«2. 缺配件» is the button «缺配件»: the number is what it can be answered by."""
    return re.sub(r"^\d{1,2}\. ", "", label)
