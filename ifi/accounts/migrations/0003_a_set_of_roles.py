from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

KNOWN = [
    "officer",
    "analyst",
    "auditor",
    "administrator",
    "curator",
    "centre_editor",
    "news_editor",
    "expert",
    "secretary",
    "council_member",
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_sign_in_failures")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="roles",
            field=ArrayField(models.CharField(max_length=20), blank=True, default=list, size=None),
        ),
        migrations.RemoveConstraint(model_name="user", name="user_role_known"),
        migrations.RunSQL(
            "UPDATE accounts_user SET roles = ARRAY[role]",
            # people who hold none, or one that came later, go back as analysts: the role that changes nothing
            "UPDATE accounts_user SET role = CASE WHEN roles[1] IN ('officer', 'analyst', 'auditor', 'administrator') "
            "THEN roles[1] ELSE 'analyst' END",
        ),
        migrations.AlterField(  # so that going back finds a value for the rows that are there
            model_name="user", name="role", field=models.CharField(default="analyst", max_length=20)
        ),
        migrations.RemoveField(model_name="user", name="role"),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(roles__contained_by=KNOWN), name="user_roles_known"
            ),
        ),
    ]
