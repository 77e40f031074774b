from django.db import migrations

# The lock on the right makes two transactions that add holders to it at once wait for each other, so that the second
# sees what the first has written.
FORWARDS = """
CREATE FUNCTION registry_check_shares() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    crowded date;
BEGIN
    PERFORM 1 FROM registry_subsoilright WHERE id = NEW.right_id FOR NO KEY UPDATE;
    SELECT lower(one.validity) INTO crowded
      FROM registry_rightholder one
      JOIN registry_rightholder every_one
        ON every_one.right_id = one.right_id
       AND (lower_inf(one.validity) AND lower_inf(every_one.validity)
            OR every_one.validity @> lower(one.validity))
     WHERE one.right_id = NEW.right_id
     GROUP BY one.id, one.validity
    HAVING sum(every_one.share) > 1
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'shares of right % exceed 1 from %', NEW.right_id, coalesce(crowded::text, 'the beginning')
            USING ERRCODE = 'check_violation', CONSTRAINT = 'right_shares_within_one';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER right_shares_within_one
    AFTER INSERT OR UPDATE ON registry_rightholder
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION registry_check_shares();
"""

BACKWARDS = """
DROP TRIGGER right_shares_within_one ON registry_rightholder;
DROP FUNCTION registry_check_shares();
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_names_by_trigram_and_unnumbered_rights")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
