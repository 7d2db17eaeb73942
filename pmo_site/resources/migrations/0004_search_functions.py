"""What the database itself does for the search: folding, and keeping an entry in step with its record."""

from django.db import migrations

KATAKANA = "".join(chr(code) for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE))
HIRAGANA = "".join(chr(ord(kana) - 0x60) for kana in KATAKANA)
INVISIBLE = r"[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]"

FOLD = f"""
CREATE FUNCTION search_fold(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $fold$
DECLARE
  folded text := lower(words);
BEGIN
  IF octet_length(words) > char_length(words) THEN
    folded := replace(lower(normalize(regexp_replace(words, E'{INVISIBLE}', '', 'g'), NFKC)), 'ß', 'ss');
    folded := translate(normalize(folded, NFKC), '{KATAKANA}ς', '{HIRAGANA}σ');
    IF strpos(folded, '・') > 0 THEN
      folded := regexp_replace(folded, '(?<=[ぁ-ゖー])・(?=[ぁ-ゖ])', '', 'g');
    END IF;
    IF strpos(folded, 'ー') > 0 THEN
      folded := regexp_replace(folded, '(?<=[ぁ-ゖ])ー+', '', 'g');
    END IF;
  END IF;
  IF folded ~ '\\s\\s|[^\\S ]' THEN
    folded := regexp_replace(folded, '\\s+', ' ', 'g');
  END IF;
  RETURN btrim(folded);
END
$fold$;
COMMENT ON FUNCTION search_fold IS 'The same folding as pmo_site.kernel.parsing.fold.';
"""

ROW = """
CREATE FUNCTION search_row(record jsonb, plan text[])
RETURNS TABLE (id uuid, organization_id uuid, register text, owner_record uuid, code text, folded_code text,
               title text, words text)
LANGUAGE sql STABLE AS $row$
  SELECT (record->>'id')::uuid, (record->>'organization_id')::uuid, plan[1], (record->>nullif(plan[2], ''))::uuid,
         coalesce(left(record->>nullif(plan[3], ''), 80), ''),
         coalesce(left(search_fold(record->>nullif(plan[3], '')), 160), ''),
         coalesce(left(record->>nullif(plan[4], ''), 300), ''),
         coalesce(left((SELECT string_agg(search_fold(record->>each.name), E'\\n' ORDER BY each.place)
                        FROM unnest(plan[5:]) WITH ORDINALITY AS each(name, place)), 2000), '')
$row$;
"""

KEEP = """
CREATE FUNCTION search_keep() RETURNS trigger LANGUAGE plpgsql AS $keep$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM resources_searchentry AS kept WHERE kept.organization_id = OLD.organization_id AND kept.id = OLD.id;
    RETURN NULL;
  END IF;
  INSERT INTO resources_searchentry AS kept
    (id, organization_id, register, owner_record, code, folded_code, title, words, noted_at)
  SELECT told.*, now() FROM search_row(to_jsonb(NEW), ARRAY(SELECT unnest(TG_ARGV))) AS told
  ON CONFLICT (id) DO UPDATE
    SET owner_record = excluded.owner_record, code = excluded.code, folded_code = excluded.folded_code,
        title = excluded.title, words = excluded.words, noted_at = excluded.noted_at
    WHERE (kept.owner_record, kept.code, kept.title, kept.words)
      IS DISTINCT FROM (excluded.owner_record, excluded.code, excluded.title, excluded.words);
  RETURN NULL;
END
$keep$;
"""


class Migration(migrations.Migration):
    """Functions of the search; the triggers follow from the declarations after every migration."""

    dependencies = [("resources", "0003_search_entries")]

    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION search_fold(text)"),
        migrations.RunSQL(ROW, "DROP FUNCTION search_row(jsonb, text[])"),
        migrations.RunSQL(KEEP, "DROP FUNCTION search_keep() CASCADE"),
    ]
