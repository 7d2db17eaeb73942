"""Which lights are shown, as of which day."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.directory import department_choices
from pmo_site.kernel.tree import within
from pmo_site.ui.fields import DayField
from portfolio.models import LEVEL_CHOICES
from portfolio.selectors import NO_DEPARTMENT, Narrowing
from projects.models.choices import TIER_CHOICES

_ANY = ("", _("Any"))


STILL_TO_COME = _("This day is still to come: nothing is known of it. Choose today or a day before.")


class AsOfForm(forms.Form):
    """As of which day a light is shown; of a day to come nobody knows anything."""

    as_of = DayField(label=_("As of"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_as_of(self) -> date | None:
        """Refuse a day after the organization's today."""
        day: date | None = self.cleaned_data["as_of"]
        if day is not None and day > self.today:
            raise ValidationError(str(STILL_TO_COME), code="still_to_come")
        return day


class LightsForm(AsOfForm):
    """Which lights are shown, as of which day; what makes no sense narrows nothing and is told at its field."""

    field_order = ("level", "as_of", "tier", "department")

    level = forms.ChoiceField(label=_("Health"), choices=[_ANY, *LEVEL_CHOICES], required=False)
    tier = forms.ChoiceField(label=_("Governance tier"), choices=[_ANY, *TIER_CHOICES], required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        # Departments are a tenant's: they are asked for when the form is used, not when it is defined.
        rows = list(department_choices().values_list("pk", "name", "parent_id"))
        known = [(str(key), name) for key, name, _parent in rows]
        self.departments, self.parents = dict(known), {key: parent for key, _name, parent in rows}
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [_ANY, *known, (NO_DEPARTMENT, _("Not assigned"))]

    @property
    def narrowing(self) -> Narrowing:
        """To which projects every figure of the page is narrowed; a department comes with all below it."""
        tier, chosen = self.cleaned_data.get("tier", ""), self.cleaned_data.get("department")
        if not chosen:
            return Narrowing(tier)
        return Narrowing(tier, NO_DEPARTMENT if chosen == NO_DEPARTMENT else within(UUID(chosen), self.parents))
