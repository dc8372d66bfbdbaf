"""What is written late of a merged organisation or person is written of its survivor, in the tables of all floors."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0020_report_pages_and_remarks"),
        ("government", "0007_erased_people_are_not_merged"),
        ("partners", "0013_ties_of_merged"),
        ("collab", "0019_merging"),
    ]
    operations = [migrations.RunSQL("SELECT collab_follow_merged()", migrations.RunSQL.noop)]
