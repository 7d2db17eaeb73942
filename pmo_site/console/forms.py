"""Forms of the console."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.directory import member_choices, people_choices
from pmo_site.accounts.models import Person
from pmo_site.accounts.numbering import (
    GREATEST_START,
    LEAST_DIGITS,
    MOST_DIGITS,
    PREFIX_CHARACTERS,
    Scheme,
)
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import PROJECT_RIGHTS, RIGHT_LABELS, Right
from pmo_site.accounts.selectors import membership_of_person
from pmo_site.console.selectors.audit import ACTIONS, Narrowing, kinds
from pmo_site.console.selectors.denials import DenialNarrowing
from pmo_site.ui.editing import VersionedForm, offer
from pmo_site.ui.fields import DayField, NumberField
from pmo_site.ui.history import ACTIONS as ACTION_WORDS
from projects.models import Project
from projects.selectors import project_list


class AccessForm(forms.Form):
    """Whose rights are asked about, and on which project."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person._base_manager.none(), empty_label=_("Choose a person")
    )
    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project._base_manager.none(), empty_label=_("No single project"), required=False
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        offer(self, "person", people_choices())
        offer(self, "project", project_list(actor).order_by("code"))


class NewGrantForm(forms.Form):
    """A single right for one member on one project."""

    member = forms.ModelChoiceField(
        label=_("Member"), queryset=Person._base_manager.none(), empty_label=_("Choose a person")
    )
    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project._base_manager.none(), empty_label=_("Choose a project")
    )
    right = forms.ChoiceField(
        label=_("Right"), choices=[(right.value, RIGHT_LABELS[right]) for right in sorted(PROJECT_RIGHTS)]
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        offer(self, "member", member_choices())
        offer(self, "project", project_list(actor).order_by("code"))

    def clean_right(self) -> Right:
        """The right itself."""
        return Right(self.cleaned_data["right"])


class NumberingForm(VersionedForm):
    """Prefix, least width and number of a register's next codes."""

    field_order = ("prefix", "digits", "next_number")

    digits = forms.TypedChoiceField(
        label=_("Digits"), choices=[(n, str(n)) for n in range(LEAST_DIGITS, MOST_DIGITS + 1)], coerce=int
    )
    next_number = NumberField(label=_("Next number"), min_value=1, max_value=GREATEST_START, decimal_places=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        """The prefix joins here: as an attribute it would be the form's own."""
        super().__init__(*args, **kwargs)
        self.fields["prefix"] = forms.CharField(label=_("Prefix"), max_length=PREFIX_CHARACTERS)
        self.order_fields(self.field_order)

    @classmethod
    def of(cls, scheme: Scheme) -> NumberingForm:
        """The form as the scheme stands; its fields are named apart from those of the other registers."""
        stands = scheme.stands
        initial = {"version": stands.version, **cls.stored(scheme)}
        return cls(initial=initial, auto_id=f"{stands.kind}_%s")

    @staticmethod
    def stored(scheme: Scheme) -> dict[str, Any]:
        """What stands now."""
        stands = scheme.stands
        return {"prefix": stands.prefix, "digits": stands.digits, "next_number": scheme.next_number}

    def clean_next_number(self) -> int:
        """A whole number."""
        return int(self.cleaned_data["next_number"])


class AuditForm(forms.Form):
    """Which part of the log is asked for."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person._base_manager.none(), required=False, empty_label=_("All")
    )
    kind = forms.ChoiceField(label=_("Kind of record"), required=False)
    action = forms.ChoiceField(
        label=_("Action"),
        choices=[("", _("All")), *((action, ACTION_WORDS[action]) for action in ACTIONS)],
        required=False,
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    record = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        offer(self, "person", member_choices())
        told = sorted((str(capfirst(kind.model._meta.verbose_name)), kind.key) for kind in kinds(actor))
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind of record"),
            choices=[("", _("All")), *((key, label) for label, key in told)],
            required=False,
        )

    def narrowing(self, zone: ZoneInfo) -> Narrowing:
        """What is asked for."""
        told = self.cleaned_data
        since, until = _moments(told["since"], told["until"], zone)
        return Narrowing(told["kind"], told["action"], _account_of(told["person"]), told["record"], since, until)


class DenialForm(forms.Form):
    """Which refused attempts are asked for."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person._base_manager.none(), required=False, empty_label=_("All")
    )
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    answer = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("", _("All")), ("403", _("refused")), ("404", _("not found"))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        offer(self, "person", member_choices())

    def narrowing(self, zone: ZoneInfo) -> DenialNarrowing:
        """What is asked for."""
        told = self.cleaned_data
        since, until = _moments(told["since"], told["until"], zone)
        return DenialNarrowing(_account_of(told["person"]), told["address"], told["answer"], since, until)


def _account_of(person: Person | None) -> UUID | None:
    membership = membership_of_person(person.pk) if person else None
    return membership.user_id if membership else None


def _moments(since: date | None, until: date | None, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """Where days begin and end: a day lasts from midnight to midnight on the organization's clock."""
    end = until + timedelta(days=1) if until else None
    first, last = (datetime.combine(day, time(), zone) if day else None for day in (since, end))
    return first, last
