"""Why a file, a row or a step was refused, in words that say what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_DATE = _("This is no date that can be understood. Write for example 2026-04-01.")
_NUMBER = _("This is no number that can be understood. Write for example 1,234,000.")

FILE_WORDS: Mapping[str, str | Promise] = {
    "too_large": _("The file is larger than 20 MB. Divide it."),
    "empty": _("The file holds no rows."),
    "only_head": _("The file holds a row of heads and no rows below it."),
    "broken": _("The file cannot be read as a table. Save it again as CSV or XLSX."),
    "not_text": _("The file is neither a CSV file nor an Excel workbook."),
    "unknown_encoding": _("The characters of the file cannot be read. Save it as UTF-8."),
    "too_many_rows": _("The file has more than 100,000 rows. Divide it."),
    "too_many_columns": _("The file has more than 200 columns. Delete those that are not needed."),
    "cell_too_long": _("A cell holds more than 32,767 characters. Shorten it."),
    "old_or_protected": _("The workbook is protected by a password or of the old format. Save it as XLSX without one."),
    "broken_workbook": _("The workbook is damaged. Open it and save it again."),
    "not_a_workbook": _("This is a packed file, but no Excel workbook."),
    "too_many_parts": _("The workbook has too many parts. Copy the list into a new one."),
    "unpacks_too_large": _("The workbook would unpack to more than is allowed. Copy the list into a new one."),
    "too_many_cells": _("The file has more than 2,000,000 cells. Delete columns that are not needed, or divide it."),
    "too_many_blank_rows": _("There are more than 10,000 blank rows. Delete them."),
}

ROW_WORDS: Mapping[str, str | Promise] = {
    "required": _("This must not be empty."),
    "totals": _("This row sums up others and is no record. Leave it out."),
    "key_twice": _("An earlier row speaks of the same record already."),
    "too_long": _("This is too long."),
    "other_currency": _("This is in another currency than the file."),
    "currency_unclear": _("Several currencies share this sign. Choose the currency of the file."),
    "two_currencies": _("Two currencies are named."),
    "not_money": _("This is no amount of money."),
    "negative": _("This is below 0."),
    "too_large": _("This is more than can be stored."),
    "over_100": _("This is above 100."),
    "unknown_word": _("This word is not known here. Use one of the choices of the field."),
    "not_a_year": _("This is no year."),
    "unknown_project": _("No current project has this code. Import the projects first."),
    "archived": _("The project of this code is archived. Restore it, or leave the row out."),
    "name_needed": _("A new project needs a name."),
    "finish_before_start": _("The finish is before the start."),
    "actual_in_future": _("What happened cannot lie in the future."),
    "no_such_day": _("There is no such day."),
    "two_digit_year": _("The year has two digits only."),
    "ambiguous_order": _("Day and month could be swapped. Write for example 2026-04-01."),
    "weekday_mismatch": _("The weekday does not belong to this date."),
    "not_a_date": _DATE,
    "incomplete": _DATE,
    "has_time": _DATE,
    "before_era": _DATE,
    "year_out_of_range": _DATE,
    "not_a_number": _NUMBER,
    "bad_grouping": _NUMBER,
    "bad_sign": _NUMBER,
    "bad_scale": _NUMBER,
    "unknown_unit": _NUMBER,
}

STEP_WORDS: Mapping[str, str | Promise] = {
    "chosen_twice": _("Two columns cannot go to one field."),
    "no_key": _("Choose the columns marked as needed: they tell which record a row means."),
    "unknown_column": _("The file has no such column."),
    "unknown_field": _("This kind of record has no such field."),
    "expired": _("The rows of this file are no longer kept. Upload it again."),
    "has_rejected": _("Rows are rejected, so nothing was stored. Mend them, or leave them out."),
    "moved_on": _("Somebody else has moved this import on meanwhile."),
    "no_rights": _("Whoever asked for this no longer has the right to it."),
    "not_read": _("The file was not read to its end. Upload it again."),
    "job": _("The work ended without success, and nothing was stored. Try it again."),
    "database": _("The database refused it, and nothing was stored. Check the file again."),
}
