"""The privacy statement, and what is behind its buttons: my data, who looked at my name, delete me."""

import json
from collections.abc import Mapping
from functools import partial

from domain.notices.privacy_notices import DeleteMe, LooksAtMyName, MyData, PrivacyStatement
from domain.privacy import PAGE_OF_LOOKS, STATEMENT_VERSION, Leaving, NameLook
from domain.view_shapes import PageOf
from domain.vocabulary import MediaKind
from messages.drawing.buttons import ANYWHERE, Button, ButtonRow, danger, primary
from messages.drawing.frame import Frame
from messages.drawing.screen import Screen, Upload
from messages.drawing.texts import Html
from messages.tickets.ticket_screens import office_phone

FIRST = "first"
"""What «看全文» carries where no report waits."""


def privacy(notice: PrivacyStatement, frame: Frame) -> Screen:
    """Who keeps what and why: two lines, and the rest folded under them. With the first «提交», and when it has
    changed, it asks for consent, and the rest stands behind a button."""
    texts = frame.texts
    community = frame.community
    short = texts.say("privacy-short")
    whole = texts.say(
        "privacy",
        version=STATEMENT_VERSION,
        repairs=community.keep_repairs_days,
        disputes=community.keep_disputes_days,
        drafts=community.draft_hours,
        office=office_phone(frame),
    )
    if notice.asking:
        key = "privacy-ask-again" if notice.again else "privacy-ask"
        ask = texts.say("privacy-ask-first" if notice.first else key)
        agree = primary(
            (texts.label("button-agree-first" if notice.first else "button-agree"), Button(ANYWHERE, "agree"))
        )
        disagree = (texts.label("button-disagree"), Button(ANYWHERE, "disagree"))
        if notice.whole:
            return Screen(Html(f"{ask}\n{whole}"), [[agree], [disagree]])
        arg = FIRST if notice.first else ""
        rest = (texts.label("button-privacy-whole"), Button(ANYWHERE, "privacy-whole", arg=arg))
        return Screen(Html(f"{ask}\n{short}"), [[agree], [rest, disagree]])
    text = Html(f"{short}\n<blockquote expandable>{whole}</blockquote>")
    mine = [
        (texts.label("button-my-data"), Button(ANYWHERE, "my-data")),
        (texts.label("button-looks"), Button(ANYWHERE, "looks", arg="0")),
    ]
    who = (texts.label("button-who-show"), Button(ANYWHERE, "who-show"))
    return Screen(text, [mine, [who], [(texts.label("button-delete-me"), Button(ANYWHERE, "delete-me"))]])


def my_data(data: Mapping[str, object], _notice: MyData, frame: Frame) -> Screen:
    """A file that a computer and a patient person can read."""
    upload = Upload(MediaKind.DOCUMENT, "louzhang-my-data.json", partial(_as_file, data))
    return Screen(frame.texts.say("my-data-caption"), upload=upload, confidential=True)


def _as_file(data: Mapping[str, object]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2).encode()


def looks(view: PageOf[NameLook], notice: LooksAtMyName, frame: Frame) -> Screen:
    """Who, for which report, and when."""
    texts = frame.texts
    if not view.rows:
        return Screen(texts.say("looks-none"))
    lines = [texts.say("looks-head", n=view.total)]
    for look in view.rows:
        when = texts.when(look.at, frame.now)
        lines.append(texts.say("looks-line", when=when, number=look.number, by=look.by, post=look.post))
    rows: list[ButtonRow] = []
    if (notice.page + 1) * PAGE_OF_LOOKS < view.total:
        rows = [[(texts.label("button-further"), Button(ANYWHERE, "looks", arg=str(notice.page + 1)))]]
    return Screen("\n".join(lines), rows)


def delete_me(leaving: Leaving, _notice: DeleteMe, frame: Frame) -> Screen:
    """What goes now and what later; one more press does it. What stays was said just before."""
    texts = frame.texts
    if leaving.post is not None:
        return Screen(texts.say("refused-hand-over-first", post=leaving.post))
    if leaving.last_administrator:
        return Screen(texts.say("refused-last-administrator-deletes"))
    lines = [texts.say("delete-ask", ended=leaving.ended)]
    if leaving.open:
        lines.append(texts.say("delete-open", open=leaving.open))
    return Screen("\n".join(lines), [[danger((texts.label("button-delete-yes"), Button(ANYWHERE, "delete-yes")))]])
