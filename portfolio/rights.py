"""How rights on single records of the portfolio are held: by the project that they belong to."""

from __future__ import annotations

from pmo_site.accounts.policy import register_scope
from portfolio.models import HealthOverride
from projects.rights import OWNED_BY_PROJECT


def register() -> None:
    """Declare the scopes of this app's kinds; called once when the site starts."""
    register_scope(HealthOverride, OWNED_BY_PROJECT)
