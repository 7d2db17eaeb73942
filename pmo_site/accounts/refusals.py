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
    "last_manager": _("At least one must remain."),
    "reason_missing": _("Say why: whoever reads this later needs the reason."),
    "in_past": _("Enter today or later: what was judged before stays as it was."),
    "ends_before_start": _("The end is before the start. Enter a later date."),
    "limits_out_of_order": _("The limit for at risk is better than the one for on track. Swap or correct them."),
    "tier_without_dimensions": _("Choose at least one dimension for each tier."),
    "share_out_of_range": _("Enter 0 to 100 %."),
    "unknown_code": _("There is no such code in the policy."),
    "unknown_name": _("There is no such dimension or tier."),
    "level_not_declarable": _("Choose on track, at risk or off track."),
    "term_too_long": _("At most 92 days: then look again and decide anew."),
    "quiet_incomplete": _("Quiet hours need a beginning and an end. Choose both or neither."),
    "quiet_empty": _("Quiet hours that end when they begin are none. Choose another hour."),
    "not_mutable": _("This kind of notice cannot be turned off."),
}
