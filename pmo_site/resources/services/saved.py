"""Writes of saved views: each is its owner's."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.audit.history import event_model
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.resources.models import SavedView
from pmo_site.resources.resource import Resource

MOST_VIEWS = 100


@transaction.atomic
def view_save(*, actor: Actor, resource: Resource, name: str, query: Mapping[str, str], is_shared: bool) -> SavedView:
    """Keep a list's filters, columns and sort under a name; the same name of the same owner is renewed."""
    if actor.person_id is None:
        raise PermissionDenied(str(Right.ORGANIZATION_VIEW))
    if (
        SavedView.objects.filter(owner_id=actor.person_id, register=resource.key).exclude(name=name).count()
        >= MOST_VIEWS
    ):
        raise RuleError([FieldProblem("name", "too_many_views")])
    view, _made = SavedView.objects.update_or_create(
        owner_id=actor.person_id,
        register=resource.key,
        name=name,
        defaults={"query": dict(query), "is_shared": is_shared},
    )
    return view


@transaction.atomic
def view_delete(*, actor: Actor, view: SavedView) -> None:
    """Forget a view of one's own."""
    if view.owner_id != actor.person_id:
        raise PermissionDenied(str(Right.ORGANIZATION_VIEW))
    try:
        view.delete()
    except ProtectedError as error:
        raise RuleError([FieldProblem("", "in_use")]) from error


def view_undelete(*, actor: Actor, view_id: UUID) -> SavedView | None:
    """Bring a deleted view of one's own back from history; None where there is none or its name is taken again.

    Asked twice, it stands already.
    """
    standing = SavedView.objects.filter(pk=view_id, owner_id=actor.person_id).first()
    if standing is not None:
        return standing
    event = event_model(SavedView)._default_manager.filter(pgh_obj_id=view_id).order_by("-pgh_id").first()
    names = [field.attname for field in SavedView._meta.concrete_fields]
    if event is None or getattr(event, "pgh_label", "") != "delete":
        return None
    view = SavedView(**{name: getattr(event, name) for name in names})
    if view.owner_id != actor.person_id:
        return None
    view.version += 1
    try:
        with transaction.atomic():
            view.save(force_insert=True)
    except IntegrityError:
        return None
    return view
