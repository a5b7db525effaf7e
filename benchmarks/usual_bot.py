"""The usual way, to compare with: python-telegram-bot as its guide shows it, an AsyncSession per update, objects for
every row, sending while the transaction is open. It asks nothing, routes by the number in the words, and keeps the same
things of a ticket: its words, its row, its history, who was told.

`python -m benchmarks.usual_bot ROOT TOKEN DATABASE STEWARDS`: DATABASE as SQLAlchemy's asyncio writes it, STEWARDS as
accounts with commas, the first of building 1.
"""

import re
import sys
from datetime import UTC, datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, event, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

Context = ContextTypes.DEFAULT_TYPE
BUILDING = re.compile(r"(\d+)号楼")
_Id = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    type_annotation_map = {int: _Id}  # noqa: RUF012 - SQLAlchemy reads it as it stands


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(unique=True)
    building: Mapped[int | None]


class Draft(Base):
    __tablename__ = "draft"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    words: Mapped[str]


class Ticket(Base):
    __tablename__ = "ticket"
    id: Mapped[int] = mapped_column(primary_key=True)
    reporter_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    state: Mapped[str]
    filed_at: Mapped[datetime]


class TicketText(Base):
    __tablename__ = "ticket_text"
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    body: Mapped[str]


class Change(Base):
    __tablename__ = "change"
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    by_id: Mapped[int]
    action: Mapped[str]
    at: Mapped[datetime]


class Told(Base):
    __tablename__ = "told"
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    chat_id: Mapped[int]
    message_id: Mapped[int]


class Bot:
    """The handlers, over one engine."""

    def __init__(self, engine: AsyncEngine, stewards: list[int]) -> None:
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)
        self._engine, self._stewards = engine, stewards

    async def begin(self, _application: object) -> None:
        async with self._engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with self._sessions() as session, session.begin():
            session.add_all(User(telegram_id=one, building=n) for n, one in enumerate(self._stewards, 1))

    async def _user(self, session: AsyncSession, telegram_id: int) -> User:
        user = await session.scalar(select(User).where(User.telegram_id == telegram_id))
        if user is None:
            user = User(telegram_id=telegram_id, building=None)
            session.add(user)
            await session.flush()
        return user

    async def text(self, update: Update, _context: Context) -> None:
        assert update.effective_message is not None
        assert update.effective_user is not None
        words = update.effective_message.text or ""
        async with self._sessions() as session, session.begin():
            user = await self._user(session, update.effective_user.id)
            await session.merge(Draft(user_id=user.id, words=words))
            button = InlineKeyboardMarkup([[InlineKeyboardButton("提交", callback_data="send")]])
            await update.effective_message.reply_text(
                f"请看一看：\n{words}\n按「提交」才算报上去。", reply_markup=button
            )

    async def command(self, update: Update, _context: Context) -> None:
        assert update.effective_message is not None
        assert update.effective_user is not None
        async with self._sessions() as session, session.begin():
            user = await self._user(session, update.effective_user.id)
            mine = await session.scalars(select(Ticket).where(Ticket.reporter_id == user.id).limit(10))
            lines = [f"{ticket.id} {ticket.state}" for ticket in mine]
            await update.effective_message.reply_text("\n".join(["我的报告", *lines]))

    async def press(self, update: Update, context: Context) -> None:
        query = update.callback_query
        assert query is not None
        assert query.data is not None
        await query.answer()
        action, _, number = query.data.partition(":")
        async with self._sessions() as session, session.begin():
            user = await self._user(session, query.from_user.id)
            if action == "send":
                await self._file(session, user, update, context)
            else:
                await self._change(session, user, int(number), action, update, context)

    async def _file(self, session: AsyncSession, user: User, update: Update, context: Context) -> None:
        draft = await session.get(Draft, user.id)
        if draft is None or update.effective_message is None:
            return
        found = BUILDING.search(draft.words)
        steward = await session.scalar(select(User).where(User.building == int(found[1]))) if found else None
        now = datetime.now(UTC).replace(tzinfo=None)
        ticket = Ticket(reporter_id=user.id, assignee_id=steward.id if steward else None, state="new", filed_at=now)
        session.add(ticket)
        await session.flush()
        session.add(TicketText(ticket_id=ticket.id, body=draft.words))
        session.add(Change(ticket_id=ticket.id, by_id=user.id, action="file", at=now))
        await session.delete(draft)
        await update.effective_message.edit_text(draft.words)
        number = f"2611-{ticket.id:04d}"
        receipt = await update.effective_message.reply_text(f"已收到，编号 {number}。\n已通知楼长。")
        session.add(Told(ticket_id=ticket.id, chat_id=receipt.chat_id, message_id=receipt.message_id))
        if steward is not None:
            buttons = [[InlineKeyboardButton("我来办", callback_data=f"claimed:{ticket.id}")]]
            words = f"新报告\n{number}\n{draft.words}"
            card = await context.bot.send_message(
                steward.telegram_id, words, reply_markup=InlineKeyboardMarkup(buttons)
            )
            session.add(Told(ticket_id=ticket.id, chat_id=card.chat_id, message_id=card.message_id))

    async def _change(
        self,
        session: AsyncSession,
        user: User,
        number: int,
        to: str,
        update: Update,
        context: Context,
    ) -> None:
        ticket = await session.get(Ticket, number)
        if ticket is None or update.effective_message is None:
            return
        ticket.state, ticket.assignee_id = to, user.id
        now = datetime.now(UTC).replace(tzinfo=None)
        session.add(Change(ticket_id=ticket.id, by_id=user.id, action=to, at=now))
        words = "处理中" if to == "claimed" else "待居民确认"
        buttons = [[InlineKeyboardButton("处理好了", callback_data=f"resolved:{ticket.id}")]] if to == "claimed" else []
        await update.effective_message.edit_text(f"{number} {words}", reply_markup=InlineKeyboardMarkup(buttons))
        reporter = await session.get_one(User, ticket.reporter_id)
        await context.bot.send_message(reporter.telegram_id, f"{number} {words}")


def main() -> None:
    root, token, database, stewards = sys.argv[1:]
    engine = create_async_engine(database)
    if database.startswith("sqlite"):

        @event.listens_for(engine.sync_engine, "connect")
        def _pragmas(connection: object, _record: object) -> None:
            cursor = connection.cursor()  # type: ignore[attr-defined]
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")

    bot = Bot(engine, [int(one) for one in stewards.split(",")])
    builder = ApplicationBuilder().token(token).base_url(f"{root}/bot").base_file_url(f"{root}/file/bot")
    application: Application = builder.post_init(bot.begin).build()  # type: ignore[type-arg]
    application.add_handler(CommandHandler(["my", "help", "privacy", "todo", "start"], bot.command))
    application.add_handler(MessageHandler(filters.TEXT, bot.text))
    application.add_handler(CallbackQueryHandler(bot.press))
    application.run_polling()


if __name__ == "__main__":
    main()
