"""Why an organization could not be taken out, brought in or removed."""

from __future__ import annotations


class PortabilityError(Exception):
    """Said to the operator as it is; nothing was changed."""
