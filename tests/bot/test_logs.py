"""What a log line shows of an error: its class and its place, never the value it failed on."""

import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import log_to_stderr
from bot.settings import LogFormat


@pytest.fixture
def root() -> Iterator[None]:
    """The root logger as it was, afterwards."""
    logger = logging.getLogger()
    handlers, level = list(logger.handlers), logger.level
    yield
    logger.handlers[:] = handlers
    logger.setLevel(level)


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("form", list(LogFormat))
def test_of_an_error_the_class_and_the_place_are_logged_and_no_value(
    form: LogFormat, capsys: pytest.CaptureFixture[str]
) -> None:
    log_to_stderr(form=form)
    try:
        int("厨房漏水")
    except ValueError:
        logging.getLogger("somewhere").exception("it went wrong")
    said = capsys.readouterr().err
    assert "厨房" not in said
    assert "ValueError" in said
    assert "test_logs.py" in said
    assert len(said.splitlines()) == 1
    if form is LogFormat.JSON:
        line = json.loads(said)
        assert (line["event"], line["error"], line["level"]) == ("it went wrong", "ValueError", "error")
