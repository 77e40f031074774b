"""Each signature has its certificate's row of its own, so that whoever may see the one may see the other; a document
names the organisation whose people see it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON signing_signercertificate
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON signing_signercertificate
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
CHANGEABLE = """
DROP TRIGGER append_only ON signing_signercertificate;
DROP TRIGGER append_only_truncate ON signing_signercertificate;
"""


class Migration(migrations.Migration):
    dependencies = [("signing", "0002_append_only")]
    operations = [
        migrations.RemoveConstraint("signature", "signature_once_by_certificate"),
        migrations.RemoveField("signature", "certificate"),
        migrations.DeleteModel("SignerCertificate"),
        migrations.AddField(
            "signature", "certificate_sha256", models.CharField(max_length=64, default=""), preserve_default=False
        ),
        migrations.AddConstraint(
            "signature",
            models.UniqueConstraint(fields=["document", "certificate_sha256"], name="signature_once_by_certificate"),
        ),
        migrations.CreateModel(
            name="SignerCertificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("serial", models.CharField(max_length=64)),
                ("issuer", models.CharField(max_length=300)),
                ("name", models.CharField(max_length=300)),
                ("organisation", models.CharField(blank=True, default="", max_length=300)),
                ("bin", models.CharField(blank=True, default="", max_length=12)),
                ("person_digest", models.CharField(blank=True, default="", max_length=64)),
                ("person_last_four", models.CharField(blank=True, default="", max_length=4)),
                ("uses", models.JSONField(default=list)),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=Now())),
                (
                    "signature",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificate",
                        to="signing.signature",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["bin"], condition=models.Q(("bin", ""), _negated=True), name="certificate_bin")
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, CHANGEABLE),
        migrations.AddField("signabledocument", "organisation_id", models.BigIntegerField(null=True)),
        migrations.AddIndex(
            "signabledocument", models.Index(fields=["organisation_id"], name="document_organisation")
        ),
    ]
