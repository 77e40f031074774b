"""Whether a record concerns an object, asked past the wall; and the log has its number from the beginning."""

from django.db import migrations

MENTIONS = """
CREATE FUNCTION audit_mentions(record bigint, own_kind text, own_key text, wanted_kind text, wanted_key text)
RETURNS boolean STABLE SECURITY DEFINER LANGUAGE sql SET search_path = public, pg_temp AS $$
    SELECT (own_kind, own_key) = (wanted_kind, wanted_key)
        OR EXISTS (SELECT FROM audit_mention WHERE (kind, key, record_id) = (wanted_kind, wanted_key, record))
$$
"""
NUMBER = """
INSERT INTO audit_log (number, began_at)
SELECT gen_random_uuid(), clock_timestamp() WHERE NOT EXISTS (SELECT FROM audit_log)
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_times_in_ranges")]
    operations = [
        migrations.RunSQL(MENTIONS, "DROP FUNCTION audit_mentions(bigint, text, text, text, text)"),
        migrations.RunSQL(NUMBER, ""),
    ]
