"""The key that makes a table a tenant's."""

from __future__ import annotations

from typing import Any

from django.db import models

from pmo_site.tenancy.context import require_organization_id


class TenantKey(models.ForeignKey[Any, Any]):
    """The organization that owns a row: required, filled from the tenant context, never chosen by a caller.

    It has no index of its own: every key and index of a tenant table leads with it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        kwargs.setdefault("to", "tenancy.Organization")
        kwargs.setdefault("on_delete", models.PROTECT)
        kwargs.setdefault("related_name", "+")
        kwargs.setdefault("default", require_organization_id)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("db_index", False)
        super().__init__(*args, **kwargs)
