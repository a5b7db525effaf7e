"""Invented lives of tickets, and the week that the sample digest tells of."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from domain.digest.counting import figure
from domain.digest.digest import ComparedWeek, Figures, Rate, Standing
from domain.digest.ticket_lives import Life, Line
from domain.tickets.households import Voice
from domain.time.limits import WEEKDAYS, Calendar
from domain.time.weeks import Week
from domain.vocabulary import Action, Grade, Kind, Rating, Result, State

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(ZONE, dict.fromkeys(WEEKDAYS[:5], ((time(8, 30), time(18, 30)),)))
WEEK = Week.of(datetime(2026, 11, 11, tzinfo=UTC), ZONE)
START, END = WEEK.start(ZONE), WEEK.end(ZONE)

MEANS = {
    "claim": (Action.CLAIM, State.NEW, State.CLAIMED),
    "wait": (Action.WAIT, State.CLAIMED, State.WAITING),
    "resume": (Action.RESUME, State.WAITING, State.CLAIMED),
    "resolve": (Action.RESOLVE, State.CLAIMED, State.RESOLVED),
    "confirm": (Action.CONFIRM, State.RESOLVED, State.CLOSED),
    "not_solved": (Action.NOT_SOLVED, State.RESOLVED, State.CLAIMED),
    "verify": (Action.VERIFY, State.RESOLVED, State.CLOSED),
    "reopen": (Action.REOPEN, State.CLOSED, State.NEW),
    "withdraw": (Action.WITHDRAW, State.NEW, State.WITHDRAWN),
    "merge": (Action.MERGE, State.CLAIMED, State.MERGED),
    "return": (Action.RETURN, State.CLAIMED, State.NEW),
    "good": (Action.RATE, State.CLOSED, State.CLOSED),
    "bad": (Action.RATE, State.CLOSED, State.CLOSED),
    "agrees": (Action.CHECK, State.CLOSED, State.CLOSED),
    "disagrees": (Action.CHECK, State.CLOSED, State.CLOSED),
    "asked_again": (Action.FOLLOW_UP, State.CLOSED, State.CLOSED),
    "park": (Action.WAIT, State.CLAIMED, State.WAITING),
}


def life(number: int, filed: datetime, happened: str = "", **more: object) -> Life:
    """A ticket filed then. `happened`: «claim 1, resolve 20» in hours after that. Its claim limit is 4 hours."""
    result = more.pop("result", Result.REPAIRED)
    lines = [Line(Action.FILE, None, State.NEW, filed, due=filed + timedelta(hours=4))]
    for word, hours in (one.split() for one in happened.split(",") if one):
        action, before, after = MEANS[word]
        at = filed + timedelta(hours=float(hours))
        rating = Rating(word) if action is Action.RATE else None
        done = Result(str(result)) if action is Action.RESOLVE else None
        due = at + timedelta(hours=4) if after is State.NEW else None
        agrees = {"agrees": True, "disagrees": False}.get(word)
        lines.append(Line(action, before, after, at, 1, done, rating, due, agrees, word == "park"))
    resolved = [line.at for line in lines if line.action is Action.RESOLVE]
    facts: dict[str, object] = {
        "id": number,
        "number": f"2611-{number:04d}",
        "category": "R202",
        "kind": Kind.REPAIR,
        "grade": Grade.P2,
        "building": f"b{number % 12}",
        "place": f"{number % 12 + 1}号楼",
        "voices": (Voice(f"h{number}"),),
        "on_behalf": False,
        "filed_at": filed,
        "claim_due": None,
        "resolve_due": filed + timedelta(hours=72),
        "resolved_at": resolved[-1] if resolved else None,
        "assignee_id": 1,
        "post": f"{number % 12 + 1}号楼楼栋长",
        "next_post": "桂花苑组长",
        "lines": tuple(lines),
        **more,
    }
    return Life(**facts)  # type: ignore[arg-type]


def sample_lives() -> list[Life]:
    """19 + 42 − 40 = 21 = 11 + 6 + 4; 36 of 39 claimed in time, 36 of 40 due; 27 of 31 solved, 25 of 30 content."""
    return list(_sample(count(1)))


HOT = ("R103",) * 8 + ("R101",) * 7 + ("D102",) * 6 + ("R202",) * 5 + ("D401",) * 4 + ("R701", "R402", "R503") * 3


def _sample(numbers: Iterator[int]) -> Iterator[Life]:
    kinds = iter(HOT)
    endings = ["confirm {0}, good {1}"] * 25 + ["confirm {0}, bad {1}"] * 2
    endings += ["not_solved {0}, resolve {1}, verify {2}, bad {2}"] * 3 + ["not_solved {0}, resolve {1}, verify {2}"]
    endings += ["verify {0}"] * 6

    def closed(filed: datetime, hours: int, **more: object) -> Life:
        ending = endings.pop(0).format(hours + 3, hours + 5, hours + 7)
        return life(next(numbers), filed, f"claim {1 + hours % 3}, resolve {hours}, {ending}", **more)

    for n in range(3):  # passed on at once: in no rate
        filed = START + timedelta(hours=10 + 20 * n)
        yield life(next(numbers), filed, "claim 1, resolve 2, verify 3", result=Result.PASSED_ON, category="R601")
    for n in range(24):  # new, and closed in the week
        code = next(kinds)
        filed = START + timedelta(hours=9 + n % 4 * 24 + n % 5)
        later = END + timedelta(days=1) if n == 23 else filed + timedelta(hours=60)
        yield closed(filed, 20 + n % 7, category=code, resolve_due=later, **_where(code), on_behalf=n < 6)
    for n in range(15):  # new, and open: four wait, three were claimed too late
        code = next(kinds)
        filed = START + timedelta(hours=33 + n % 5 * 24 + n % 4)
        course = f"claim {8 if n > 11 else 1}" + (", wait 20" if n < 4 else "")
        yield life(next(numbers), filed, course, category=code, resolve_due=END + timedelta(days=3), **_where(code))
    for n in range(13):  # carried over, and closed in the week
        yield closed(START - timedelta(hours=40 + n), 60 + n * 5, resolve_due=START + timedelta(hours=130))
    for n in range(2):  # carried over, and waiting
        filed = START - timedelta(days=9 + 30 * n)
        yield life(next(numbers), filed, "claim 1, wait 30", resolve_due=END + timedelta(days=9))
    for n, place in enumerate(("7号楼", "3号楼", "11号楼", "5号楼")):  # carried over, and overdue
        filed, due = START - timedelta(days=2 + 3 * n), END - timedelta(days=4 - n, hours=5)
        post = {"post": f"{place}楼栋长", "next_post": None if n == 0 else "桂花苑组长"}
        yield life(next(numbers), filed, "claim 1", category="R104", resolve_due=due, place=place, **post)


def _where(code: str) -> dict[str, object]:
    """Blocked drains are all in building 7; disputes three and more in a building."""
    if code == "R103":
        return {"building": "b7", "place": "7号楼"}
    return {"kind": Kind.DISPUTE, "building": code, "place": "9号楼"} if code.startswith("D") else {}


LAST = ComparedWeek(
    35, 29, 19, 3, Rate(33, 35), Rate(29, 34), Rate(22, 26), Rate(18, 24), {"R103": 3, "R101": 4, "R202": 7, "R701": 3}
)
A_YEAR_AGO = ComparedWeek(50, 47, 23, 6, Rate(40, 45), Rate(40, 47), Rate(30, 40), Rate(25, 35))
STANDING = Standing(vacant=("5号楼楼栋长",), unreachable=("三公街单号街长",), nobody=("5号楼",))


def sample_figures() -> Figures:
    """The sample's figures, with what they are compared with."""
    return figure(
        sample_lives(), WEEK, CALENDAR, now=END + timedelta(hours=9), last=LAST, year_ago=A_YEAR_AGO, standing=STANDING
    )
