"""Documents get a whole number beside their own, by which the trail notes and finds them again."""

from django.db import migrations

NUMBER = "ALTER TABLE signing_signabledocument ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY UNIQUE"


class Migration(migrations.Migration):
    dependencies = [("signing", "0004_ends_of_documents")]
    operations = [migrations.RunSQL(NUMBER, "ALTER TABLE signing_signabledocument DROP COLUMN number")]
