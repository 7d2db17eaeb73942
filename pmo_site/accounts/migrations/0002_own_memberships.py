"""An account sees its own memberships before a tenant is chosen, so that it can choose."""

from django.db import migrations

OPEN = """
CREATE POLICY own_account ON accounts_membership FOR SELECT
USING (
    NULLIF(current_setting('app.organization', true), '') IS NULL
    AND user_id = NULLIF(current_setting('app.user', true), '')::uuid
)
"""


class Migration(migrations.Migration):
    """The second SELECT policy of Membership."""

    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunSQL(OPEN, "DROP POLICY own_account ON accounts_membership")]
