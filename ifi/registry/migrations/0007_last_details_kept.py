"""A right's own columns say of each dated field what was recorded last; the database keeps them so."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION registry_keep_last_details() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH last AS (
        SELECT DISTINCT ON (detail.right_id, detail.field) detail.right_id, detail.field, detail.codes
        FROM registry_rightdetail AS detail
        WHERE detail.right_id IN (SELECT right_id FROM written)
        ORDER BY detail.right_id, detail.field, upper_inf(detail.validity) DESC, upper(detail.validity) DESC
    ), told AS (
        SELECT registered.id,
               coalesce(minerals.codes, registered.minerals) AS minerals,
               CASE WHEN region.field IS NULL THEN registered.region
                    ELSE coalesce(region.codes[1], '') END AS region,
               CASE WHEN authority.field IS NULL THEN registered.authority
                    ELSE coalesce(authority.codes[1], '') END AS authority,
               CASE WHEN ground.field IS NULL THEN registered.exempt_ground
                    ELSE coalesce(ground.codes[1], '') END AS exempt_ground
        FROM (SELECT DISTINCT right_id FROM last) AS touched
        JOIN registry_subsoilright AS registered ON registered.id = touched.right_id
        LEFT JOIN last AS minerals ON minerals.right_id = touched.right_id AND minerals.field = 'minerals'
        LEFT JOIN last AS region ON region.right_id = touched.right_id AND region.field = 'region'
        LEFT JOIN last AS authority ON authority.right_id = touched.right_id AND authority.field = 'authority'
        LEFT JOIN last AS ground ON ground.right_id = touched.right_id AND ground.field = 'exempt_ground'
    )
    UPDATE registry_subsoilright AS registered
    SET minerals = told.minerals, region = told.region, authority = told.authority, exempt_ground = told.exempt_ground
    FROM told
    WHERE registered.id = told.id
      AND (registered.minerals, registered.region, registered.authority, registered.exempt_ground)
          IS DISTINCT FROM (told.minerals, told.region, told.authority, told.exempt_ground);
    RETURN NULL;
END $$;

CREATE TRIGGER registry_last_details_insert AFTER INSERT ON registry_rightdetail
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION registry_keep_last_details();
CREATE TRIGGER registry_last_details_update AFTER UPDATE ON registry_rightdetail
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION registry_keep_last_details();
"""

BACKWARDS = """
DROP TRIGGER registry_last_details_insert ON registry_rightdetail;
DROP TRIGGER registry_last_details_update ON registry_rightdetail;
DROP FUNCTION registry_keep_last_details();
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_details_of_rights_dated")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
