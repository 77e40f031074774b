"""What the database itself refuses: a version or a state that was shown is never altered, only followed by the next."""

from django.db import migrations

TABLES = ("newsversion", "calendarevent")
ADD = """
CREATE FUNCTION news_check_followed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.is_newest AND NOT NEW.is_newest
        AND (to_jsonb(NEW) - 'is_newest') = (to_jsonb(OLD) - 'is_newest') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a version is only followed by the next one'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER followed_once BEFORE UPDATE ON news_{table}
    FOR EACH ROW EXECUTE FUNCTION news_check_followed();
CREATE TRIGGER append_only BEFORE DELETE ON news_{table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON news_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
    for table in TABLES
)
DROP = "".join(
    f"""
DROP TRIGGER followed_once ON news_{table};
DROP TRIGGER append_only ON news_{table};
DROP TRIGGER append_only_truncate ON news_{table};
"""
    for table in TABLES
) + "DROP FUNCTION news_check_followed();"


class Migration(migrations.Migration):
    dependencies = [("news", "0001_news_and_calendars"), ("ledger", "0003_append_only")]
    operations = [migrations.RunSQL(ADD, DROP)]
