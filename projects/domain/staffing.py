"""Which roles a project must fill, by its governance tier."""

from __future__ import annotations

from collections.abc import Mapping

from projects.domain.project import GovernanceTier

_SPONSORED = ("sponsor", "project_manager")

ROLES_ASKED: Mapping[GovernanceTier, tuple[str, ...]] = {
    GovernanceTier.LIGHT: ("project_manager",),
    GovernanceTier.STANDARD: _SPONSORED,
    GovernanceTier.FULL: (*_SPONSORED, "project_lead"),
}
"""Codes of project roles: who pays and who is accountable; closely governed work has a lead of its own besides."""
