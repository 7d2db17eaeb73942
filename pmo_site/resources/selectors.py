"""Reads of any register: the rows an actor may see, one record, and which fields of which rows are open to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.functions import Lower

from pmo_site.accounts.asking import AskedByActor
from pmo_site.accounts.policy import Actor, may, rights_on, visible
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import Finder
from pmo_site.audit.history import event_model
from pmo_site.resources.fields import Field, Reference
from pmo_site.resources.models import ChangeBatch, SavedView
from pmo_site.resources.resource import Resource, identifier, resource_named
from pmo_site.tenancy.keyset import KeysetPage, Order, Place, page_from, page_rows
from pmo_site.tenancy.models import EditableModel
from pmo_site.tenancy.prepared import PreparedShapes
from pmo_site.tenancy.statements import Ids

Rows = models.QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Sight:
    """Which fields are open: rights held everywhere, and for others the rows on which they are held."""

    everywhere: frozenset[Right]
    on_rows: Mapping[Right, frozenset[UUID]]

    def shows(self, field: Field, record: models.Model) -> bool:
        """Whether a field of a record is open to the reader."""
        return self._holds(field.right, record)

    def holds(self, right: Right, record: models.Model) -> bool:
        """Whether a right that was asked for is held on a record."""
        return self._holds(right, record)

    def takes(self, field: Field, record: models.Model) -> bool:
        """Whether the reader may see and fill in a field of a record that they may change."""
        return self._holds(field.right, record) and self._holds(field.change_right, record)

    def _holds(self, right: Right | None, record: models.Model) -> bool:
        return right is None or right in self.everywhere or record.pk in self.on_rows.get(right, ())

    def shows_any(self, field: Field) -> bool:
        """Whether the field is open on some row."""
        return field.right is None or field.right in self.everywhere or bool(self.on_rows.get(field.right))


def record_rows(actor: Actor, resource: Resource, owner: EditableModel | UUID | None = None) -> Rows:
    """The rows of a register that the actor may see: of one owner, or of all owners that are not archived."""
    rows = visible_rows(actor, resource, resource.rights.view)
    if resource.owner is None:
        return rows
    return rows.filter(**{resource.owner.field: owner}) if owner else rows.filter(resource.owner.current)


def visible_rows(actor: Actor, resource: Resource, right: Right) -> Rows:
    """The rows on which the actor holds a right, with the links that they are shown with."""
    found = resource.rows(actor) if resource.rows else resource.model._default_manager.all()
    links = [field.name for field in resource.fields if isinstance(field, Reference)]
    if resource.owner:
        links.append(resource.owner.field)
    return visible(actor, right, found).select_related(*links) if links else visible(actor, right, found)


def declared(key: str) -> Resource:
    """The register of a key that is known to stand."""
    found = resource_named(key)
    if found is None:
        raise KeyError(key)
    return found


def _one(actor: Actor, key: str, record_id: UUID) -> Rows:
    resource = declared(key)
    return visible_rows(actor, resource, resource.rights.view).filter(pk=record_id)[:1]


def _page(
    actor: Actor,
    key: str,
    order: Order,
    size: int,
    place: Place | None,
    *,
    owner_id: UUID | None = None,
    value: Any = None,  # noqa: ANN401  what a column holds
    record_id: UUID | None = None,
) -> Rows:
    resource = declared(key)
    rows = current_rows(record_rows(actor, resource, owner_id), resource)
    return page_rows(rows, order, size=size, place=place.at(value, record_id) if place else None)


def _some(actor: Actor, key: str, rights: tuple[Right, ...], ids: Sequence[UUID]) -> Rows:
    rows = visible_rows(actor, declared(key), rights[0]).filter(pk__in=ids)
    for asked in rights[1:]:
        rows = visible(actor, asked, rows)
    return rows


def _stored(key: str, *, record_id: UUID) -> Rows:
    return declared(key).model._default_manager.filter(pk=record_id).order_by()


def _count(actor: Actor, key: str, *, owner_id: UUID | None = None) -> Rows:
    """One row with the count, none where nothing is: an aggregate outside a query of rows is sent at once."""
    resource = declared(key)
    rows = current_rows(record_rows(actor, resource, owner_id), resource).order_by().prefetch_related(None)
    counted: Rows = rows.values("organization_id").annotate(count=models.Count("pk")).values_list("count")
    return counted


def _views(actor: Actor, key: str) -> models.QuerySet[SavedView]:
    mine = models.Q(owner_id=actor.person_id) | models.Q(is_shared=True)
    return SavedView.objects.filter(mine, register=key).select_related("owner").order_by("name", "id")


_STORED, _OFFERED = PreparedShapes(_stored, by_key=True), PreparedShapes(lambda choices: choices())
_ONE, _PAGE, _SOME = AskedByActor(_one, by_key=True), AskedByActor(_page), AskedByActor(_some)
_COUNT, _VIEWS = AskedByActor(_count), AskedByActor(_views)


def owners_open(actor: Actor, resource: Resource, right: Right | None = None) -> Rows:
    """The owners to whom the actor may add a record (and on whom a right beside is held), by code; none put away."""
    owner, rights = resource.owner, resource.rights
    if owner is None:
        raise TypeError(f"{resource.key} belongs to nobody.")
    rows: Rows = owner.model._default_manager.all()
    rows = rows.filter(archived_at__isnull=True)
    for asked in dict.fromkeys((rights.view, rights.create, right or rights.create)):
        rows = visible(actor, asked, rows)
    return rows.order_by(owner.code, "pk")


def owners_named(actor: Actor, resource: Resource, keys: Iterable[str]) -> list[EditableModel]:
    """The owners that the actor sees and that folded texts may mean: a code, a code and a name, a name."""
    owner, asked = resource.owner, set(keys)
    if owner is None:
        return []
    codes = asked | {key.partition(" ")[0] for key in asked}
    rows = visible(actor, resource.rights.view, owner.model._default_manager.alias(folded_code=Lower(owner.code)))
    return list(rows.filter(models.Q(folded_code__in=codes) | models.Q(**{f"{owner.folded_title}__in": asked})))


def adds_somewhere(actor: Actor, resource: Resource) -> bool:
    """Whether the actor may add a record to some owner; no query where they may to all."""
    if {resource.rights.view, resource.rights.create} <= actor.everywhere:
        return True
    return owners_open(actor, resource).exists()


def fields_somewhere(actor: Actor, resource: Resource) -> list[Field]:
    """Typed fields that the actor may fill in on a new record of some owner."""
    closed = {right for right in rights_of(resource.typed()) - actor.everywhere
              if not owners_open(actor, resource, right).exists()}  # fmt: skip
    return [field for field in resource.typed() if not rights_of([field]) & closed]


def current_rows(rows: Rows, resource: Resource) -> Rows:
    """Those of a register's rows that were not put away."""
    return rows.filter(archived_at__isnull=True) if resource.archives else rows


def finder_of(resource: Resource) -> Finder:
    """How the register's addresses find their record: None for missing and for invisible alike."""

    def find(actor: Actor, **parts: object) -> EditableModel | None:
        found: EditableModel | None = _ONE.first(actor, resource.key, record_id=identifier(parts, resource))
        return found

    return find


def record_page(
    actor: Actor, resource: Resource, order: Order, *, owner: EditableModel | None, size: int, place: Place | None
) -> KeysetPage[Any]:
    """A page of a register as it stands, nothing narrowed but what was put away; one query, prepared."""
    at = place or Place(None, None)
    values: dict[str, Any] = {"owner_id": owner.pk if owner else None, "value": at.value, "record_id": at.key}
    found = _PAGE.all(actor, resource.key, order, size, place and place.shape, **values)
    return page_from(found, order, size=size, place=place)


def record_count(actor: Actor, resource: Resource, *, owner: EditableModel | None) -> int:
    """How many records `record_page` gives on all its pages; one query, prepared."""
    (count,) = _COUNT.first(actor, resource.key, owner_id=owner.pk if owner else None) or (0,)
    return int(count)


def offered(field: Reference) -> list[Any]:
    """The records that a link may be given, whoever asks; one query, prepared."""
    return _OFFERED.all(field.choices, values={})


def sight_of(actor: Actor, resource: Resource, rows: Sequence[models.Model], *beside: Right) -> Sight:
    """What the actor may see of some rows, and on which they hold rights beside; a query only where rights lack."""
    asked = (rights_of(resource.fields) | set(beside)) - actor.everywhere
    held = rights_on(actor, rows) if asked else {}
    return Sight(actor.everywhere, {right: frozenset(pk for pk in held if right in held[pk]) for right in asked})


def rights_of(fields: Iterable[Field]) -> set[Right]:
    """The rights that fields ask for beside those of their register, to be seen and to be filled in."""
    return {right for field in fields for right in (field.right, field.change_right) if right is not None}


def open_everywhere(actor: Actor, fields: Iterable[Field]) -> list[Field]:
    """Fields that a whole list may be narrowed and sorted by: their right is held on everything."""
    return [field for field in fields if field.right is None or field.right in actor.everywhere]


def hidden_columns(actor: Actor, resource: Resource, record: models.Model) -> list[str]:
    """Columns of a record that its history leaves out for this reader."""
    closed = [field for field in resource.fields if field.right and not may(actor, field.right, record)]
    columns = {field.name: getattr(field, "attname", field.name) for field in resource.model._meta.get_fields()}
    return [columns[field.name] for field in closed if field.name in columns]


def typed_fields(actor: Actor, resource: Resource, record: models.Model | None) -> list[Field]:
    """Fields that the actor may fill in on a record, or on a new one (None)."""
    return [
        field
        for field in resource.typed()
        if (field.right is None or may(actor, field.right, record))
        and (field.change_right is None or may(actor, field.change_right, record))
    ]


def state_at(record_id: UUID, resource: Resource, version: int) -> models.Model | None:
    """A record as it stood at a version, from its history."""
    events = event_model(resource.model)._default_manager.filter(pgh_obj_id=record_id)
    return events.filter(version=version).order_by("-pgh_id").first()


def records_by_id(
    actor: Actor, resource: Resource, right: Right, ids: Sequence[UUID], *, fields: Iterable[Field] = ()
) -> dict[UUID, EditableModel]:
    """Some records by id on which the actor holds a right and may fill in some fields; others are absent."""
    rights = (right, *sorted(rights_of(fields)))
    return {row.pk: row for row in _SOME.all(actor, resource.key, rights, ids=Ids(ids))} if ids else {}


def as_stored(resource: Resource, made: EditableModel) -> EditableModel:
    """A record that its service just made, as the database keeps it; its links are those it was made with."""
    found: EditableModel = _STORED.all(resource.key, values={"record_id": made.pk})[0]
    found._state.fields_cache = dict(made._state.fields_cache)
    return found


def is_archived(record: models.Model | None) -> bool:
    """Whether a record was put away; kinds that are deleted instead never are."""
    return getattr(record, "archived_at", None) is not None


def is_put_away(resource: Resource, record: models.Model) -> bool:
    """Whether a record is archived, or belongs to what is: it is read, and restored before anything of it changes."""
    owner = getattr(record, resource.owner.field) if resource.owner else None
    return is_archived(record) or is_archived(owner)


def require_fields(actor: Actor, resource: Resource, record: models.Model | None, names: Iterable[str]) -> None:
    """Raise PermissionDenied where one of these fields is not the actor's to fill in on a record or a new one."""
    open_names = {field.name for field in typed_fields(actor, resource, record)}
    for name in names:
        if name not in open_names:
            raise PermissionDenied(name)


def batch_get(actor: Actor, batch_id: UUID) -> ChangeBatch | None:
    """A change of the actor's own, which they may undo."""
    return ChangeBatch.objects.filter(pk=batch_id, made_by_id=actor.person_id).first()


def view_list(actor: Actor, resource: Resource) -> list[SavedView]:
    """The actor's own views of a register and those that others share, by name."""
    return _VIEWS.all(actor, resource.key)


def view_named(actor: Actor, resource: Resource, name: str) -> SavedView | None:
    """A view by its id or its name, the actor's own before a shared one."""
    found = [each for each in view_list(actor, resource) if name in {str(each.pk), each.name}]
    return min(found, key=lambda each: each.owner_id != actor.person_id, default=None)


def view_get(actor: Actor, view_id: UUID) -> SavedView | None:
    """One view of the actor's own."""
    return SavedView.objects.filter(pk=view_id, owner_id=actor.person_id).first()
