"""Rows that stay as they are, held by triggers in SQLite and in PostgreSQL (DESIGN section 3)."""

from abc import ABC, abstractmethod
from collections.abc import Iterable

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

REFUSE_CHANGE = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME "
    "USING ERRCODE = 'integrity_constraint_violation'; END$$"
)
VERBS = ("UPDATE", "DELETE")


class Triggers(Operation, ABC):
    """Sets up triggers and takes them away; models do not change.

    A migration that rebuilds a table on SQLite drops its triggers, so every set-up replaces what
    may still stand.
    """

    reversible = True

    @abstractmethod
    def set_up(self, editor: BaseDatabaseSchemaEditor) -> Iterable[str]:
        """The statements that set the triggers up."""

    @abstractmethod
    def take_away(self, editor: BaseDatabaseSchemaEditor) -> Iterable[str]:
        """The statements that lead back to what stood before."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models do not change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement in self.set_up(schema_editor):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement in self.take_away(schema_editor):
            schema_editor.execute(statement, params=None)


class AppendOnly(Triggers):
    """UPDATE and DELETE on `table` are refused."""

    def __init__(self, table: str) -> None:
        self.table = table

    def set_up(self, editor: BaseDatabaseSchemaEditor) -> Iterable[str]:
        table = self.table
        if on_postgresql(editor):
            yield REFUSE_CHANGE
            yield f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}"
            yield (
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            return
        for verb in VERBS:
            yield f"DROP TRIGGER IF EXISTS {table}_no_{verb.lower()}"
            yield (
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                + abort(f"append-only: {table}")
            )

    def take_away(self, editor: BaseDatabaseSchemaEditor) -> Iterable[str]:
        if on_postgresql(editor):
            return [f"DROP TRIGGER IF EXISTS {self.table}_append_only ON {self.table}"]
        return [f"DROP TRIGGER IF EXISTS {self.table}_no_{verb.lower()}" for verb in VERBS]

    def describe(self) -> str:
        return f"Refuse UPDATE and DELETE on {self.table}"


class SetOnce(Triggers):
    """Append-only but for a few columns, which may be set once while `while_null` has no value.

    Stands in for `AppendOnly` on a table that had it, and leads back to it.
    """

    def __init__(self, table: str, *, while_null: str, columns: tuple[str, ...]) -> None:
        self.table, self.while_null, self.columns = table, while_null, tuple(columns)

    def set_up(self, editor: BaseDatabaseSchemaEditor) -> Iterable[str]:
        table, settable = self.table, (self.while_null, *self.columns)
        set_before = f"OLD.{self.while_null} IS NOT NULL OR NEW.{self.while_null} IS NULL"
        if on_postgresql(editor):
            named = ", ".join(f"'{column}'" for column in settable)
            others = f"to_jsonb({{}}) - ARRAY[{named}]"
            differs = f"{others.format('OLD')} IS DISTINCT FROM {others.format('NEW')}"
            return [
                f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
                f"CREATE TRIGGER {table}_append_only BEFORE DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
                f"CREATE TRIGGER {table}_set_once BEFORE UPDATE ON {table} FOR EACH ROW "
                f"WHEN ({set_before} OR {differs}) EXECUTE FUNCTION refuse_change()",
            ]
        with editor.connection.cursor() as cursor:
            described = editor.connection.introspection.get_table_description(cursor, table)
        kept = [column.name for column in described if column.name not in settable]
        differs = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in kept)
        refuse = abort(f"append-only: {table}")
        return [
            f"DROP TRIGGER IF EXISTS {table}_no_update",
            f"DROP TRIGGER IF EXISTS {table}_no_delete",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"WHEN {set_before} OR {differs} {refuse}",
        ]

    def take_away(self, editor: BaseDatabaseSchemaEditor) -> Iterable[str]:
        if on_postgresql(editor):
            yield f"DROP TRIGGER IF EXISTS {self.table}_set_once ON {self.table}"
        yield from AppendOnly(self.table).set_up(editor)

    def describe(self) -> str:
        return f"Refuse DELETE on {self.table}, and every UPDATE but setting a value once"


class KeepValue(Triggers):
    """A column of `table` that is filled once: a value that stands is never replaced."""

    def __init__(self, table: str, column: str) -> None:
        self.table, self.column = table, column

    def set_up(self, editor: BaseDatabaseSchemaEditor) -> Iterable[str]:
        table, column = self.table, self.column
        yield from self.take_away(editor)
        if on_postgresql(editor):
            yield REFUSE_CHANGE
            yield (
                f"CREATE TRIGGER {table}_{column}_once BEFORE UPDATE ON {table} FOR EACH ROW "
                f"WHEN (OLD.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column}) "
                "EXECUTE FUNCTION refuse_change()"
            )
            return
        yield (
            f"CREATE TRIGGER {table}_{column}_once BEFORE UPDATE ON {table} "
            f"WHEN OLD.{column} IS NOT NULL AND NEW.{column} IS NOT OLD.{column} "
            + abort(f"set once: {table}.{column}")
        )

    def take_away(self, editor: BaseDatabaseSchemaEditor) -> Iterable[str]:
        on = f" ON {self.table}" if on_postgresql(editor) else ""
        return [f"DROP TRIGGER IF EXISTS {self.table}_{self.column}_once{on}"]

    def describe(self) -> str:
        return f"Fill {self.table}.{self.column} once"


class FrozenWhen(Triggers):
    """UPDATE and DELETE of a row of `table` are refused while `condition` (of OLD) holds.

    The condition is plain SQL that both databases read, and may look at other tables.
    """

    def __init__(self, table: str, *, condition: str) -> None:
        self.table, self.condition = table, condition

    def set_up(self, editor: BaseDatabaseSchemaEditor) -> Iterable[str]:
        table = self.table
        if on_postgresql(editor):
            # PostgreSQL's WHEN takes no subquery, so the condition stands in a function.
            yield (
                f"CREATE OR REPLACE FUNCTION refuse_{table}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$BEGIN IF {self.condition} THEN RAISE EXCEPTION 'frozen: {table}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END$$"
            )
            yield f"DROP TRIGGER IF EXISTS {table}_frozen ON {table}"
            yield (
                f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION refuse_{table}()"
            )
            return
        for verb in VERBS:
            yield f"DROP TRIGGER IF EXISTS {table}_frozen_{verb.lower()}"
            yield (
                f"CREATE TRIGGER {table}_frozen_{verb.lower()} BEFORE {verb} ON {table} "
                f"WHEN {self.condition} " + abort(f"frozen: {table}")
            )

    def take_away(self, editor: BaseDatabaseSchemaEditor) -> Iterable[str]:
        if on_postgresql(editor):
            return [
                f"DROP TRIGGER IF EXISTS {self.table}_frozen ON {self.table}",
                f"DROP FUNCTION IF EXISTS refuse_{self.table}()",
            ]
        return [f"DROP TRIGGER IF EXISTS {self.table}_frozen_{verb.lower()}" for verb in VERBS]

    def describe(self) -> str:
        return f"Refuse UPDATE and DELETE on {self.table} where {self.condition}"


class RefusedWhen(Triggers):
    """INSERT or UPDATE on `table` is refused while `condition` (of NEW) holds.

    For what a CHECK cannot see because it stands in another table. Plain SQL for both databases.
    """

    def __init__(self, table: str, name: str, *, verb: str, condition: str) -> None:
        self.table, self.name, self.verb, self.condition = table, name, verb, condition

    def set_up(self, editor: BaseDatabaseSchemaEditor) -> Iterable[str]:
        table, name = self.table, self.name
        if on_postgresql(editor):
            yield (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$BEGIN IF {self.condition} THEN RAISE EXCEPTION 'refused: {name}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END$$"
            )
            yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
            yield (
                f"CREATE TRIGGER {name} BEFORE {self.verb} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
            return
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield (
            f"CREATE TRIGGER {name} BEFORE {self.verb} ON {table} "
            f"WHEN {self.condition} " + abort(f"refused: {name}")
        )

    def take_away(self, editor: BaseDatabaseSchemaEditor) -> Iterable[str]:
        if on_postgresql(editor):
            return [
                f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
                f"DROP FUNCTION IF EXISTS {self.name}()",
            ]
        return [f"DROP TRIGGER IF EXISTS {self.name}"]

    def describe(self) -> str:
        return f"Refuse {self.verb} on {self.table} where {self.condition}"


def on_postgresql(editor: BaseDatabaseSchemaEditor) -> bool:
    return editor.connection.vendor == "postgresql"


def abort(message: str) -> str:
    """SQLite's way to refuse, as the body of a trigger."""
    return f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
