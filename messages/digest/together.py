"""What is done together with others, folded below the week: a line for each subject that gives one."""

from domain.digest.digest import Figures, Given
from messages.digest.digest_words import names
from messages.drawing.texts import Html, Texts


def together(figures: Figures, texts: Texts) -> list[Html]:
    """Nothing for a week frozen before anything of it was counted."""
    found: dict[str, list[Given]] = {}
    for one in figures.given:
        if one.together:
            found.setdefault(one.subject, []).append(one)
    lines = [_line(subject, given, texts) for subject, given in found.items() if texts.has(f"{subject}-together")]
    return [texts.say("digest-together"), *lines] if lines else []


def _line(subject: str, given: list[Given], texts: Texts) -> Html:
    """All its figures; one with a text of its own, `{subject}-together-{key}`, stands behind them where it is not
    nought."""
    if not any(one.ids or one.base for one in given):
        return texts.say("digest-together-none", name=texts.label(f"{subject}-together-name"))
    line = texts.say(f"{subject}-together", **{one.key: _words(one, texts) for one in given})
    beside = (one for one in given if one.ids and texts.has(f"{subject}-together-{one.key}"))
    return Html("".join([line, *(texts.say(f"{subject}-together-{one.key}", it=_words(one, texts)) for one in beside)]))


def _words(one: Given, texts: Texts) -> Html:
    """«2», of so many «9/11», by name «2（市政、体育馆）»."""
    if one.base is not None:
        key = "digest-rate-few" if one.base else "digest-rate-none"
        return texts.say(key, hits=len(one.ids), base=len(one.base))
    if one.names:
        return texts.say("digest-together-names", n=len(one.ids), names=names(one.names, texts))
    return Html(str(len(one.ids)))
