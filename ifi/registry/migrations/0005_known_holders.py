"""Who holds a right is public, with what share is not: a view without the share, for those who may not see it."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("registry", "0004_shares_within_one")]

    operations = [
        migrations.RunSQL(
            "CREATE VIEW registry_known_holder AS SELECT id, right_id, organisation_id, validity FROM registry_rightholder",
            "DROP VIEW registry_known_holder",
        ),
        migrations.CreateModel(
            name="KnownHolder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("validity", django.contrib.postgres.fields.ranges.DateRangeField()),
            ],
            options={"db_table": "registry_known_holder", "managed": False},
        ),
    ]
