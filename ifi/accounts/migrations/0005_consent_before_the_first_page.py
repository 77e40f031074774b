from django.db import migrations, models

# accounts that the identity provider opened: nobody else came to be linked without a password of their own
DUE = """
UPDATE accounts_user SET consent_due = true
WHERE consented_at IS NULL AND password LIKE '!%' AND is_active
    AND id IN (SELECT user_id FROM socialaccount_socialaccount)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_what_secures_an_account"),
        ("socialaccount", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="consent_due",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(DUE, migrations.RunSQL.noop),
    ]
