"""The registers as data: what each declaration yields, rendered so that a change of the machinery shows its effect."""

from __future__ import annotations

import json
from typing import Any

from pmo_site.accounts.rights import Right
from pmo_site.resources.api.queries import query_shape
from pmo_site.resources.fields import Field, is_beside, is_typed
from pmo_site.resources.resource import Resource, resources

OTHER_PARAMETERS = frozenset({"limit", "after", "before", "sort", "fields"})


def manifest() -> dict[str, Any]:
    """Every register by its key."""
    return {resource.key: register_entry(resource) for resource in sorted(resources(), key=lambda each: each.key)}


def rendered() -> str:
    """The manifest as it is committed."""
    return json.dumps(manifest(), ensure_ascii=False, indent=1) + "\n"


def register_entry(resource: Resource) -> dict[str, Any]:
    """What follows from one declaration."""
    sheet = resource.sheet
    return {
        "model": resource.model._meta.label,
        "owner": resource.owner.field if resource.owner else None,
        "pages": _pages(resource),
        "endpoints": _endpoints(resource),
        "fields": {field.name: _field(field) for field in resource.fields},
        "columns": list(resource.columns),
        "filters": sorted(set(query_shape(resource, within_owner=False)().get_fields()) - OTHER_PARAMETERS),
        "sorts": sorted(resource.sorts()),
        "order": resource.order,
        "form": [list(line) for line in resource.form],
        "sheet": {"ja": sheet.ja, "en": sheet.en, "key": sheet.key},
        "menu": resource.menu.group if resource.menu else None,
    }


def _field(field: Field) -> dict[str, Any]:
    rights = {"right": field.right, "change_right": field.change_right}
    found: dict[str, Any] = {"kind": type(field).__name__, **{name: str(each) for name, each in rights.items() if each}}
    if is_beside(field):
        found["beside"] = True
    if not is_typed(field):
        found["typed"] = False
    return found


def _pages(resource: Resource) -> dict[str, str]:
    """Every page by method and address, with the right that it asks for."""
    rights, key, removal = resource.rights, resource.key, resource.removal
    one, within = f"{key}/<id>/", _within(resource)
    found = {
        f"GET {key}/": rights.view,
        f"POST {key}/bulk/": rights.change,
        f"GET POST {within}new/": rights.create,
        f"GET POST {within}paste/": rights.create,
        f"GET {one}": rights.view,
        f"GET POST {one}edit/": rights.change,
        f"POST {one}{removal}/": resource.removal_right(),
    }
    if resource.owner:
        found[f"GET {within}"] = rights.view
        found |= {f"GET POST {key}/{page}/": rights.create for page in ("new", "paste")}
    if resource.archives:
        found[f"POST {one}restore/"] = resource.removal_right()
    return _sorted(found)


def _endpoints(resource: Resource) -> dict[str, str]:
    """Every endpoint by method and address, with the right that it asks for."""
    rights, key, removes = resource.rights, resource.key, resource.removal_right()
    one = f"{key}/<id>/"
    found = {
        f"GET {key}/": rights.view,
        f"POST {_within(resource)}": rights.create,
        f"POST {key}/bulk/": rights.change,
        f"GET {one}": rights.view,
        f"PATCH {one}": rights.change,
        f"GET {one}history/": rights.view,
    }
    if resource.owner:
        found[f"GET {_within(resource)}"] = rights.view
    if resource.archives:
        found |= {f"POST {one}archive/": removes, f"POST {one}restore/": removes}
    else:
        found |= {f"DELETE {one}": removes, f"POST {one}undelete/": removes}
    return _sorted(found)


def _within(resource: Resource) -> str:
    owner = resource.owner
    return f"{owner.path.replace(f'<uuid:{owner.field}_id>', '<id>')}{resource.key}/" if owner else f"{resource.key}/"


def _sorted(found: dict[str, Right]) -> dict[str, str]:
    return {address: str(found[address]) for address in sorted(found, key=lambda each: each.split()[::-1])}
