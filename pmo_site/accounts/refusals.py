"""Rules that services refuse to break, in the reader's words: the same in forms and in the API."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from pmo_site.kernel.conflicts import RuleError

PROBLEM_WORDS: Mapping[str, str | Promise] = {
    "same_model": _("The organization runs by this model already."),
    "taken": _("This is in use already. Choose another."),
    "prefix_taken": _(
        "Codes of another register begin like this, or began. Choose another prefix, so that a code names one record."
    ),
    "number_given": _("This number was given already. Enter a greater one."),
    "negative": _("Enter 0 or more."),
    "over_100": _("Enter 100 or less."),
    "finish_before_start": _("The finish is before the start. Enter a later date."),
    "actual_in_future": _("What happened cannot lie in the future. Enter today or earlier."),
    "second_manager": _("The project has an accountable manager in this term. End that term first."),
    "not_on_projects": _("This right cannot be granted on a single project."),
    "before_term": _("The term ends before it begins."),
    "cycle": _("A department cannot stand below itself."),
    "department_loop": _("A department cannot stand below itself."),
    "needed_to_submit": _("Fill this in before you submit the report."),
    "ask_without_day": _("Name the day by which the decision is needed."),
    "no_operator": _("There is no operator with this sign-in."),
    "operator_is_member": _("The account is a member of an organization. Operators use an account of their own."),
    "not_open": _("The report has moved on. Open it again to see where it stands."),
    "own_report": _("Nobody accepts a report of their own. Ask another member of the PMO."),
    "reason_needed": _("Say what has to change."),
    "not_accepted": _("Only an accepted report goes to its recipients."),
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
    "job_over": _("The job is over already."),
    "job_not_over": _("Only failed and cancelled jobs are retried."),
    "no_room": _("The file could not be stored: the disk has no room. Try again later."),
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
    "no_such_move": _("The state cannot change this way. Choose another one."),
    "strategy_of_other_kind": _("This strategy does not fit the kind of risk. Choose another one."),
    "half_rated": _("A rating needs both probability and impact. Fill in both or neither."),
    "not_live": _("It is closed or waits for triage. Open it first."),
    "over_already": _("It is over already."),
    "not_done": _("It is not done, so there is nothing to take back."),
    "return_reason_needed": _("Write the reason, so that whoever raised it understands."),
    "triaged_already": _("Somebody has decided about this already."),
    "not_mergeable": _("Choose an open entry of the same project to merge into."),
    "zones_not_in_order": _("Each zone must begin above the one below it."),
    "not_mutable": _("This kind of notice cannot be turned off."),
    "archived": _("It is archived. Restore it before you change it."),
    "in_use": _("Other records still name this one. Change those first."),
    "one_place": _("Choose a program or a portfolio, one of the two."),
    "second_program": _("The project has a place in a program in this time. End that place first."),
    "placed_already": _("The project stands in this portfolio in this time already."),
    "too_many_records": _("That is too many at once. Choose at most 500."),
    "too_many_views": _("You have 100 views of this list. Delete one first."),
    "no_account": _("This person has no account here. Invite them first."),
    "scope_not_held": _("Only who may grant rights everywhere makes a token that grants some. Leave that scope out."),
    "undone_already": _("This was undone already."),
    "changed_since": _("Somebody changed this since. It was left as it is."),
    "required": _("Fill this in."),
    "blank": _("Fill this in."),
    "null": _("Fill this in."),
    "max_length": _("This text is too long."),
}


def words_of(error: RuleError) -> str:
    """A refusal as a sentence for a terminal, whose language is English, whatever the site's own language."""
    cause = error.__cause__
    with override("en"):
        if isinstance(cause, ValidationError):
            return " ".join(cause.messages)
        return " ".join(str(PROBLEM_WORDS.get(problem.code, problem.code)) for problem in error.problems)
