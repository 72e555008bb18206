"""Makes a table append-only in the database itself, on SQLite and on PostgreSQL."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AppendOnly(Operation):
    """UPDATE and DELETE on `table` are refused by a trigger (DESIGN section 3)."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (self.__class__.__name__, [], {"table": self.table})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models do not change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
                "$$BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME "
                "USING ERRCODE = 'integrity_constraint_violation'; END$$",
                params=None,
            )
            # A table that was rebuilt may be named again.
            schema_editor.execute(
                f"DROP TRIGGER IF EXISTS {self.table}_append_only ON {self.table}"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {self.table}_append_only BEFORE UPDATE OR DELETE ON {self.table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            return
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_no_{verb.lower()}")
            schema_editor.execute(
                f"CREATE TRIGGER {self.table}_no_{verb.lower()} BEFORE {verb} ON {self.table} "
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {self.table}'); END"
            )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {self.table}_append_only ON {self.table}")
            return
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER {self.table}_no_{verb.lower()}")

    def describe(self) -> str:
        return f"Refuse UPDATE and DELETE on {self.table}"


class SetOnce(AppendOnly):
    """Append-only but for a few columns, which may be set once while `while_null` has no value.

    Stands in for `AppendOnly` on a table that had it, and sets its triggers up anew: on SQLite a
    migration that rebuilds a table drops them.
    """

    def __init__(self, table: str, *, while_null: str, columns: tuple[str, ...]) -> None:
        super().__init__(table)
        self.while_null, self.columns = while_null, tuple(columns)

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        kwargs: dict[str, object] = {
            "table": self.table,
            "while_null": self.while_null,
            "columns": self.columns,
        }
        return (self.__class__.__name__, [], kwargs)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement in self._statements(schema_editor):
            schema_editor.execute(statement, params=None)

    def _statements(self, schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        table, settable = self.table, (self.while_null, *self.columns)
        set_before = f"OLD.{self.while_null} IS NOT NULL OR NEW.{self.while_null} IS NULL"
        if schema_editor.connection.vendor == "postgresql":
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
        with schema_editor.connection.cursor() as cursor:
            described = schema_editor.connection.introspection.get_table_description(cursor, table)
        kept = [column.name for column in described if column.name not in settable]
        differs = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in kept)
        refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
        return [
            f"DROP TRIGGER IF EXISTS {table}_no_update",
            f"DROP TRIGGER IF EXISTS {table}_no_delete",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"WHEN {set_before} OR {differs} {refuse}",
        ]

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Back to refusing every change."""
        if schema_editor.connection.vendor == "postgresql":
            for name in ("append_only", "set_once"):
                schema_editor.execute(f"DROP TRIGGER {self.table}_{name} ON {self.table}")
        else:
            AppendOnly.database_backwards(self, app_label, schema_editor, from_state, to_state)
        AppendOnly.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Refuse DELETE on {self.table}, and every UPDATE but setting a value once"


class FrozenWhen(AppendOnly):
    """UPDATE and DELETE of a row of `table` are refused while `condition` (of OLD) holds.

    The condition is plain SQL that both databases read, and may look at other tables.
    """

    def __init__(self, table: str, *, condition: str) -> None:
        super().__init__(table)
        self.condition = condition

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        kwargs: dict[str, object] = {"table": self.table, "condition": self.condition}
        return (self.__class__.__name__, [], kwargs)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = self.table
        if schema_editor.connection.vendor == "postgresql":
            # PostgreSQL's WHEN takes no subquery, so the condition stands in a function.
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION refuse_{table}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$BEGIN IF {self.condition} THEN RAISE EXCEPTION 'frozen: {table}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END$$",
                params=None,
            )
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen ON {table}")
            schema_editor.execute(
                f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION refuse_{table}()"
            )
            return
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_frozen_{verb.lower()}"
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {self.condition} "
                f"BEGIN SELECT RAISE(ABORT, 'frozen: {table}'); END",
                params=None,
            )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {self.table}_frozen ON {self.table}")
            schema_editor.execute(f"DROP FUNCTION refuse_{self.table}()")
            return
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {self.table}_frozen_{verb}")

    def describe(self) -> str:
        return f"Refuse UPDATE and DELETE on {self.table} where {self.condition}"
