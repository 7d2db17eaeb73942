"""Rules that services refuse to break, in the reader's words: the same in forms and in the API."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEM_WORDS: Mapping[str, str | Promise] = {
    "taken": _("This is in use already. Choose another."),
    "negative": _("Enter 0 or more."),
    "over_100": _("Enter 100 or less."),
    "finish_before_start": _("The finish is before the start. Enter a later date."),
    "actual_in_future": _("What happened cannot lie in the future. Enter today or earlier."),
    "second_manager": _("The project has an accountable manager in this term. End that term first."),
    "not_on_projects": _("This right cannot be granted on a single project."),
    "before_term": _("The term ends before it begins."),
    "cycle": _("A department cannot stand below itself."),
    "needed_to_submit": _("Fill this in before you submit the report."),
    "ask_without_day": _("Name the day by which the decision is needed."),
    "not_open": _("The report has moved on. Open it again to see where it stands."),
    "own_report": _("Nobody accepts a report of their own. Ask another member of the PMO."),
    "reason_needed": _("Say what has to change."),
    "already_reported": _("There is a report for this period already."),
    "last_manager": _("At least one must remain."),
    "file_name": _("The file needs a name with letters or digits. Rename it and choose it again."),
    "file_empty": _("The file is empty. Choose another."),
    "file_kind": _(
        "This kind of file is not taken. Choose an Office document, PDF, picture, text, CSV, mail or ZIP file."
    ),
    "file_mismatch": _("The content of the file is not what its name says. Save it in its own format first."),
    "file_too_large": _("The file is larger than 25 MB. Make it smaller or link to it."),
    "quota_full": _("The organization's space for files is full. Delete files or ask the operators for more."),
    "empty_text": _("Write something first."),
    "text_too_long": _("Write 10,000 characters at most."),
    "not_a_link": _("Enter an address that begins with http:// or https://."),
    "mention_unseen": _("Somebody named here may not see this record. Choose others or leave the name out."),
    "mention_ambiguous": _("Several people have this name. Choose the right one from the list."),
    "file_or_link": _("Send a file or the address of a link, one of the two."),
    "no_room": _("The file could not be stored: the disk has no room. Try again later."),
    "reason_missing": _("Say why: whoever reads this later needs the reason."),
    "in_past": _("Enter today or later: what was judged before stays as it was."),
    "ends_before_start": _("The end is before the start. Enter a later date."),
    "limits_out_of_order": _("The limit for at risk is better than the one for on track. Swap or correct them."),
    "tier_without_dimensions": _("Choose at least one dimension for each tier."),
    "share_out_of_range": _("Enter 0 to 100 %."),
    "unknown_code": _("There is no such code in the policy."),
    "unknown_name": _("There is no such dimension or tier."),
    "term_too_long": _("At most 92 days: then look again and decide anew."),
    "quiet_incomplete": _("Quiet hours need a beginning and an end. Choose both or neither."),
    "quiet_empty": _("Quiet hours that end when they begin are none. Choose another hour."),
    "in_use": _("Something else still points at this. Change that first."),
    "too_many_records": _("Choose at most 500 records at a time."),
    "too_many_views": _("You keep 100 views of this list already. Delete one first."),
    "undone_already": _("This was undone already."),
    "not_mutable": _("This kind of notice cannot be turned off."),
}
