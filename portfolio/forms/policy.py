"""The health policy as one form: two limits per code, and per dimension where and how long its data counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.refusals import PROBLEM_WORDS
from pmo_site.kernel.evidence import Dimension, Limit
from pmo_site.ui.fields import DayField, NumberField, PercentField
from portfolio.domain.health import DEFAULT_POLICY, HealthPolicy, PolicyChanges, PolicyError, Tier, drafted
from portfolio.words import CODES, DIMENSION_LABELS, limit_text
from projects.models.choices import TIER_LABELS

MAX_DAYS, MAX_WEIGHT = 3650, 100
TIER_WORDS: Mapping[Tier, str | Promise] = {Tier(tier.value): label for tier, label in TIER_LABELS.items()}
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One code in the form: what it measures, its limits in words, and the two fields."""

    title: str | Promise
    words: str
    green: forms.BoundField
    amber: forms.BoundField | None


@dataclass(frozen=True, slots=True)
class DimensionRow:
    """One dimension in the form: its codes, the tiers that it counts in, the age of its data, its weight."""

    key: str
    label: str | Promise
    codes: tuple[LimitRow, ...]
    tiers: tuple[forms.BoundField, ...]
    stale: forms.BoundField
    weight: forms.BoundField


class PolicyForm(forms.Form):
    """A draft of the policy; what is not in the form (which number a code is judged by) cannot be changed.

    `seen` carries the mark of the draft whose effect was shown: only that one is saved.
    """

    name = forms.CharField(label=_("Name of the policy"), max_length=60)
    minimum_share = PercentField(
        label=_("Least share of dimensions with data for a green light"), min_value=0, max_value=100
    )
    valid_from = DayField(label=_("Valid from"))
    reason = forms.CharField(
        label=_("Reason for the change"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_147_483_647)
    restores = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2_147_483_647)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, base: HealthPolicy, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        kwargs["initial"] = {**_initial(base), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.base = base
        self.draft: HealthPolicy | None = None
        for code, limit in DEFAULT_POLICY.limits.items():
            self.fields |= dict(_limit_fields(code, limit))
        for dimension in Dimension:
            self.fields |= dict(_dimension_fields(dimension))

    def clean(self) -> dict[str, Any]:
        """Build the draft; what contradicts itself is shown where it stands."""
        values = self.cleaned_data
        if self.errors:
            return values
        try:
            self.draft = drafted(DEFAULT_POLICY, _changes(values))
        except PolicyError as error:
            self.add_error(_field_of(error), str(PROBLEM_WORDS.get(error.code, error.code)))
        return values

    def mark(self) -> str:
        """What tells one draft from another: its rules and the version that it follows."""
        rules = self.draft.as_json() if self.draft else {}
        told = json.dumps([rules, self.cleaned_data.get("after")], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def was_seen(self) -> bool:
        """Whether the effect of exactly this draft was shown before."""
        return self.cleaned_data.get("seen") == self.mark()

    def with_mark(self) -> None:
        """Let the form that is shown next carry the mark of its draft."""
        self.data = {**self._typed(), self.add_prefix("seen"): self.mark()}

    def _typed(self) -> dict[str, str]:
        return {name: value for name, value in self.data.items() if isinstance(value, str)}

    def rows(self) -> Iterator[DimensionRow]:
        """The form by dimension, in the order of the house."""
        policy = self.draft or self.base
        for dimension, codes in CODES.items():
            yield DimensionRow(
                key=dimension.value,
                label=DIMENSION_LABELS[dimension],
                codes=tuple(self._limit_row(code, title, policy) for code, title in codes.items()),
                tiers=tuple(self[f"{dimension}_in_{tier}"] for tier in Tier),
                stale=self[f"{dimension}_days"],
                weight=self[f"{dimension}_weight"],
            )

    def _limit_row(self, code: str, title: str | Promise, policy: HealthPolicy) -> LimitRow:
        amber = self[f"{code}_amber"] if f"{code}_amber" in self.fields else None
        return LimitRow(title, limit_text(policy.limits[code]), self[f"{code}_green"], amber)


def _is_share(limit: Limit) -> bool:
    return limit.number.endswith("_ratio")


def _typed_number(limit: Limit, value: Decimal | None) -> Decimal | None:
    return value * _HUNDRED if value is not None and _is_share(limit) else value


def _initial(base: HealthPolicy) -> dict[str, Any]:
    found: dict[str, Any] = {"name": base.name, "minimum_share": base.minimum_share * _HUNDRED}
    for code, limit in base.limits.items():
        found[f"{code}_green"] = _typed_number(limit, limit.green)
        found[f"{code}_amber"] = _typed_number(limit, limit.amber)
    for dimension in Dimension:
        found[f"{dimension}_days"] = base.stale_after_days.get(dimension)
        found[f"{dimension}_weight"] = base.weight(dimension)
        found |= {f"{dimension}_in_{tier}": dimension in base.tiers[tier] for tier in Tier}
    return found


def _limit_fields(code: str, limit: Limit) -> Iterator[tuple[str, forms.Field]]:
    kind = PercentField if _is_share(limit) else NumberField
    title = next(codes[code] for codes in CODES.values() if code in codes)
    yield f"{code}_green", kind(label=_labeled(title, _("on track")), min_value=0, max_digits=12)
    if limit.amber is not None:
        yield f"{code}_amber", kind(label=_labeled(title, _("at risk")), min_value=0, max_digits=12)


def _labeled(title: str | Promise, what: str | Promise) -> Any:  # noqa: ANN401  a lazy text
    return format_lazy("{}: {}", title, what)


def _dimension_fields(dimension: Dimension) -> Iterator[tuple[str, forms.Field]]:
    label = DIMENSION_LABELS[dimension]
    for tier in Tier:
        yield f"{dimension}_in_{tier}", forms.BooleanField(label=_labeled(label, TIER_WORDS[tier]), required=False)
    days = forms.IntegerField(label=_labeled(label, _("oldest data in days")), min_value=0, max_value=MAX_DAYS)
    yield f"{dimension}_days", days
    weight = forms.IntegerField(label=_labeled(label, _("weight")), min_value=1, max_value=MAX_WEIGHT)
    yield f"{dimension}_weight", weight


def _changes(values: Mapping[str, Any]) -> PolicyChanges:
    limits = {
        code: (_stored(limit, values[f"{code}_green"]), _stored_amber(code, limit, values))
        for code, limit in DEFAULT_POLICY.limits.items()
    }
    return PolicyChanges(
        limits=limits,
        tiers={tier: [name for name in Dimension if values[f"{name}_in_{tier}"]] for tier in Tier},
        stale_after_days={name: values[f"{name}_days"] for name in Dimension},
        weights={name: values[f"{name}_weight"] for name in Dimension},
        minimum_share=values["minimum_share"] / _HUNDRED,
        name=values["name"],
    )


def _stored(limit: Limit, value: Decimal) -> Decimal:
    return value / _HUNDRED if _is_share(limit) else value


def _stored_amber(code: str, limit: Limit, values: Mapping[str, Any]) -> Decimal | None:
    return None if limit.amber is None else _stored(limit, values[f"{code}_amber"])


def _field_of(error: PolicyError) -> str | None:
    return {"limits_out_of_order": f"{error.item}_amber", "share_out_of_range": "minimum_share"}.get(error.code)
