"""What channels call a file, as far as that has been learnt: in the table of files."""

from storage.engines.database import Database


class NamesInDatabase:
    """For files on their way from one channel to another."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self, key: int, channel: str) -> str | None:
        """What this channel calls it, if it has it."""
        return await self._database.read(lambda work: work.files.known(key, channel))

    async def learn(self, key: int, sha256: str, channel: str, ref: str) -> None:
        """It was sent in this channel too. `sha256`: of its content, in hexadecimal."""
        await self._database.run(lambda work: work.files.learn(key, sha256, channel, ref))
