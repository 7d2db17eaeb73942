"""The rail's entries of registers."""

from __future__ import annotations

from django.utils.text import capfirst

from pmo_site.resources.resource import resources
from pmo_site.ui.menu import MenuItem, register_menu_item


def offer_registers() -> None:
    """Put every register that names its place on the rail; called once all are declared."""
    for resource in resources():
        if resource.menu is not None:
            place = resource.menu
            register_menu_item(
                MenuItem(
                    resource.key,
                    capfirst(resource.many),
                    f"{resource.key}:list",
                    place.icon,
                    group=place.group,
                    order=place.order,
                    right=place.right.value if place.right else None,
                    mobile=place.mobile,
                )
            )
