"""What the community answers by itself: a small table that the office edits, and where other people's business goes."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.words.categories import Names
from domain.words.phrases import Phrases
from domain.words.plain import plain


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """To what is asked with these words. What is not known is left out: an answer without `text`, `address`, `hours`
    and `phone` answers nothing, and the office is asked instead."""

    code: str
    name: Names
    words: Sequence[str]
    words_en: Sequence[str] = ()
    text: Names | None = None
    address: Names | None = None
    hours: Names | None = None
    phone: str | None = None

    @property
    def known(self) -> bool:
        return any((self.text, self.address, self.hours, self.phone))


class AnswerIndex:
    """Answers ready to be found."""

    def __init__(self, answers: Sequence[KnownAnswer]) -> None:
        self._phrases = Phrases((word, one) for one in answers for word in (*one.words, *one.words_en))

    def find(self, text: str) -> KnownAnswer | None:
        """The answer whose phrases say most of the text; the first of equals."""
        lengths: dict[str, tuple[int, KnownAnswer]] = {}
        for hit in self._phrases.longest(plain(text).strip()):
            length, _ = lengths.get(hit.value.code, (0, hit.value))
            lengths[hit.value.code] = (length + len(hit.phrase), hit.value)
        return max(lengths.values(), key=lambda found: found[0])[1] if lengths else None
