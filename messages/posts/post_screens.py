"""Who holds what: /posts, /people, what they lead to, and the history of it. Before and after stand on one screen."""

from collections.abc import Sequence

from domain.notices.notices import (
    PostTaken,
)
from domain.notices.post_notices import (
    AdministratorSure,
    EndPostSure,
    NotTakenUp,
    PeopleList,
    PersonDetail,
    PostDetail,
    PostsList,
    SetUpHistory,
)
from domain.posts.set_up_views import (
    SET_UP_PAGE,
    EndingView,
    HolderView,
    LineOfSetUp,
    PersonView,
    PostsView,
    PostView,
    Presence,
    Share,
)
from domain.view_shapes import PageOf, Sought
from domain.vocabulary import HeldAs, SetUpAct
from messages.drawing.buttons import ANYWHERE, Button, ButtonRow, pairs
from messages.drawing.frame import Frame
from messages.drawing.paging import turning
from messages.drawing.screen import Screen
from messages.drawing.territory import territory
from messages.drawing.texts import Html, Texts

Pressable = tuple[str, Button]


def post_taken(notice: PostTaken, frame: Frame) -> Screen:
    """An invitation was pressed: the territory in words, and its households; of a seat, whose it is."""
    texts = frame.texts
    directory = frame.directory
    post = directory.posts[notice.post_id]
    held = [h for h in directory.holdings if h.post_id == post.id and h.person_id == frame.reader.person_id]
    held_as = texts.say(f"held-{held[-1].held_as if held else HeldAs.MAIN}")
    if post.body_id is not None:
        said = texts.say("seat-taken", title=post.title, held_as=held_as, body=directory.bodies[post.body_id].name)
    else:
        places = territory(directory, post, texts)
        said = texts.say("post-taken", title=post.title, held_as=held_as, places=places)
    return Screen(said, [[(texts.label("command-todo"), Button(ANYWHERE, "todo", arg="0"))]])


def posts_list(view: PostsView, notice: PostsList, frame: Frame) -> Screen:
    """/posts"""
    texts, page = frame.texts, view.page
    lines = [texts.say("posts-head", total=page.total), *(_post_line(post, texts) for post in page.rows)]
    rows: list[ButtonRow] = [[(post.post.title, Button(ANYWHERE, "post", arg=str(post.post.id)))] for post in page.rows]

    def to(number: int) -> Button:
        return Button(ANYWHERE, "posts", arg=str(number))

    door = (texts.label("button-more"), Button(ANYWHERE, "posts-more", arg=str(notice.page)))
    if notice.more:
        beside: list[Pressable] = (
            [(texts.label("button-invite"), Button(ANYWHERE, "invite"))] if view.may_invite else []
        )
        beside.append((texts.label("button-set-up-history"), Button(ANYWHERE, "set-up-history", arg="0")))
        return Screen("\n".join(lines), pairs([*beside, (texts.label("button-back"), to(notice.page))]))
    return Screen("\n".join(lines), [*rows, turning(notice.page, SET_UP_PAGE, page.total, to, texts, door)])


def _post_line(view: PostView, texts: Texts) -> Html:
    holders = texts.label("and-so-on").join(holder_words(one, texts) for one in view.holders)
    return texts.say("posts-line", title=view.post.title, holders=holders or texts.label("post-vacant"))


def holder_words(holder: HolderView, texts: Texts) -> str:
    """«王秀兰（负责人，请假中）»"""
    held_as = texts.label(f"held-{holder.held_as}")
    if holder.presence is Presence.HERE:
        return texts.label("holder", name=holder.name, held_as=held_as)
    presence = texts.label(f"presence-{holder.presence}")
    return texts.label("holder-but", name=holder.name, held_as=held_as, presence=presence)


def post_detail(post: PostView, _notice: PostDetail, frame: Frame) -> Screen:
    """One post."""
    texts = frame.texts
    places = territory(frame.directory, post.post, texts)
    lines = [texts.say("post-head", title=post.post.title, places=places)]
    lines += [texts.say("post-holder", holder=holder_words(one, texts)) for one in post.holders]
    if not post.holders:
        lines.append(texts.say("post-vacant-now"))
    buttons: list[Pressable] = []
    if post.changeable:
        buttons.append((texts.label("button-invite"), Button(ANYWHERE, "invite-post", arg=str(post.post.id))))
        buttons += [_end(one, texts) for one in post.holders]
    back = (texts.label("button-back"), Button(ANYWHERE, "posts", arg="0"))
    return Screen("\n".join(lines), [*pairs(buttons), [back]])


def _end(holder: HolderView, texts: Texts) -> Pressable:
    return texts.label("button-end-post", name=holder.name), Button(ANYWHERE, "end-post", arg=str(holder.holding_id))


def end_post_sure(view: EndingView, _notice: EndPostSure, frame: Frame) -> Screen:
    """Before and after; nothing has been changed yet."""
    texts, holder = frame.texts, view.holder
    lines = [
        texts.say("end-post-sure", title=holder.post.title, holder=holder_words(holder, texts)),
        *shares_lines(view.shares, texts, "share-nobody"),
    ]
    sure = (texts.label("button-end-post-yes"), Button(ANYWHERE, "end-post-yes", arg=str(holder.holding_id)))
    back = (texts.label("button-back"), Button(ANYWHERE, "post", arg=str(holder.post.id)))
    return Screen("\n".join(lines), [[sure], [back]])


def shares_lines(shares: Sequence[Share], texts: Texts, nobody: str) -> list[Html]:
    """How many open tickets go to whom."""
    if not shares:
        return [texts.say("share-none")]
    return [
        texts.say("share", n=share.count, name=share.name)
        if share.name is not None
        else texts.say(nobody, n=share.count)
        for share in shares
    ]


def people_list(page: PageOf[PersonView], notice: PeopleList, frame: Frame) -> Screen:
    """/people"""
    texts = frame.texts
    lines = [texts.say("people-head", total=page.total), *(_person_line(one, texts) for one in page.rows)]
    rows = pairs([(_name(one, texts), Button(ANYWHERE, "person", arg=str(one.person_id))) for one in page.rows])
    unused = (texts.label("button-unused"), Button(ANYWHERE, "unused"))

    def to(number: int) -> Button:
        return Button(ANYWHERE, "people", arg=str(number))

    return Screen("\n".join(lines), [*rows, *pairs(turning(notice.page, SET_UP_PAGE, page.total, to, texts, unused))])


def _name(person: PersonView, texts: Texts) -> str:
    return person.name or texts.label("no-name")


def _person_line(person: PersonView, texts: Texts) -> Html:
    held = [f"{one.post.title}（{texts.label(f'held-{one.held_as}')}）" for one in person.holdings]
    if person.is_administrator:
        held.append(texts.label("administrator"))
    return texts.say("people-line", name=_name(person, texts), posts=texts.label("and-so-on").join(held))


def person_detail(sought: Sought[PersonView], _notice: PersonDetail, frame: Frame) -> Screen:
    """One person."""
    texts, person = frame.texts, sought.found
    if person is None:
        return Screen(texts.say("person-gone"))
    lines = [_person_line(person, texts)]
    buttons = [
        (texts.label("button-end-named", title=one.post.title), Button(ANYWHERE, "end-post", arg=str(one.holding_id)))
        for one in person.holdings
        if one.changeable
    ]
    rows: list[ButtonRow] = pairs(list[Pressable](buttons))
    if any(one.changeable for one in person.holdings) and person.has_account:
        rows.append([(texts.label("button-leave-for"), Button(ANYWHERE, "leave-for", arg=str(person.person_id)))])
    if frame.reader.is_administrator and person.has_account:
        key = "button-no-administrator" if person.is_administrator else "button-administrator"
        becomes = "0" if person.is_administrator else "1"
        rows.append([(texts.label(key), Button(ANYWHERE, "administrator", arg=f"{person.person_id}:{becomes}"))])
    return Screen("\n".join(lines), [*rows, [(texts.label("button-back"), Button(ANYWHERE, "people", arg="0"))]])


def administrator_sure(sought: Sought[PersonView], notice: AdministratorSure, frame: Frame) -> Screen:
    """Before and after."""
    texts = frame.texts
    name = sought.found.name if sought.found is not None else ""
    is_one, is_none = texts.label("administrator"), texts.label("no-administrator")
    before, after = (is_none, is_one) if notice.becomes else (is_one, is_none)
    text = texts.say("administrator-sure", name=name, before=before, after=after)
    arg = f"{notice.person}:{int(notice.becomes)}"
    sure = (texts.label("button-yes"), Button(ANYWHERE, "administrator-yes", arg=arg))
    return Screen(text, [[sure], [(texts.label("button-back"), Button(ANYWHERE, "person", arg=str(notice.person)))]])


def not_taken_up(invited: Sequence[HolderView], _notice: NotTakenUp, frame: Frame) -> Screen:
    """Posts whose links nobody has pressed: who they are kept for, and what can be done."""
    texts = frame.texts
    if not invited:
        return Screen()  # all of them came meanwhile
    lines = [texts.say("not-taken-up-line", name=one.name, title=one.post.title) for one in invited]
    shown: list[Pressable] = [
        (one.post.title, Button(ANYWHERE, "post", arg=str(one.post.id))) for one in invited if one.changeable
    ]
    return Screen("\n".join([texts.say("not-taken-up", n=len(invited)), *lines]), pairs(shown[:SET_UP_PAGE]))


def set_up_history(page: PageOf[LineOfSetUp], notice: SetUpHistory, frame: Frame) -> Screen:
    """What was done, newest first."""
    texts = frame.texts
    lines = [texts.say("set-up-history-head", total=page.total), *(_line(one, frame) for one in page.rows)]
    back = (texts.label("button-back"), Button(ANYWHERE, "posts", arg="0"))

    def to(number: int) -> Button:
        return Button(ANYWHERE, "set-up-history", arg=str(number))

    return Screen("\n".join(lines), [turning(notice.page, SET_UP_PAGE, page.total, to, texts, back)])


def _line(line: LineOfSetUp, frame: Frame) -> Html:
    texts = frame.texts
    held = {str(one): texts.label(f"held-{one}") for one in HeldAs}
    own = line.act in (SetUpAct.LEAVE, SetUpAct.RENAMED, SetUpAct.MERGED, SetUpAct.SPLIT)
    what = texts.say(
        f"act-{line.act}",
        person=line.person or texts.say("somebody"),
        subject=line.subject or texts.label("administrator"),
        before=line.before if own else held.get(line.before, line.before),
        after=line.after if own else held.get(line.after, line.after),
    )
    by = line.by or texts.label("by-program")
    return texts.say("set-up-history-line", when=texts.when(line.at, frame.now), what=what, by=by)
