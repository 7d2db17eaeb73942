"""Records of a register as plain dictionaries, by writers that are compiled from its declaration.

One writer stands for each set of rights that may be closed to a reader: what they may not see is absent, not null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import models

from pmo_site.accounts.rights import Right
from pmo_site.resources.cells import named
from pmo_site.resources.fields import Computed, Field, Reference, is_beside
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import Sight, declared
from pmo_site.tenancy.models import EditableModel

Body = dict[str, Any]
Writer = Callable[[EditableModel], Body]
Part = tuple[str, Callable[[Any], Any]]


def own_writer(resource: Resource, record: EditableModel, sight: Sight) -> Writer:
    """Writes the record's own fields, as far as they are open."""
    return _own(resource.key, _closed(resource, record, sight))


def row_writer(resource: Resource, record: EditableModel, sight: Sight) -> Writer:
    """Writes the record as it stands in a list: with the names of its links and with what is told beside."""
    return _row(resource.key, _closed(resource, record, sight))


def _closed(resource: Resource, record: models.Model, sight: Sight) -> frozenset[Right]:
    return frozenset([right for right in _rights(resource.key) if not sight.holds(right, record)])


@lru_cache(maxsize=256)
def _rights(key: str) -> tuple[Right, ...]:
    return tuple({field.right for field in declared(key).fields if field.right is not None})


@lru_cache(maxsize=1024)
def _own(key: str, closed: frozenset[Right]) -> Writer:
    resource = declared(key)
    return _compiled(_stored(resource, closed), _told(resource, closed))


@lru_cache(maxsize=1024)
def _row(key: str, closed: frozenset[Right]) -> Writer:
    resource = declared(key)
    return _compiled(_stored(resource, closed), [*_told(resource, closed), *_beside(resource, closed)])


def _open(resource: Resource, closed: frozenset[Right]) -> list[Field]:
    return [field for field in resource.fields if field.right not in closed]


def _stored(resource: Resource, closed: frozenset[Right]) -> list[str]:
    """The columns that are answered as they stand; links are answered by their ids."""
    fields = [field for field in _open(resource, closed) if not isinstance(field, Computed)]
    return [
        "id",
        "version",
        *([f"{resource.owner.field}_id"] if resource.owner else []),
        *(f"{field.name}_id" if isinstance(field, Reference) else field.name for field in fields),
        "created_at",
        "updated_at",
        *(["archived_at"] if resource.archives else []),
    ]


def _told(resource: Resource, closed: frozenset[Right]) -> list[Part]:
    """What is told of the record itself and stored nowhere."""
    fields = _open(resource, closed)
    return [(each.name, each.value) for each in fields if isinstance(each, Computed) and not is_beside(each)]


def _beside(resource: Resource, closed: frozenset[Right]) -> Iterator[Part]:
    """What comes of other records: the names of links, the owner's code, what is computed of them."""
    for field in _open(resource, closed):
        if isinstance(field, Reference):
            yield f"{field.name}_name", _name_by(attrgetter(field.name))
        elif isinstance(field, Computed) and is_beside(field):
            yield from _computed(field)
    if resource.owner:
        yield f"{resource.owner.field}_code", attrgetter(f"{resource.owner.field}.{resource.owner.code}")


def _computed(field: Computed) -> Iterable[Part]:
    if field.like is not Reference:
        return [(field.name, field.value)]
    return [(f"{field.name}_id", _id_by(field.value)), (f"{field.name}_name", _name_by(field.value))]


def _name_by(find: Callable[[Any], Any]) -> Callable[[Any], str | None]:
    return lambda record: named(find(record)) or None


def _id_by(find: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda record: getattr(find(record), "pk", None)


def _compiled(stored: list[str], told: list[Part]) -> Writer:
    values_of = attrgetter(*stored)

    def write(record: EditableModel) -> Body:
        body: Body = dict(zip(stored, values_of(record), strict=True))
        for name, find in told:
            body[name] = find(record)
        return body

    return write
