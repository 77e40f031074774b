"""Each place in the tree is sealed by the application. No leaf exists before this: there was no sequencer yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.AddField("leaf", "seal", models.BinaryField(default=b""), preserve_default=False),
    ]
