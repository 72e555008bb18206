"""How a guard is taken away: a place of a source file, or a statement in a migrated copy."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    path: str
    guard: str
    without: str


@dataclass(frozen=True)
class Sql:
    statement: str


@dataclass(frozen=True)
class Guard:
    holds: str
    removal: Code | Sql
    tests: tuple[str, ...]


def constraint(table: str, name: str) -> Sql:
    return Sql(f"ALTER TABLE {table} DROP CONSTRAINT {name} CASCADE")


def trigger(table: str, name: str) -> Sql:
    return Sql(f"DROP TRIGGER {name} ON {table}")


def index(name: str) -> Sql:
    return Sql(f"DROP INDEX {name}")
