"""A document has a last day to sign, and an end where it will not be signed; the end is never changed."""
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON signing_documentend
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON signing_documentend
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
CHANGEABLE = """
DROP TRIGGER append_only ON signing_documentend;
DROP TRIGGER append_only_truncate ON signing_documentend;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('signing', '0003_certificates_of_signatures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(max_length=20)),
                ('reason', models.CharField(blank=True, default='', max_length=1000)),
                ('ended_on', models.DateField()),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AddField(
            model_name='signabledocument',
            name='sign_until',
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name='signabledocument',
            index=models.Index(condition=models.Q(('sign_until__isnull', False)), fields=['sign_until'], name='document_sign_until'),
        ),
        migrations.AddField(
            model_name='signabledocument',
            name='people',
            field=ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        ),
        migrations.AddIndex(
            model_name='signabledocument',
            index=GinIndex(fields=['people'], name='document_people'),
        ),
        migrations.AddField(
            model_name='documentend',
            name='document',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='signing.signabledocument'),
        ),
        migrations.AddField(
            model_name='documentend',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='documentend',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['refused', 'withdrawn', 'expired'])), name='document_end_known'),
        ),
        migrations.AddConstraint(
            model_name='documentend',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='document_refusal_says_why'),
        ),
        migrations.RunSQL(APPEND_ONLY, CHANGEABLE),
    ]
