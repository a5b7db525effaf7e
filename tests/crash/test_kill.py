"""kill -9, again and again, while people report: nothing lost, nothing twice, nobody forgotten."""

from pathlib import Path

from tests.crash.proof import SHORT, Proof


async def test_a_bot_killed_again_and_again_loses_nothing_and_files_nothing_twice(
    database_url: str, tmp_path: Path
) -> None:
    findings = await Proof(SHORT, database_url, tmp_path).run()
    assert findings.faults() == [], findings
    assert findings.updates >= 300
    assert findings.kills == SHORT.kills
