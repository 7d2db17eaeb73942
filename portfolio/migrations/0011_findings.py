"""Snapshots keep their reasons in a short form; those of before are carried over in full, word for word."""

import json

from django.db import migrations, models

from pmo_site.tenancy.migrating import for_each_organization
from portfolio.domain.health import reasons_kept

# The first item of the new form is its version; a reason in full is what a snapshot held before.
SHORTEN = """UPDATE portfolio_projecthealth SET findings =
  CASE WHEN reasons = '[]'::jsonb THEN '[1]' ELSE '[1, ' || substr(reasons::text, 2) END WHERE organization_id = %s"""
FOUND = "SELECT id, project_id, day, findings FROM portfolio_projecthealth WHERE organization_id = %s"
LENGTHEN = "UPDATE portfolio_projecthealth SET reasons = %s WHERE id = %s"


def shorten(apps, schema_editor):
    """Carry the reasons of every organization over, in the database."""
    with schema_editor.connection.cursor() as cursor:
        for_each_organization(schema_editor, lambda organization_id: cursor.execute(SHORTEN, [organization_id]))


def lengthen(apps, schema_editor):
    """Tell all reasons in full again."""

    def told(organization_id):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(FOUND, [organization_id])
            for key, project, day, findings in cursor.fetchall():
                reasons = [reason.as_stored() for reason in reasons_kept(findings, project=project, day=day)]
                cursor.execute(LENGTHEN, [json.dumps(reasons), key])

    for_each_organization(schema_editor, told)


class Migration(migrations.Migration):
    """The short form beside the long one, the facts carried over, then the long one away."""

    dependencies = [("portfolio", "0010_sort_names")]

    operations = [
        migrations.AddField("projecthealth", "findings", models.TextField(default="[1]", editable=False)),
        migrations.RunPython(shorten, lengthen),
        migrations.AlterField("projecthealth", "findings", models.TextField(editable=False)),
        # Where the way back adds it again, it is empty until it is told.
        migrations.AlterField("projecthealth", "reasons", models.JSONField(default=list)),
        migrations.RemoveField("projecthealth", "reasons"),
    ]
