"""Refused rules in the reader's words, where no form can show them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

from pmo_site.accounts.refusals import PROBLEM_WORDS
from pmo_site.kernel.conflicts import RuleError


def words_of(error: RuleError) -> str:
    """Every problem of a refusal in one text."""
    return " ".join(str(PROBLEM_WORDS.get(problem.code, problem.code)) for problem in error.problems)


def tell_problems(request: HttpRequest, error: RuleError) -> None:
    """Show a refusal on the next page."""
    messages.error(request, words_of(error))
