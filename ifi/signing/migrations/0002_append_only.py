"""Documents, certificates, signatures and evidence are never updated, deleted or truncated."""

from django.db import migrations

TABLES = (
    "signing_signabledocument",
    "signing_signercertificate",
    "signing_signature",
    "signing_signatureevidence",
)

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
CHANGEABLE = "DROP TRIGGER append_only ON {table}; DROP TRIGGER append_only_truncate ON {table}"


class Migration(migrations.Migration):
    dependencies = [("signing", "0001_documents_and_signatures"), ("ledger", "0003_append_only")]
    operations = [migrations.RunSQL(APPEND_ONLY.format(table=table), CHANGEABLE.format(table=table)) for table in TABLES]
