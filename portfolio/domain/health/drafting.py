"""Drafting a policy from another: what may be set, and what stays as the product defines it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pmo_site.kernel.evidence import Dimension

from .policy import HealthPolicy, PolicyError, Tier

Bounds = tuple[Decimal, Decimal | None]


@dataclass(frozen=True, slots=True)
class PolicyChanges:
    """What somebody sets: only what is named changes. A limit is the pair of its green and amber bound."""

    limits: Mapping[str, Bounds] = field(default_factory=dict)
    tiers: Mapping[Tier, Collection[Dimension]] = field(default_factory=dict)
    stale_after_days: Mapping[Dimension, int] = field(default_factory=dict)
    weights: Mapping[Dimension, int] = field(default_factory=dict)
    minimum_share: Decimal | None = None
    name: str = ""


def drafted(base: HealthPolicy, changes: PolicyChanges) -> HealthPolicy:
    """Apply changes to a policy; which number a code is judged by, and in which direction, is no matter of policy.

    PolicyError names a code without a limit, and whatever contradicts itself.
    """
    unknown = set(changes.limits) - set(base.limits)
    if unknown:
        raise PolicyError("unknown_code", min(unknown))
    limits = {
        code: replace(base.limits[code], green=green, amber=amber) for code, (green, amber) in changes.limits.items()
    }
    return replace(
        base,
        name=changes.name or base.name,
        limits={**base.limits, **limits},
        tiers={**base.tiers, **{tier: frozenset(names) for tier, names in changes.tiers.items()}},
        stale_after_days={**base.stale_after_days, **changes.stale_after_days},
        weights={**base.weights, **changes.weights},
        minimum_share=base.minimum_share if changes.minimum_share is None else changes.minimum_share,
    )
