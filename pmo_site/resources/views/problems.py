"""Refused rules in the reader's words, where no form can show them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pmo_site.accounts.refusals import PROBLEM_WORDS
from pmo_site.kernel.conflicts import FieldProblem, RuleError, StaleError
from pmo_site.tenancy.versions import ARCHIVED


def words_of(error: RuleError) -> str:
    """Every problem of a refusal in one text."""
    return " ".join(str(PROBLEM_WORDS.get(problem.code, problem.code)) for problem in error.problems)


def tell_problems(request: HttpRequest, error: RuleError | StaleError) -> None:
    """Show a refusal on the next page."""
    words = words_of(error) if isinstance(error, RuleError) else _("Somebody changed this meanwhile. Look again.")
    messages.error(request, words)


def tell_archived(request: HttpRequest) -> None:
    """Say that what is archived is restored before anything of it changes."""
    tell_problems(request, RuleError([FieldProblem("", ARCHIVED)]))
