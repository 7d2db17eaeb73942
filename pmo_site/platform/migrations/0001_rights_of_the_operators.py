"""What the operators' role of the database may do: the list of organizations, and noting what was done to them.

It reads no row of any tenant: it may add an operator's act and its event within the wall, and ask for the task that
invites a first member, and see none of them. To grant this again to a role made later: migrate `platform` to `zero` and back.
"""

from django.db import migrations

ROLE = 'rashinban_platform'
RIGHTS = (
    'SELECT ON tenancy_organization',
    'INSERT ON tenancy_organization',
    'UPDATE (name, state, files_quota_bytes) ON tenancy_organization',
    'INSERT ON accounts_operatoract',
    'INSERT ON accounts_operatoractevent',
    'USAGE ON SEQUENCE accounts_operatoractevent_pgh_id_seq',
    'EXECUTE ON FUNCTION _pgh_attach_context',
    'EXECUTE ON FUNCTION _pgtrigger_should_ignore',
    'SELECT ON django_content_type',
    'INSERT ON jobs_outboxevent',
    'SELECT (id, request_id, process, once) ON jobs_outboxevent',  # what an INSERT tells back
    'USAGE ON SEQUENCE jobs_outboxevent_id_seq',
)


def grant(_apps, schema_editor):
    _for_the_role(schema_editor, 'GRANT {} TO {}')


def revoke(_apps, schema_editor):
    _for_the_role(schema_editor, 'REVOKE {} FROM {}')


def _for_the_role(schema_editor, statement):
    """Do nothing where roles.sql has not made the role: /platform/ is then not served, and nothing else is missing."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute('SELECT 1 FROM pg_roles WHERE rolname = %s', [ROLE])
        if cursor.fetchone() is None:
            return
        for right in RIGHTS:
            cursor.execute(statement.format(right, schema_editor.quote_name(ROLE)))


class Migration(migrations.Migration):
    dependencies = [
        ('tenancy', '0002_files_quota'),
        ('accounts', '0009_operator_acts'),
        ('jobs', '0006_retried_from'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [migrations.RunPython(grant, revoke)]
