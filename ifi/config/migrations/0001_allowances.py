from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="Allowance",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("free_at", models.DateTimeField()),
            ],
        ),
        # lost in a crash, when nobody misses it; never written to the log of changes
        migrations.RunSQL("ALTER TABLE config_allowance SET UNLOGGED", "ALTER TABLE config_allowance SET LOGGED"),
    ]
