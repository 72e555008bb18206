"""One line of JSON per event; what could name a person never reaches the line."""

from typing import Any

import structlog

from backend.common.personal import PERSONAL_NUMBER

_SECRET_KEYS = {"password", "code", "token", "sign", "cookie", "authorization", "phone", "mobile"}


def redact(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Blanks secret keys and any personal number inside a value, however deep."""
    for key, value in event.items():
        if not key.startswith("_"):
            event[key] = _clean(value, key)
    return event


def _clean(value: Any, key: str = "") -> Any:
    # A number under `code` is a status; codes for signing in are text.
    if key.lower() in _SECRET_KEYS and not isinstance(value, int):
        return "***"
    if isinstance(value, str):
        return PERSONAL_NUMBER.sub("***", value)
    if isinstance(value, dict):
        return {name: _clean(inner, str(name)) for name, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [_clean(inner) for inner in value]
    return value


def _shown(value: Any) -> Any:
    """What is no plain JSON is written as its cleaned `repr`."""
    return _clean(repr(value))


_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    redact,
]


def formatter() -> structlog.stdlib.ProcessorFormatter:
    """For lines of the standard library and of structlog alike."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=_shown),
        ],
    )


def config(*, level: str, quiet: bool) -> dict[str, Any]:
    """For the standard library; `quiet` leaves out the requests that went well."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "backend.logs.formatter"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.request": {"level": "ERROR"},
            "httpx": {"level": "WARNING"},
            "django_structlog": {"level": "WARNING" if quiet else "INFO"},
            # The filesystem broker has no host to name.
            "kombu.connection": {"level": "ERROR"},
            "axes": {"level": "WARNING"},
        },
    }


structlog.configure(
    processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
