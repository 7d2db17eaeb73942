"""A single grant goes to a member of the same organization, or nowhere."""

from django.db import migrations

CLOSE = """
ALTER TABLE projects_projectgrant ADD CONSTRAINT grant_to_member
FOREIGN KEY (organization_id, user_id) REFERENCES accounts_membership (organization_id, user_id) ON DELETE CASCADE
"""


class Migration(migrations.Migration):
    """The composite key from a grant to a membership."""

    dependencies = [("projects", "0001_initial"), ("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(CLOSE, "ALTER TABLE projects_projectgrant DROP CONSTRAINT grant_to_member")
    ]
