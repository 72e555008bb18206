"""The maker copied onto a decision is the request's maker, and a request's content stands.

Together with CHECK(actor <> maker) this makes it impossible for a maker to decide, whatever the
code does. Both engines hold it by triggers.
"""

from django.db import migrations

REQUEST = "approvals_approvalrequest"
DECISION = "approvals_approvaldecision"

SQLITE = (
    f"""
    CREATE TRIGGER {DECISION}_maker BEFORE INSERT ON {DECISION}
    WHEN NEW.maker_id IS NOT (SELECT maker_id FROM {REQUEST} WHERE id = NEW.request_id)
    BEGIN SELECT RAISE(ABORT, 'the maker of a decision is the maker of its request'); END
    """,
    f"""
    CREATE TRIGGER {REQUEST}_frozen BEFORE UPDATE ON {REQUEST}
    WHEN NEW.maker_id IS NOT OLD.maker_id OR NEW.digest IS NOT OLD.digest
      OR NEW.object_uid IS NOT OLD.object_uid
    BEGIN SELECT RAISE(ABORT, 'maker, object and digest of a request never change'); END
    """,
)
POSTGRESQL = (
    f"""
    CREATE FUNCTION {DECISION}_maker() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.maker_id IS DISTINCT FROM
         (SELECT maker_id FROM {REQUEST} WHERE id = NEW.request_id) THEN
        RAISE EXCEPTION 'the maker of a decision is the maker of its request'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END$$
    """,
    f"""
    CREATE TRIGGER {DECISION}_maker BEFORE INSERT ON {DECISION}
    FOR EACH ROW EXECUTE FUNCTION {DECISION}_maker()
    """,
    f"""
    CREATE FUNCTION {REQUEST}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'maker, object and digest of a request never change'
        USING ERRCODE = 'integrity_constraint_violation';
    END$$
    """,
    f"""
    CREATE TRIGGER {REQUEST}_frozen BEFORE UPDATE ON {REQUEST} FOR EACH ROW
    WHEN (NEW.maker_id IS DISTINCT FROM OLD.maker_id OR NEW.digest IS DISTINCT FROM OLD.digest
      OR NEW.object_uid IS DISTINCT FROM OLD.object_uid)
    EXECUTE FUNCTION {REQUEST}_frozen()
    """,
)


def forwards(apps, schema_editor):
    chosen = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in chosen:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for table, name in ((DECISION, f"{DECISION}_maker"), (REQUEST, f"{REQUEST}_frozen")):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("approvals", "0002_append_only")]
    operations = [migrations.RunPython(forwards, backwards)]
