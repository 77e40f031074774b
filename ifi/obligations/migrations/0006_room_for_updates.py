"""Balances are updated more often than added: with room on the page, what no list sorts by is updated past the indexes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("obligations", "0005_orders_of_the_list")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE obligations_dutybalance SET (fillfactor = 50)",
            "ALTER TABLE obligations_dutybalance RESET (fillfactor)",
        )
    ]
