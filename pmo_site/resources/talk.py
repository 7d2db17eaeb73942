"""Records that carry a thread: who talks about them and what notices of them say follows from their register."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django.db.models import Model
from django.urls import reverse

from pmo_site.accounts.rights import Right
from pmo_site.notifications.registry import Subject, register_subject
from pmo_site.resources.cells import named
from pmo_site.tenancy.threaded import Threaded
from pmo_site.threads.registry import OwnerOf, People, belongs_to_nothing, register_threaded

PLACE = "thread"
"""Where the panel stands on a page."""


def talk_about(
    model: type[Model], register: str, *, right: Right, people: People, owner: str, page: str, joins: tuple[str, ...]
) -> None:
    """Let a register's records be talked about and told of, where they carry a thread; `page` shows it.

    `owner` is the field of what a record belongs to.
    """
    if issubclass(model, Threaded):
        parameter, detail = f"{model._meta.model_name}_id", f"{register}:detail"
        rights = {"view_right": right, "comment_right": Right.COMMENT_WRITE}
        where = _address(f"{register}:{page}", parameter)
        register_threaded(model, page=where, people=people, name=named, owner=_owner(owner), **rights)
        register_subject(Subject(model._meta.label_lower, model, right, detail, parameter, named, joins))


def _owner(field: str) -> OwnerOf:
    return attrgetter(field) if field else belongs_to_nothing


def _address(route: str, parameter: str) -> Callable[[str, Any], str]:
    def build(slug: str, record: Model) -> str:
        return f"{reverse(route, kwargs={'slug': slug, parameter: record.pk})}#{PLACE}"

    return build
