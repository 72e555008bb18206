"""Nothing that names a person reaches a line of the log."""

import json
import logging
from typing import Any

import structlog

PHONE, IDENTITY, ACCOUNT = "15400001111", "639999196503120017", "6222000011112222333"


def render(record_or_event: dict[str, Any]) -> str:
    """The line that the configured formatter would write."""
    (handler,) = [h for h in logging.getLogger().handlers if isinstance(h.formatter, FORMATTER)]
    record = logging.makeLogRecord(record_or_event)
    return handler.format(record)


FORMATTER = structlog.stdlib.ProcessorFormatter


def test_numbers_of_people_are_blanked_in_any_message() -> None:
    line = render({"msg": "call %s about %s or %s", "args": (PHONE, IDENTITY, ACCOUNT)})
    assert json.loads(line)["event"] == "call *** about *** or ***"


def test_secret_keys_and_deep_values_are_blanked(caplog: Any) -> None:
    data = {"who": [f"tel {PHONE}"], "code": "123456"}
    structlog.get_logger("till").warning("x", password="hunter2", code=201, data=data)
    line = json.loads(render(vars(caplog.records[-1])))
    assert (line["password"], line["code"]) == ("***", 201)
    assert line["data"] == {"who": ["tel ***"], "code": "***"}


def test_an_exceptions_text_is_blanked() -> None:
    try:
        raise ValueError(f"no household {IDENTITY}")
    except ValueError as error:
        line = render({"msg": "failed", "exc_info": (ValueError, error, error.__traceback__)})
    assert "no household ***" in line
    assert IDENTITY not in line


def test_structlog_writes_the_same_cleaned_json(caplog: Any) -> None:
    structlog.get_logger("till").warning("order.odd", note=f"tel {PHONE}", sealed={PHONE})
    line = render(vars(caplog.records[-1]))
    assert json.loads(line)["note"] == "tel ***"
    assert PHONE not in line


def test_a_long_order_or_trade_number_stays_readable() -> None:
    trade_no = "2026092822001400000000000001"
    assert trade_no in render({"msg": trade_no})
