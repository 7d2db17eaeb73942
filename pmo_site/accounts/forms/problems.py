"""Refusals of services, in words and at the field."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pmo_site.kernel.conflicts import RuleError

WORDS: Mapping[str, str | Promise] = {
    "department_loop": _("A department cannot stand below itself. Choose another parent."),
    "last_holder": _("The organization needs at least one person with this role. Give it to somebody else first."),
    "own_role": _("Nobody gives a role to themselves. Ask another administrator."),
    "higher_role": _("This role or person ranks above you. Ask somebody who holds the role."),
    "already_member": _("This person is a member already."),
    "same_model": _("The organization runs by this model already."),
    "too_many_tokens": _("You have 20 tokens in force. Revoke one that is no longer needed."),
    "no_scope": _("Choose at least one scope."),
    "token_days": _("A token is valid for 1 to 365 days."),
    "not_a_network": _("Write each network as 192.0.2.0/24 or 2001:db8::/32, one a line."),
    "too_many_networks": _("Name 20 networks at most."),
    "blank": _("Write something first."),
    "reason_missing": _("Give a reason; it is recorded with the change."),
}
OTHER = _("This value is not accepted.")


def show_problems(form: forms.BaseForm, error: RuleError) -> None:
    """Add each refusal to the form: at its field where the form has it, on top otherwise."""
    for problem in error.problems:
        field = problem.field if problem.field in form.fields else None
        form.add_error(field, str(WORDS.get(problem.code, OTHER)))


def words_of(error: RuleError) -> str:
    """All refusals as one sentence or more."""
    return " ".join(str(WORDS.get(problem.code, OTHER)) for problem in error.problems)
