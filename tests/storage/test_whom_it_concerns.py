"""A database of before 0019 comes through with what it knew, tickets and drafts, and back again."""

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from domain.tickets.report_form import Form
from domain.vocabulary import Role
from storage.engines.database import Database
from storage.migrations import migrate
from storage.migrations.upgrade import config_for
from storage.models import CommunityVersion, Ticket
from storage.settings.community import packaged_settings
from storage.settings.settings_shape import written_settings
from storage.unit_of_work import UnitOfWork
from tests.storage.rows import lay_out, person, ticket


async def test_what_concerned_the_steward_still_does(database: Database) -> None:
    def filled(work: UnitOfWork) -> None:
        ids = lay_out(work)
        chen, lin = person(work, 1), person(work, 2)
        ticket(work, ids["gh1"], reporter=chen, concerns=Role.STEWARD)
        ticket(work, ids["gh1"], reporter=chen)
        for who, concerns in ((chen, Role.STEWARD), (lin, None)):
            form = Form.empty()
            form.concerns = concerns
            work.conversation.keep(who.id, form, hours=24)

    def back(connection: Connection) -> list[object]:
        config = config_for(connection)
        before = ScriptDirectory.from_config(config).get_revision("0019").down_revision
        command.downgrade(config, str(before))
        return list(connection.execute(text("SELECT concerns_steward FROM ticket ORDER BY id")).scalars())

    def now(work: UnitOfWork) -> tuple[list[Role | None], list[tuple[Role | None, bool]]]:
        tickets = [row.concerns for row in work.session.query(Ticket).order_by(Ticket.id)]
        drafts = [work.conversation.draft(number) for number in (1, 2)]
        forms = [work.conversation.form(draft) for draft in drafts if draft is not None]
        return tickets, [(form.concerns, form.concerns_pressed) for form in forms]

    await database.run(filled)
    assert [bool(value) for value in await database.schema(back)] == [True, False]
    await database.schema(migrate)
    assert await database.run(now) == ([Role.STEWARD, None], [(Role.STEWARD, True), (None, False)])


async def test_settings_of_an_older_program_get_the_words_they_do_not_know(database: Database) -> None:
    def kept(work: UnitOfWork) -> None:
        settings = written_settings(packaged_settings())
        del settings["accusing_words"]
        work.session.add(CommunityVersion(version=1, settings=settings, since=work.now))

    await database.run(kept)
    accused = await database.run(lambda work: work.community.accusations.accused("楼长态度很差", {}))
    assert accused is Role.STEWARD
