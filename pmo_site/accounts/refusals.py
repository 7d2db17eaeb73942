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
    "quiet_incomplete": _("Quiet hours need a beginning and an end. Choose both or neither."),
    "quiet_empty": _("Quiet hours that end when they begin are none. Choose another hour."),
    "no_such_move": _("The state cannot change this way. Choose another one."),
    "strategy_of_other_kind": _("This strategy does not fit the kind of risk. Choose another one."),
    "half_rated": _("A rating needs both probability and impact. Fill in both or neither."),
    "not_live": _("It is closed or waits for triage. Open it first."),
    "return_reason_needed": _("Write the reason, so that whoever raised it understands."),
    "triaged_already": _("Somebody has decided about this already."),
    "not_mergeable": _("Choose an open entry of the same project to merge into."),
    "zones_not_in_order": _("Each zone must begin above the one below it."),
    "not_mutable": _("This kind of notice cannot be turned off."),
}
