"""Long texts are looked through as a whole: a comment, and what a report says."""

from django.db import migrations

ROW = """
CREATE OR REPLACE FUNCTION search_row(record jsonb, plan text[])
RETURNS TABLE (id uuid, organization_id uuid, register text, owner_record uuid, code text, folded_code text,
               title text, words text)
LANGUAGE sql STABLE AS $row$
  SELECT (record->>'id')::uuid, (record->>'organization_id')::uuid, plan[1], (record->>nullif(plan[2], ''))::uuid,
         coalesce(left(record->>nullif(plan[3], ''), 80), ''),
         coalesce(left(search_fold(record->>nullif(plan[3], '')), 160), ''),
         coalesce(left(record->>nullif(plan[4], ''), 300), ''),
         coalesce(left((SELECT string_agg(search_fold(record->>each.name), E'\\n' ORDER BY each.place)
                        FROM unnest(plan[5:]) WITH ORDINALITY AS each(name, place)), %s), '')
$row$;
"""
BEFORE, NOW = 2_000, 50_000


class Migration(migrations.Migration):
    """The entries follow after this migration: what they are kept by has another number (search/keeping.py)."""

    dependencies = [("resources", "0005_audit_indexes")]

    operations = [migrations.RunSQL(ROW % NOW, ROW % BEFORE)]
