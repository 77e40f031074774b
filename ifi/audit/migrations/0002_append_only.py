"""Records, leaves, nodes and heads are only added; of a record only its network address may be erased."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % refused: the trail is only added to', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION audit_only_address_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.address IS NULL AND NEW.address_salt IS NULL
       AND (NEW.id, NEW.at, NEW.event, NEW.target_kind, NEW.target_key, NEW.body, NEW.leaf, NEW.seal)
         = (OLD.id, OLD.at, OLD.event, OLD.target_kind, OLD.target_key, OLD.body, OLD.leaf, OLD.seal)
       AND (NEW.person, NEW.organisation) IS NOT DISTINCT FROM (OLD.person, OLD.organisation) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'UPDATE of audit_record refused: the trail is only added to'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER only_address_erased BEFORE UPDATE ON audit_record
    FOR EACH ROW EXECUTE FUNCTION audit_only_address_erased();
CREATE TRIGGER append_only BEFORE DELETE ON audit_record FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
"""
BACK = """
DROP TRIGGER only_address_erased ON audit_record;
DROP TRIGGER append_only ON audit_record;
"""
DROP_FUNCTIONS = "DROP FUNCTION audit_refuse_change(); DROP FUNCTION audit_only_address_erased()"
TABLES = ("audit_mention", "audit_leaf", "audit_treenode", "audit_log", "audit_treehead")
CHANGES = "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()"
TRUNCATE = """
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_records")]
    operations = [
        migrations.RunSQL("", DROP_FUNCTIONS),
        migrations.RunSQL(FUNCTIONS, BACK),
        *(migrations.RunSQL(CHANGES.format(table), f"DROP TRIGGER append_only ON {table}") for table in TABLES),
        *(
            migrations.RunSQL(TRUNCATE.format(table), f"DROP TRIGGER append_only_truncate ON {table}")
            for table in (*TABLES, "audit_record")
        ),
    ]
