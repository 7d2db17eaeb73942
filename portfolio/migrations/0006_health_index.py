"""Snapshots lose the index of their link alone: that of the newest snapshot leads with the same columns."""

import django.db.models.deletion
from django.db import migrations, models

NAME = "portfolio_projecthealth_organization_id_project_id_82bfd1c7"
CREATE = f"CREATE INDEX {NAME} ON portfolio_projecthealth (organization_id, project_id)"


class Migration(migrations.Migration):
    """One index less to write for every light of every day."""

    dependencies = [
        ("portfolio", "0005_structure"),
        ("projects", "0005_rights"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            # Django looks for an index of the column alone, and the wall made it lead with the organization.
            database_operations=[migrations.RunSQL(f"DROP INDEX {NAME}", CREATE)],
            state_operations=[
                migrations.AlterField(
                    model_name="projecthealth",
                    name="project",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="health",
                        to="projects.project",
                    ),
                ),
            ],
        ),
    ]
