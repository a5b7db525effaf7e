"""Inviting somebody: to which post, who they are, for how many days; then the link, once."""

from collections.abc import Sequence

from domain.notices.post_notices import (
    InvitationLink,
    InvitationTaken,
    InviteSure,
    InviteWhom,
    UnusedInvitations,
)
from domain.posts.set_up_views import SET_UP_PAGE, HolderView, InvitationView, PostView, Presence
from domain.view_shapes import PageOf
from domain.vocabulary import HeldAs, Role
from messages.drawing.buttons import ANYWHERE, Button, ButtonRow
from messages.drawing.frame import Frame
from messages.drawing.paging import MOST_PEOPLE, a_page, turning
from messages.drawing.screen import Screen
from messages.drawing.territory import territory
from messages.drawing.texts import Html, Texts
from messages.posts.post_screens import holder_words

SHORT, LONG = 3, 30
"""Days for which a link may be pressed, beside the community's own."""


def invite_whom(page: PageOf[PostView], notice: InviteWhom, frame: Frame) -> Screen:
    """First the role, then the post."""
    texts = frame.texts
    rows: list[ButtonRow]
    if not notice.role:
        roles: list[tuple[str, Button]] = [
            (texts.label(f"role-{r}"), Button(ANYWHERE, "invite", arg=f"{r}:0")) for r in Role
        ]
        if frame.reader.is_administrator:
            roles.append((texts.label("administrator"), Button(ANYWHERE, "invite-administrator")))
        unused = (texts.label("button-unused"), Button(ANYWHERE, "unused"))
        rows = a_page(roles, notice.page, lambda n: Button(ANYWHERE, "invite", arg=f":{n}"), texts, unused)
        return Screen(texts.say("invite-which-role"), rows)
    if not page.rows:
        return Screen(texts.say("invite-no-post"), [[(texts.label("button-back"), Button(ANYWHERE, "invite"))]])
    rows = [
        [(_titled(p.post.title, len(p.holders), texts), Button(ANYWHERE, "invite-post", arg=str(p.post.id)))]
        for p in page.rows
    ]
    back = (texts.label("button-back"), Button(ANYWHERE, "invite"))

    def to(number: int) -> Button:
        return Button(ANYWHERE, "invite", arg=f"{notice.role}:{number}")

    turn = turning(notice.page, SET_UP_PAGE, page.total, to, texts, back)
    return Screen(texts.say("invite-which-post"), [*rows, turn])


def _titled(title: str, holders: int, texts: Texts) -> str:
    return title if holders else texts.label("post-vacant-title", title=title)


def invite_sure(post: PostView, notice: InviteSure, frame: Frame) -> Screen:
    """Before and after; pressing the days makes the link."""
    texts = frame.texts
    holders = texts.label("and-so-on").join(holder_words(one, texts) for one in post.holders)
    mains = [h for h in post.holders if h.held_as is HeldAs.MAIN and h.presence is not Presence.INVITED]
    text = texts.say(
        "invite-sure",
        name=notice.name,
        title=post.post.title,
        places=territory(frame.directory, post.post, texts),
        holders=holders or texts.label("post-vacant"),
    )
    usual = frame.community.invitation_days
    rows: list[ButtonRow] = []
    if mains:
        text = Html(f"{text}\n{texts.say('invite-how')}")
        label = texts.label("button-as-successor", name=mains[0].name, days=usual)
        rows.append([(label, Button(ANYWHERE, "invite-go", arg=f"successor:{usual}"))])
    else:
        rows.append([_go("main", days, texts) for days in sorted({SHORT, usual, LONG})])
    rows.append([(texts.label("button-as-deputy", days=usual), Button(ANYWHERE, "invite-go", arg=f"deputy:{usual}"))])
    return Screen(text, [*rows, [(texts.label("button-back"), Button(ANYWHERE, "post", arg=str(post.post.id)))]])


def _go(how: str, days: int, texts: Texts) -> tuple[str, Button]:
    return texts.label("button-days", n=days), Button(ANYWHERE, "invite-go", arg=f"{how}:{days}")


def invitation_link(notice: InvitationLink, frame: Frame) -> Screen:
    """To be sent on to one person."""
    texts = frame.texts
    link = frame.link(f"i_{notice.code}")
    if not notice.title:
        return Screen(texts.say("invitation-administrator", link=link, days=notice.days))
    return Screen(texts.say("invitation-link", name=notice.name, title=notice.title, link=link, days=notice.days))


def invitation_taken(holder: HolderView, notice: InvitationTaken, frame: Frame) -> Screen:
    """Who pressed it; the wrong one can be sent away with one press."""
    texts = frame.texts
    text = texts.say("invitation-taken", name=holder.name, title=holder.post.title, account=notice.account)
    wrong = (texts.label("button-wrong-person"), Button(ANYWHERE, "end-post", arg=str(holder.holding_id)))
    return Screen(text, [[wrong]])


def unused_invitations(links: Sequence[InvitationView], notice: UnusedInvitations, frame: Frame) -> Screen:
    """Links that can still be pressed."""
    texts = frame.texts
    if not links:
        return Screen(texts.say("unused-none"))
    lines = [
        texts.say(
            "unused-line",
            name=one.name or texts.label("no-name"),
            title=one.title or texts.label("administrator"),
            until=texts.when(one.expires_at, frame.now),
        )
        for one in links
    ]
    revokes = [
        (
            texts.label("button-revoke", name=one.name or texts.label("administrator")),
            Button(ANYWHERE, "revoke", arg=one.key),
        )
        for one in links
    ]
    rows = a_page(revokes, notice.page, lambda n: Button(ANYWHERE, "unused", arg=str(n)), texts, most=MOST_PEOPLE)
    return Screen("\n".join([texts.say("unused-head", n=len(links)), *lines[:40]]), rows)
