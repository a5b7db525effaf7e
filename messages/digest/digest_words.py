"""What the figures of a week mean, in sentences: judgements, requests, and the details below them."""

from collections.abc import Sequence
from datetime import timedelta

from domain.digest.digest import Figures, Late, Rate, Reason, Section, growth
from domain.time.weeks import Week
from messages.drawing.frame import Frame
from messages.drawing.texts import Html, Texts

MAX_SENTENCES = 3
MAX_CLUSTERS = 2
MAX_KINDS = 5
MAX_LATE = 10
MAX_NAMES = 4
NOT_COUNTED_YET = ("whistles", "patrols", "visits", "rosters")
"""Subjects that are missing from the page until they give their line to it."""
MAX_NEWS = 3
"""A change smaller than this is not worth a sentence."""


def category_word(code: str | None, frame: Frame) -> str:
    """A category by its name; None: the disputes that are counted only together."""
    texts = frame.texts
    if code is None:
        return texts.label("digest-disputes")
    return texts.pick(frame.community.category(code).name) if frame.community.has_category(code) else code


def names(items: Sequence[str], texts: Texts) -> Html:
    """The first few, and how many there are."""
    some = texts.label("digest-comma").join(items[:MAX_NAMES])
    return texts.say("digest-and-more", names=some, n=len(items)) if len(items) > MAX_NAMES else texts.say(
        "digest-names", names=some
    )  # fmt: skip


def signed(tenths: int) -> str:
    """«+20.0», «-2.0», «0.0»."""
    sign = "+" if tenths > 0 else "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def change_words(now: int, before: int, figures: Figures, texts: Texts) -> Html:
    """In per cent where the base allows it; a week that still runs is not compared with a whole one."""
    change = growth(now, before)
    if change is None or not figures.complete:
        return Html("")
    return texts.say("digest-change", percent=signed(change))


def rate_words(rate: Rate, texts: Texts) -> Html:
    """«36/39＝92.3%», under ten «3/4», with nothing to count «没有»."""
    if not rate.base:
        return texts.say("digest-rate-none")
    if rate.permille is None:
        return texts.say("digest-rate-few", hits=rate.hits, base=rate.base)
    percent = f"{rate.permille // 10}.{rate.permille % 10}"
    return texts.say("digest-rate", hits=rate.hits, base=rate.base, percent=percent)


def rates_of(figures: Figures) -> list[tuple[str, Rate, Rate | None]]:
    """The rates by name, with last week's."""
    last = figures.last
    return [
        ("response", figures.response, last.response if last else None),
        ("on_time", figures.on_time, last.on_time if last else None),
        ("solved", figures.solved, last.solved if last else None),
        ("satisfied", figures.satisfied, last.satisfied if last else None),
    ]


def judgements(figures: Figures, frame: Frame) -> list[Html]:
    """At most three, the most telling first."""
    texts = frame.texts
    said = [
        texts.say(
            "digest-judge-cluster",
            place=cluster.place,
            category=category_word(cluster.category, frame),
            times=cluster.times,
            homes=cluster.homes,
        )
        for cluster in figures.clusters[:MAX_CLUSTERS]
    ]
    if mismatched := figures.count(Section.MISMATCHED):
        numbers = names(figures.mismatched, texts)
        said.append(texts.say("digest-judge-mismatched", n=mismatched, numbers=numbers))
    if again := figures.count(Section.AGAIN):
        said.append(texts.say("digest-judge-again", n=again))
    if missed := figures.count(Section.MISSED):
        said.append(texts.say("digest-judge-missed", n=missed))
    grown = figures.count(Section.OPEN) - figures.count(Section.CARRIED)
    if figures.complete and abs(grown) >= MAX_NEWS:
        said.append(texts.say("digest-judge-more" if grown > 0 else "digest-judge-fewer", n=abs(grown)))
    most = next((kind for kind in figures.kinds if kind.code is not None), None)
    if most is not None and most.count >= MAX_NEWS:
        category = category_word(most.code, frame)
        said.append(texts.say("digest-judge-most", category=category, n=most.count))
    return said[:MAX_SENTENCES]


def requests(figures: Figures, texts: Texts) -> list[Html]:
    """What needs the secretary: at most three, each with what is asked, until when, and what happens else."""
    week = Week.read(figures.week)
    by = week.monday + timedelta(days=9) if week else figures.until.date()
    day = texts.date(by)
    top = [late.number for late in figures.late if late.next_post is None and late.reason is not Reason.NOBODY]
    standing = figures.standing
    asked: list[Html] = []
    if figures.count(Section.LOST):
        numbers = names(figures.lost, texts) if figures.lost else Html("")
        asked.append(texts.say("digest-ask-lost", n=figures.count(Section.LOST), numbers=numbers, day=day))
    if top:
        asked.append(texts.say("digest-ask-top", n=len(top), numbers=names(top, texts), day=day))
    if standing.nobody:
        asked.append(texts.say("digest-ask-nobody", places=names(standing.nobody, texts), day=day))
    if standing.unreachable:
        asked.append(texts.say("digest-ask-unreachable", posts=names(standing.unreachable, texts), day=day))
    if standing.bodies:
        asked.append(texts.say("digest-ask-bodies", bodies=names(standing.bodies, texts), day=day))
    if standing.vacant:
        asked.append(texts.say("digest-ask-vacant", posts=names(standing.vacant, texts), day=day))
    if standing.quiet:
        asked.append(texts.say("digest-ask-quiet", posts=names(standing.quiet, texts)))
    return asked[:MAX_SENTENCES]


def details(figures: Figures, frame: Frame, together: Sequence[Html] = ()) -> list[Html]:
    """Folded away under the first screen: hot spots, overdue ones, posts, what is done `together`, and what is not
    counted."""
    texts = frame.texts
    return [
        *_before(figures, texts),
        *_hot(figures, frame),
        *_late_ones(figures, frame),
        *_posts(figures, texts),
        *together,
        *_afterwards(figures, frame),
        *_next_week(figures, texts),
        *_given(figures, texts),
        texts.say("digest-note"),
        *_notes(figures, texts),
    ]


def _before(figures: Figures, texts: Texts) -> list[Html]:
    """Last week's rates, and the same week a year ago where there was one."""
    lines = [
        texts.say(f"digest-before-{name}", rate=rate_words(last, texts))
        for name, _, last in rates_of(figures)
        if last is not None and last.base
    ]
    if figures.year_ago is not None:
        now, past = figures.count(Section.NEW), figures.year_ago.new
        lines.append(texts.say("digest-year-ago", n=past, change=change_words(now, past, figures, texts)))
    return [texts.say("digest-before"), *lines] if lines else []


def _hot(figures: Figures, frame: Frame) -> list[Html]:
    texts = frame.texts
    kinds = [kind for kind in figures.kinds if kind.code is not None][:MAX_KINDS]
    kinds += [kind for kind in figures.kinds if kind.code is None]
    if not kinds:
        return []
    said = [
        texts.say(
            "digest-kind",
            category=category_word(kind.code, frame),
            n=kind.count,
            change=Html("")
            if kind.last is None
            else texts.say("digest-kind-change", n=_signed(kind.count - kind.last)),
        )
        for kind in kinds
    ]
    some, total = sum(kind.count for kind in kinds), figures.count(Section.NEW)
    lines = [texts.say("digest-hot", n=some, total=total), Html(texts.label("digest-stop").join(said))]
    if behalf := figures.count(Section.ON_BEHALF):
        lines.append(texts.say("digest-behalf", n=behalf))
    return lines


def _signed(change: int) -> str:
    return f"+{change}" if change > 0 else str(change)


def _late_ones(figures: Figures, frame: Frame) -> list[Html]:
    texts = frame.texts
    total = figures.count(Section.OVERDUE)
    if not total:
        return []
    lines = [texts.say("digest-late", n=total)]
    lines += [_late_line(late, figures, frame) for late in figures.late[:MAX_LATE]]
    if (rest := total - len(lines) + 1) > 0:
        lines.append(texts.say("digest-late-rest", n=rest))
    return lines


def _late_line(late: Late, figures: Figures, frame: Frame) -> Html:
    texts = frame.texts
    over = figures.until - late.since
    after = (
        texts.say("digest-days", n=over.days)
        if over >= timedelta(days=1)
        else texts.say("digest-hours", n=max(1, int(over.total_seconds() // 3600)))
    )
    then = "digest-next-post" if late.next_post and late.reason is not Reason.NOBODY else "digest-next-you"
    return texts.say(
        "digest-late-line",
        number=late.number,
        place=late.place,
        category=category_word(late.category, frame),
        after=after,
        why=texts.say(f"digest-why-{late.reason}", post=late.post or texts.label("role-none")),
        then=texts.say(then, post=late.next_post or ""),
    )


def _posts(figures: Figures, texts: Texts) -> list[Html]:
    standing, lines = figures.standing, []
    if figures.claim_median is not None and figures.claim_slowest is not None:
        slowest = _duration(figures.claim_slowest, texts)
        lines.append(texts.say("digest-claim", median=_duration(figures.claim_median, texts), slowest=slowest))
    if figures.returns or figures.hand_overs:
        lines.append(texts.say("digest-moves", returns=figures.returns, hand_overs=figures.hand_overs))
    for key, items in (
        ("vacant", standing.vacant),
        ("unreachable", standing.unreachable),
        ("nobody", standing.nobody),
        ("quiet", standing.quiet),
    ):
        if items:
            lines.append(texts.say(f"digest-{key}", n=len(items), names=names(items, texts)))
    return [texts.say("digest-posts"), *lines] if lines else []


def _afterwards(figures: Figures, frame: Frame) -> list[Html]:
    """Is what was closed really done? Checks, later questions, what came again; and one case that went well."""
    texts = frame.texts
    lines = []
    if checked := figures.count(Section.CHECKED):
        wrong = figures.count(Section.MISMATCHED)
        lines.append(texts.say("digest-checked", n=checked, agree=checked - wrong, wrong=wrong))
    if asked := figures.count(Section.FOLLOWED_UP):
        lines.append(texts.say("digest-followed-up", n=asked))
    if again := figures.count(Section.RECURRED):
        lines.append(texts.say("digest-recurred", n=again))
    if (case := figures.good_case) is not None:
        category, after = category_word(case.category, frame), _duration(case.minutes, texts)
        lines.append(texts.say("digest-good-case", place=case.place, category=category, after=after))
    return [texts.say("digest-afterwards"), *lines] if lines else []


def _next_week(figures: Figures, texts: Texts) -> list[Html]:
    due = figures.count(Section.DUE_NEXT)
    return [texts.say("digest-next-week", n=due)] if due and figures.complete else []


def _given(figures: Figures, texts: Texts) -> list[Html]:
    """What subjects gave. Of a subject that had nothing there is no line, nor of one that the program has lost."""
    plain = [one for one in figures.given if not one.together]
    busy = {one.subject for one in plain if one.ids}
    lines = [
        texts.say(text, n=len(one.ids))
        for one in plain
        if one.subject in busy and texts.has(text := f"{one.subject}-figure-{one.key}")
    ]
    return [texts.say("digest-given"), *lines] if lines else []


def _duration(minutes: int, texts: Texts) -> Html:
    if minutes < 60:
        return texts.say("digest-minutes", n=minutes)
    return texts.say("digest-work-hours", n=f"{(minutes + 3) // 6 / 10:.1f}")


def _notes(figures: Figures, texts: Texts) -> list[Html]:
    """What stands in no figure, and why."""
    lines = []
    if merged := figures.count(Section.MERGED):
        lines.append(texts.say("digest-note-merged", n=merged))
    if withdrawn := figures.count(Section.WITHDRAWN):
        lines.append(texts.say("digest-note-withdrawn", n=withdrawn))
    if passed := figures.count(Section.PASSED_ON):
        lines.append(texts.say("digest-note-passed_on", n=passed))
    if rejected := figures.count(Section.REJECTED):
        lines.append(texts.say("digest-note-rejected", n=rejected))
    if asked := figures.count(Section.ASKED):
        lines.append(texts.say("digest-note-asked", n=asked))
    if figures.service.hours_away:
        lines.append(texts.say("digest-note-away", n=figures.service.hours_away))
    if figures.service.undelivered:
        lines.append(texts.say("digest-note-undelivered", n=figures.service.undelivered))
    if figures.hidden:
        lines.append(texts.say("digest-note-hidden", n=len(figures.hidden)))
    rates = (figures.response, figures.on_time, figures.solved, figures.satisfied)
    if any(rate.base and rate.permille is None for rate in rates):
        lines.append(texts.say("digest-note-few"))
    return [*lines, *_missing(figures, texts)]


def _missing(figures: Figures, texts: Texts) -> list[Html]:
    """What the page does not count yet; shorter with every subject that gives its line."""
    given = {one.subject for one in figures.given}
    left = [texts.label(f"digest-uncounted-{name}") for name in NOT_COUNTED_YET if name not in given]
    return [texts.say("digest-note-missing", names=texts.label("digest-comma").join(left))] if left else []
