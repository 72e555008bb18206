"""A column that is filled once, held by the database itself on SQLite and on PostgreSQL."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class KeepValue(Operation):
    """A column of `table` that is filled once: a value that stands is never replaced."""

    reversible = True

    def __init__(self, table: str, column: str) -> None:
        self.table, self.column = table, column

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (self.__class__.__name__, [], {"table": self.table, "column": self.column})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models do not change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        name = f"{self.table}_{self.column}_once"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
                "$$BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME "
                "USING ERRCODE = 'integrity_constraint_violation'; END$$",
                params=None,
            )
            # A table that SQLite rebuilt is named again.
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {self.table}")
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {self.table} FOR EACH ROW "
                f"WHEN (OLD.{self.column} IS NOT NULL "
                f"AND NEW.{self.column} IS DISTINCT FROM OLD.{self.column}) "
                "EXECUTE FUNCTION refuse_change()"
            )
            return
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {self.table} "
            f"WHEN OLD.{self.column} IS NOT NULL AND NEW.{self.column} IS NOT OLD.{self.column} "
            f"BEGIN SELECT RAISE(ABORT, 'set once: {self.table}.{self.column}'); END"
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        name = f"{self.table}_{self.column}_once"
        on = f" ON {self.table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")

    def describe(self) -> str:
        return f"Fill {self.table}.{self.column} once"
