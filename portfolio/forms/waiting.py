"""Which of what waits is shown."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portfolio.forms.filters import AsOfForm
from portfolio.words import WAITING_KINDS


class WaitingForm(AsOfForm):
    """Of which kind, as of which day; what makes no sense narrows nothing."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(WAITING_KINDS.items()), required=False)
