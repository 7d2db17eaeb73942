"""What base.html needs around a page: menu, breadcrumb, organization, account, time of the data.

The pages layer sets `request.shell = Shell(...)`; a view overrides a part by its own context.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise, SimpleLazyObject

from pmo_site.ui.menu import Group, Link
from pmo_site.ui.parts import Account, Crumb

BOTTOM_ITEMS = 4


class FramedRequest(HttpRequest):
    """A request whose page gets a frame."""

    shell: Shell


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of one page; everything has a value that shows nothing."""

    menu: tuple[Group, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    home_url: str = "/"
    organization_name: str = ""
    brand_url: str = ""
    organizations_url: str = ""
    search_url: str = ""
    palette_url: str = ""
    shortcuts_url: str = ""
    notices_url: str = ""
    notices: int | SimpleLazyObject[int] = 0
    own_jobs_url: str = ""
    is_work_open: bool | SimpleLazyObject[bool] = False
    account: Account | None = None
    as_of: datetime | None = None
    as_of_text: str | Promise = ""
    help_url: str = ""
    environment: str = ""


EMPTY = Shell()


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor: the request's shell as plain variables, and the bottom bar made from the menu."""
    frame: Shell = getattr(request, "shell", EMPTY)
    values = {each.name: getattr(frame, each.name) for each in fields(Shell)}
    return {**values, "bottom": bottom_links(frame.menu), "request_id": getattr(request, "request_id", "")}


def bottom_links(menu: tuple[Group, ...]) -> tuple[Link, ...]:
    """The entries of the bottom bar: those marked for it, else the first ones."""
    every = [link for group in menu for link in group.items]
    marked = [link for link in every if link.mobile] or every
    return tuple(marked[:BOTTOM_ITEMS])
