"""Snapshots lose the check of their organization alone: that of their project holds the organization as well."""

import django.db.models.deletion
from django.db import migrations

import pmo_site.tenancy.context
import pmo_site.tenancy.fields


class Migration(migrations.Migration):
    """One check less for every light of every day; the composite key to the project stays."""

    dependencies = [("portfolio", "0011_findings")]

    operations = [
        migrations.AlterField(
            "projecthealth",
            "organization",
            pmo_site.tenancy.fields.TenantKey(
                db_constraint=False,
                db_index=False,
                default=pmo_site.tenancy.context.require_organization_id,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.organization",
            ),
        ),
    ]
