"""Legal updates of the Bot API, of every kind, as modest and as odd as people and Telegram make them."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from playground.telegram import Bot, Person
from tests.stories.walk import FORGED

Json = dict[str, object]

WORDS = (
    "1号楼1单元楼道灯不亮", "1号楼301厨房漏水，很急", "2号楼着火了", "三公街11号门口垃圾没人收", "谢谢", "1", "9", "二",
    "/start", "/start gh1-1", "/start i_nothing", "/my", "/todo", "/help", "/cancel", "/record", "/announce", "/leave",
    "/leave 明天到周五", "/posts", "/people", "/invite", "/find 漏水", "/digest", "/foo@bar", "/", "//", "还没修好",
    "😀" * 2048, "好" * 4096, "a" * 4096, "<b>x</b> & \"'", "\u202e反了", "\u200b", "\u2028", "１２３",
    "https://example.org/" + "x" * 200, "11月25日", "桂花苑1号楼", "停水通知\n明天停水", "👨\u200d👩\u200d👧", "", " ",
)  # fmt: skip
DATA = (
    "x", "m:my:0", "m:agree:", "m:language:en", "m:leave-for:1", "m:leave-deputy:3", "m:leave-yes:0", "m:person:2",
    "m:end-post:1", "m:end-post-yes:99", "m:administrator:3:1", "m:take_on:1", "m:lift:1", "m:digest:2026-W46:1:late:0",
    "a:send:1:0:", "a:approve:1:0:", "a:stop:1:1:", "a:refresh:1:0:", "a:told:1:0:1", "d:send:1:", "d:me_too:1:1",
    "d:category:1:D102", "d:place:1:3", *(data.format(id=1, moves=0) for data in FORGED),
)  # fmt: skip
KINDS_OF_FILES = ("photo", "voice", "video", "video_note", "audio", "animation", "document", "sticker")


@dataclass
class Maker:
    """Makes updates that these people might cause in their chats with the bot, and in others."""

    bot: Bot
    people: Sequence[Person]
    chance: random.Random
    now: Callable[[], float]
    number: int = 800_000_000

    def update(self) -> Json:
        """One of any kind; what people do with a bot most comes most often."""
        kind = self.chance.choice(_KINDS)
        self.number += 1
        return {"update_id": self.number, **kind(self)}

    # Parts

    def user(self) -> Json:
        person = self.chance.choice(self.people)
        user: Json = {"id": person.id, "is_bot": False, "first_name": person.first_name}
        if self.chance.random() < 0.7:
            user["language_code"] = self.chance.choice(("zh", "zh-hans", "en", "pt-br", "de"))
        if self.chance.random() < 0.2:
            user["username"] = "somebody"
        return user

    def private(self, user: Json) -> Json:
        return {"id": user["id"], "type": "private", "first_name": user["first_name"]}

    def group(self) -> Json:
        return {"id": -1001, "type": self.chance.choice(("group", "supergroup")), "title": "一号楼业主群"}

    def channel(self) -> Json:
        return {"id": -1002, "type": "channel", "title": "社区频道"}

    def at(self) -> int:
        return int(self.now()) - self.chance.choice((0, 0, 0, 1, 60, 86_400))

    def message(self, user: Json, chat: Json) -> Json:
        message: Json = {"message_id": self.chance.randint(1, 60), "date": self.at(), "chat": chat, "from": user}
        message.update(self.chance.choice(_CONTENTS)(self))
        if self.chance.random() < 0.15:
            replied = {**message, "message_id": self.chance.randint(1, 60), "text": "那个"}
            message["reply_to_message"] = replied
        if self.chance.random() < 0.05:
            message["forward_origin"] = {"type": "hidden_user", "date": self.at(), "sender_user_name": "老李"}
        if self.chance.random() < 0.05:
            message["media_group_id"] = str(self.chance.randint(1, 5))
        return message

    def file(self) -> Json:
        number = self.chance.randint(1, 99)
        size = self.chance.choice((0, 1000, 60 * 1024 * 1024))
        return {"file_id": f"file{number}", "file_unique_id": f"unique{number}", "file_size": size}

    def pressed(self, user: Json) -> Mapping[str, object]:
        """A button that is shown to him, or to somebody else, or to nobody."""
        own = [person for person in self.people if person.id == user["id"]]
        shown = [
            (message.id, button.data)
            for person in (own if self.chance.random() < 0.8 else self.people)
            for message in person.chat(self.bot).messages[-4:]
            for row in message.buttons
            for button in row
            if button.data
        ]
        message_id, data = self.chance.choice(shown) if shown and self.chance.random() < 0.9 else (1, None)
        return {
            "message": {"message_id": message_id, "date": self.at(), "chat": self.private(user), "text": "?"},
            "data": data or self.chance.choice(DATA),
        }


def _text(make: Maker) -> Json:
    words = make.chance.choice(WORDS)
    return {"text": words} if words else {"new_chat_title": "x"}


def _file(make: Maker) -> Json:
    kind = make.chance.choice(KINDS_OF_FILES)
    file = make.file()
    size = {"width": 90, "height": 60}
    content: dict[str, object] = {
        "photo": [{**file, **size}],
        "voice": {**file, "duration": 3},
        "audio": {**file, "duration": 3},
        "video": {**file, **size, "duration": 3},
        "animation": {**file, **size, "duration": 3},
        "video_note": {**file, "length": 240, "duration": 3},
        "sticker": {**file, **size, "type": "regular", "is_animated": False, "is_video": False},
        "document": file,
    }
    caption = make.chance.choice(WORDS)[:512]
    return {kind: content[kind], **({"caption": caption} if caption and make.chance.random() < 0.5 else {})}


def _other(make: Maker) -> Json:
    place = {"latitude": 30.5, "longitude": 106.1}
    user = {"id": 77, "is_bot": False, "first_name": "某人"}
    contents: list[Json] = [
        {"location": place},
        {"location": {**place, "live_period": 600}},
        {"venue": {"location": place, "title": "x", "address": "y"}, "location": place},
        {"contact": {"phone_number": "13800000000", "first_name": "老张"}},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"game": {"title": "x", "description": "y", "photo": [{**make.file(), "width": 1, "height": 1}]}},
        {"poll": _a_poll()},
        {"story": {"chat": make.channel(), "id": 3}},
        {"new_chat_members": [user]},
        {"left_chat_member": user},
        {"pinned_message": {"message_id": 3, "date": 0, "chat": make.channel()}},
        {"group_chat_created": True},
        {"migrate_from_chat_id": -44},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
        {"users_shared": {"request_id": 1, "users": [{"user_id": 77}]}},
        {"web_app_data": {"data": "x", "button_text": "y"}},
        {"write_access_allowed": {}},
        {"forum_topic_created": {"name": "x", "icon_color": 0}},
        {"boost_added": {"boost_count": 1}},
        {"connected_website": "example.org"},
    ]
    return make.chance.choice(contents)


_CONTENTS = (_text, _text, _text, _text, _text, _text, _file, _file, _other)


def _a_poll() -> Json:
    options = [{"text": "a", "voter_count": 0}, {"text": "b", "voter_count": 1}]
    return {
        "id": "1", "question": "?", "options": options, "total_voter_count": 1, "is_closed": False,
        "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
    }  # fmt: skip


# Kinds of updates


def _message(make: Maker) -> Json:
    user = make.user()
    return {"message": make.message(user, make.private(user))}


def _edited(make: Maker) -> Json:
    user = make.user()
    return {"edited_message": {**make.message(user, make.private(user)), "edit_date": make.at()}}


def _in_group(make: Maker) -> Json:
    message = make.message(make.user(), make.group())
    if make.chance.random() < 0.2:
        message["sender_chat"] = make.channel()
    if make.chance.random() < 0.1:
        message["migrate_to_chat_id"] = -1003
    return {make.chance.choice(("message", "message", "edited_message")): message}


def _post(make: Maker) -> Json:
    post = make.message(make.user(), make.channel())
    del post["from"]
    return {make.chance.choice(("channel_post", "edited_channel_post")): post}


def _press(make: Maker) -> Json:
    user = make.user()
    return {"callback_query": {"id": str(make.number), "from": user, "chat_instance": "1", **make.pressed(user)}}


def _odd_press(make: Maker) -> Json:
    """Under a message too old to be read, under none, under somebody's in a group; of a game."""
    user, data = make.user(), {"data": make.chance.choice(DATA)}
    old = {"message_id": 3, "date": 0, "chat": make.private(user)}
    there = {"message_id": 3, "date": make.at(), "chat": make.group(), "text": "x"}
    hows: list[Json] = [
        {"message": old, **data},
        {"inline_message_id": "7", **data},
        {"message": there, **data},
        {"message": old, "game_short_name": "x"},
        {**data},
    ]
    how = make.chance.choice(hows)
    return {"callback_query": {"id": str(make.number), "from": user, "chat_instance": "1", **how}}


def _member(make: Maker) -> Json:
    user = make.user()
    chat = make.chance.choice((make.private(user), make.group(), make.channel()))
    bot = {"id": make.bot.id, "is_bot": True, "first_name": "bot"}
    statuses: list[Json] = [{"status": "member"}, {"status": "kicked", "until_date": 0}, {"status": "left"}]
    old, new = make.chance.sample(statuses, 2)
    change = {
        "chat": chat, "from": user, "date": make.at(),
        "old_chat_member": {"user": bot, **old}, "new_chat_member": {"user": bot, **new},
    }  # fmt: skip
    return {make.chance.choice(("my_chat_member", "my_chat_member", "chat_member")): change}


def _by_a_user_without_a_message(make: Maker) -> Json:
    user, chat = make.user(), make.group()
    thumb = {"type": "emoji", "emoji": "👍"}
    kinds: list[Json] = [
        {"poll_answer": {"poll_id": "1", "user": user, "option_ids": [0]}},
        {"poll_answer": {"poll_id": "1", "voter_chat": chat, "option_ids": []}},
        {"inline_query": {"id": "1", "from": user, "query": "漏水", "offset": ""}},
        {"chosen_inline_result": {"result_id": "1", "from": user, "query": ""}},
        {
            "message_reaction": {
                "chat": make.private(user), "message_id": 3, "user": user, "date": make.at(),
                "old_reaction": [], "new_reaction": [thumb],
        }
        },
        {
            "message_reaction_count": {
                "chat": chat, "message_id": 3, "date": make.at(), "reactions": [{"type": thumb, "total_count": 2}],
        }
        },
        {"chat_join_request": {"chat": chat, "from": user, "user_chat_id": user["id"], "date": make.at()}},
        {
            "pre_checkout_query": {
                "id": "1", "from": user, "currency": "XTR", "total_amount": 1, "invoice_payload": "x",
        }
        },
        {"purchased_paid_media": {"from": user, "paid_media_payload": "x"}},
        {"business_message": {**make.message(user, make.private(user)), "business_connection_id": "1"}},
        {
            "business_connection": {
                "id": "1", "user": user, "user_chat_id": user["id"], "date": make.at(), "is_enabled": True,
        }
        },
        {
            "deleted_business_messages": {
                "business_connection_id": "1", "chat": make.private(user), "message_ids": [1, 2],
        }
        },
        {
            "chat_boost": {
                "chat": chat,
                "boost": {
                    "boost_id": "1", "add_date": make.at(), "expiration_date": make.at(),
                    "source": {"source": "premium", "user": user},
                },
        }
        },
        {"poll": _a_poll()},
        {"something_new": {"from": user}},
    ]  # fmt: skip
    return make.chance.choice(kinds)


_KINDS = (
    *[_message] * 8, *[_press] * 8, _edited, _edited, _in_group, _post, _odd_press, _odd_press, _member,
    _by_a_user_without_a_message, _by_a_user_without_a_message,
)  # fmt: skip
