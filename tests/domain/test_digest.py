"""The week in figures: the sample's identities, sums that always add up, and what is not said."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from domain.digest.counting import figure
from domain.digest.digest import Case, Figures, Rate, Section, growth
from domain.digest.standing import standing_of
from domain.digest.standouts import quiet_people
from domain.digest.ticket_lives import Life
from domain.posts.directory import Coverage, Directory, Holding, Place, Post
from domain.tickets.households import Voice
from domain.vocabulary import HeldAs, Kind, Level, Role
from tests.domain.lives_for_tests import CALENDAR, END, LAST, MEANS, START, WEEK, life, sample_figures

LATER = END + timedelta(hours=9)


def counted(*lives: Life, now: datetime = LATER) -> Figures:
    return figure(lives, WEEK, CALENDAR, now=now)


def adds_up(figures: Figures) -> None:
    """What must hold of any digest, whatever happened."""
    n = {section: figures.count(section) for section in Section}
    assert (
        n[Section.CARRIED] + n[Section.NEW] + n[Section.BACK] - n[Section.DONE] - n[Section.DROPPED] == n[Section.OPEN]
    )
    parts = (Section.IN_TIME, Section.WAITING, Section.OVERDUE, Section.CONFIRMING)
    assert sum(n[part] for part in parts) == n[Section.OPEN]
    assert sum(day.new for day in figures.days) == n[Section.NEW]
    assert sum(day.done for day in figures.days) == n[Section.DONE]
    assert sum(figures.ages) == n[Section.OPEN]
    assert sum(kind.count for kind in figures.kinds) == n[Section.NEW]
    assert n[Section.SOLVED] == figures.solved.hits
    for section in Section:
        assert len(set(figures.tickets(section))) == n[section]
    for rate in (figures.response, figures.on_time, figures.solved, figures.satisfied):
        assert 0 <= rate.hits <= rate.base


def test_the_samples_identities() -> None:
    figures = sample_figures()
    adds_up(figures)
    n = figures.count
    assert (n(Section.CARRIED), n(Section.NEW), n(Section.DONE), n(Section.OPEN)) == (19, 42, 40, 21)
    assert (n(Section.IN_TIME), n(Section.WAITING), n(Section.OVERDUE), n(Section.CONFIRMING)) == (11, 6, 4, 0)
    assert figures.response == Rate(36, 42 - 3)
    assert figures.on_time == Rate(36, 36 + n(Section.OVERDUE))
    assert (figures.solved, n(Section.UNANSWERED)) == (Rate(27, 31), 40 - 3 - 31)
    assert figures.satisfied == Rate(25, 30)
    assert n(Section.PASSED_ON) == 3
    assert [kind.count for kind in figures.kinds[:5]] == [8, 7, 6, 5, 4]
    assert [rate.permille for rate in (figures.response, LAST.response, figures.on_time, LAST.on_time)] == [
        923,
        943,
        900,
        853,
    ]
    assert [figures.solved.permille, figures.satisfied.permille] == [871, 833]
    assert (growth(42, 35), growth(42, 50)) == (200, -160)


HAPPENINGS = sorted(MEANS)


def wander(seed: int, number: int) -> Life:
    """A life that follows the table of steps at random, from weeks before to after the week."""
    chance = random.Random(seed)
    filed = START + timedelta(hours=chance.uniform(-600, 220))
    state, hours, happened = "new", 0.0, []
    for _ in range(chance.randrange(9)):
        open_to = [word for word in HAPPENINGS if MEANS[word][1] == state]
        if not open_to:
            break
        word = chance.choice(open_to)
        hours += chance.expovariate(1 / 40)
        happened.append(f"{word} {hours}")
        state = MEANS[word][2]
    kind = chance.choice([Kind.REPAIR, Kind.DISPUTE])
    claim_due = filed + timedelta(hours=4) if state == "new" and chance.random() < 0.5 else None
    assignee = chance.choice([None, 1, 2])
    return life(number, filed, ", ".join(happened), kind=kind, claim_due=claim_due, assignee_id=assignee)


@given(some.lists(some.integers(0, 2**32), max_size=40), some.floats(0, 200))
def test_the_balance_adds_up_whatever_happens(seeds: Sequence[int], hours: float) -> None:
    lives = [wander(seed, number) for number, seed in enumerate(seeds, 1)]
    adds_up(counted(*lives))
    adds_up(counted(*lives, now=START + timedelta(hours=hours)))


def test_a_ticket_is_counted_where_it_stood_at_the_end_of_the_week_not_where_it_is_now() -> None:
    closed_on_monday = life(1, END - timedelta(hours=20), "claim 1, resolve 2, confirm 25")
    figures = counted(closed_on_monday)
    assert figures.count(Section.OPEN) == figures.count(Section.CONFIRMING) == 1
    assert figures.count(Section.DONE) == 0
    assert figures.solved == Rate(0, 0)


def test_silence_is_neither_solved_nor_satisfied() -> None:
    figures = counted(life(1, START, "claim 1, resolve 2, verify 40"), life(2, START, "claim 1, resolve 2, confirm 3"))
    assert figures.solved == Rate(1, 1)
    assert figures.satisfied == Rate(0, 0)
    assert list(figures.tickets(Section.UNANSWERED)) == [1]


def test_the_last_answer_of_the_week_counts() -> None:
    figures = counted(life(1, START, "claim 1, resolve 2, not_solved 3, resolve 5, confirm 9"))
    assert figures.solved == Rate(1, 1)
    assert list(figures.tickets(Section.AGAIN)) == [1]


def test_a_claim_limit_that_has_not_run_out_yet_is_in_no_rate() -> None:
    assert counted(life(1, START), now=START + timedelta(hours=3)).response == Rate(0, 0)
    assert counted(life(1, START), now=START + timedelta(hours=5)).response == Rate(0, 1)
    assert counted(life(1, START, "claim 3"), now=START + timedelta(hours=5)).response == Rate(1, 1)
    late = counted(life(1, START, "claim 6"))
    assert (late.response, list(late.tickets(Section.MISSED))) == (Rate(0, 1), [1])


def test_a_resolve_limit_of_another_week_and_a_clock_that_stands_still_are_in_no_rate() -> None:
    elsewhere = life(1, START, "claim 1, resolve 9", resolve_due=END + timedelta(hours=1))
    waiting = life(2, START, "claim 1, wait 2")
    assert counted(elsewhere, waiting).on_time == Rate(0, 0)
    assert counted(life(1, START, "claim 1, resolve 71"), life(2, START, "claim 1, resolve 73")).on_time == Rate(1, 2)


def test_merged_withdrawn_and_passed_on_tickets_are_in_no_rate() -> None:
    figures = counted(
        life(1, START, "withdraw 5"),
        life(2, START, "claim 5, merge 80"),
        life(3, START, "claim 5, resolve 6, confirm 7", result="passed_on"),
    )
    assert [figures.response, figures.on_time, figures.solved] == [Rate(0, 0)] * 3
    assert figures.count(Section.NEW) == 1
    assert (figures.count(Section.WITHDRAWN), figures.count(Section.MERGED)) == (1, 1)


def test_under_ten_there_is_no_percentage() -> None:
    assert Rate(9, 9).permille is None
    assert Rate(9, 10).permille == 900
    assert Rate(1, 3 * 8).permille == 42
    assert growth(20, 9) is None


def test_checks_and_later_questions_are_counted_in_their_week_whenever_the_ticket_was_closed() -> None:
    before = START - timedelta(days=3)
    figures = counted(
        life(1, before, "claim 1, resolve 2, confirm 3, agrees 80"),
        life(2, before, "claim 1, resolve 2, confirm 3, disagrees 80, reopen 80"),
        life(3, before - timedelta(days=30), "claim 1, resolve 2, confirm 3, asked_again 793"),
        life(4, before, "claim 1, resolve 2, confirm 3, agrees 10"),
    )
    assert [list(figures.tickets(s)) for s in (Section.CHECKED, Section.MISMATCHED, Section.FOLLOWED_UP)] == [
        [1, 2],
        [2],
        [3],
    ]
    assert list(figures.mismatched) == ["2611-0002"]
    assert list(figures.tickets(Section.AGAIN)) == [2]


def test_what_came_again_what_is_parked_and_what_falls_due_next_is_counted() -> None:
    figures = counted(
        life(1, START, follows=True),
        life(2, START, "claim 1, park 2"),
        life(3, START, "claim 1, wait 2"),
        life(4, START, "claim 1", resolve_due=END + timedelta(days=2)),
        life(5, START, "claim 1", resolve_due=END + timedelta(days=8)),
        life(6, START, kind=Kind.ENQUIRY),
    )
    assert list(figures.tickets(Section.RECURRED)) == [1]
    assert list(figures.tickets(Section.PARKED)) == [2]
    assert list(figures.tickets(Section.DUE_NEXT)) == [4]
    assert list(figures.tickets(Section.ASKED)) == [6]


def test_the_good_case_is_the_soonest_solved_praised_repair_and_never_a_dispute() -> None:
    start = START + timedelta(hours=9)
    figures = counted(
        life(1, start, "claim 1, resolve 5, confirm 6, good 7"),
        life(2, start, "claim 1, resolve 2, confirm 6, good 7"),
        life(3, start, "claim 1, resolve 1, confirm 6"),
        life(4, start, "claim 1, resolve 1, confirm 6, good 7", kind=Kind.DISPUTE),
        life(5, start, "claim 1, resolve 1, not_solved 2, resolve 2, confirm 6, good 7"),
    )
    assert figures.good_case == Case("R202", "3号楼", 120)
    assert counted(life(1, start, "claim 1, resolve 5")).good_case is None


def dispute(number: int, building: str) -> Life:
    return life(number, START, "claim 1", kind=Kind.DISPUTE, category="D101", building=building, place=building)


def test_disputes_under_three_in_a_building_appear_only_in_the_total() -> None:
    figures = counted(*(dispute(n, "1号楼") for n in (1, 2)), *(dispute(n, "2号楼") for n in (3, 4, 5)), life(6, START))
    assert figures.count(Section.NEW) == 6
    assert figures.shown(Section.NEW) == [3, 4, 5, 6]
    assert sorted(late.place for late in figures.late) == ["2号楼", "2号楼", "2号楼", "7号楼"]
    assert {(kind.code, kind.count) for kind in figures.kinds} == {("D101", 3), ("R202", 1), (None, 2)}


def test_a_fault_that_comes_again_in_a_building_is_seen_over_thirty_days() -> None:
    days = (-22, -9, 2)
    again = [life(n, START + timedelta(days=day), building="b", place="7号楼") for n, day in enumerate(days, 1)]
    (cluster,) = counted(*again).clusters
    assert (cluster.place, cluster.times, cluster.homes) == ("7号楼", 3, 3)
    one_home = [replace(one, voices=(Voice("502"),)) for one in again]
    assert counted(*one_home).clusters == ()


def test_an_overdue_ticket_says_why_and_what_next() -> None:
    unclaimed = life(1, START, next_post=None)
    unsolved = life(2, START, "claim 1")
    lost = life(3, START, assignee_id=None)
    figures = counted(unclaimed, unsolved, lost)
    assert [late.reason for late in sorted(figures.late, key=lambda late: late.ticket_id)] == [
        "unclaimed",
        "unsolved",
        "nobody",
    ]
    assert list(figures.lost) == ["2611-0003"]


def test_whoever_let_work_lie_for_a_week_is_noticed_once_it_has_been_a_week() -> None:
    old = life(1, START - timedelta(days=9), "claim 1", assignee_id=1)
    assert quiet_people([old], END) == {1: 1}
    assert quiet_people([old, life(2, START, "claim 1", assignee_id=1)], END) == {}
    assert quiet_people([life(3, START + timedelta(days=2), assignee_id=5)], END) == {}


def test_the_posts_that_need_help_and_the_doors_nobody_answers_for() -> None:
    places = {
        1: Place(1, "sl", None, Level.COMMUNITY, "示例社区"),
        2: Place(2, "b1", 1, Level.BUILDING, "1号楼"),
        3: Place(3, "b1-1", 2, Level.UNIT, "1单元"),
        4: Place(4, "b1-2", 2, Level.UNIT, "2单元"),
        5: Place(5, "b2", 1, Level.BUILDING, "2号楼"),
        6: Place(6, "b3", 1, Level.BUILDING, "3号楼"),
    }
    posts = {n: Post(n, f"p{n}", place, Role.STEWARD, f"第{n}岗") for n, place in ((1, 3), (2, 4), (3, 5), (4, 6))}
    coverage = [Coverage(1, 3), Coverage(2, 4), Coverage(3, 5), Coverage(4, 6)]
    holdings = [
        Holding(1, 11, HeldAs.MAIN, True),
        Holding(2, 12, HeldAs.MAIN, False),
        Holding(3, 13, HeldAs.MAIN, False),
        Holding(3, 14, HeldAs.DEPUTY, True),
    ]
    standing = standing_of(Directory(1, places, posts, coverage, holdings), END, quiet={11})
    assert standing.vacant == ("第4岗",)
    assert standing.unreachable == ("第2岗",)
    assert standing.nobody == ("1号楼2单元", "3号楼")
    assert standing.quiet == ("第1岗",)
