"""Versions of the health policy are never changed and never deleted by the site."""

from django.db import migrations

TABLE = "portfolio_healthpolicyversion"


def close(apps, schema_editor):
    """Take the rights to change and delete from the app's role."""
    role = schema_editor.quote_name(schema_editor.connection.settings_dict["APP_ROLE"])
    schema_editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {TABLE} FROM {role}")


def reopen(apps, schema_editor):
    """Give them back."""
    role = schema_editor.quote_name(schema_editor.connection.settings_dict["APP_ROLE"])
    schema_editor.execute(f"GRANT UPDATE, DELETE ON {TABLE} TO {role}")


class Migration(migrations.Migration):
    """Append-only policies."""

    dependencies = [("portfolio", "0003_policies_and_overrides")]

    operations = [migrations.RunPython(close, reopen)]
