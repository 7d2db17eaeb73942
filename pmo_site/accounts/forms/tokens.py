"""The form of a new token."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from pmo_site.accounts.limits import TOKEN_DAYS, TOKEN_DAYS_MOST
from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.scopes import FOR_HOLDERS, SCOPES
from pmo_site.accounts.services.tokens import TokenFacts

TERMS = (7, 30, TOKEN_DAYS, 180, TOKEN_DAYS_MOST)


def _terms() -> list[tuple[int, str]]:
    """In the reader's language, which nobody knows yet when this module is read."""
    return [(days, ngettext("%(days)s day", "%(days)s days", days) % {"days": days}) for days in TERMS]


class TokenForm(forms.Form):
    """What it is for, what it may do, for how long, and from where."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What uses it, so that you know it again: nightly sync.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "pm-scopes"}),
        help_text=_("Never more than you may do yourself; what you lose, the token loses too."),
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        choices=_terms,
        coerce=int,
        initial=TOKEN_DAYS,
    )
    networks = forms.CharField(
        label=_("Allowed networks"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, as 192.0.2.0/24. Empty: from anywhere."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # noqa: ANN401  Django's signature
        super().__init__(*args, **kwargs)
        closed = {scope.value for scope, right in FOR_HOLDERS.items() if not may(actor, right)}
        scopes = cast("forms.MultipleChoiceField", self.fields["scopes"])
        scopes.choices = [(scope.value, each.label) for scope, each in SCOPES.items() if scope.value not in closed]

    def facts(self) -> TokenFacts:
        """What was entered."""
        given = self.cleaned_data
        return TokenFacts(
            name=given["name"], scopes=given["scopes"], days=given["days"], networks=given["networks"].split()
        )
