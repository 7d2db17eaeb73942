"""History in words: names instead of ids, labels instead of columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.selectors import names_of_people, names_of_records, names_of_users
from pmo_site.accounts.tokens import names_of_tokens
from pmo_site.audit.history import Change, Difference, history_of
from pmo_site.ui.formats import day_text, moment_text
from pmo_site.ui.parts import Change as ShownChange
from pmo_site.ui.parts import HistoryEntry

PLATFORM = "platform"
"""What history calls the platform's operators; the act that they did names the one."""
ACTIONS = {"insert": _("Created"), "update": _("Changed"), "delete": _("Deleted")}


def history_entries(record: models.Model, *, hidden: Iterable[str] = ()) -> list[HistoryEntry]:
    """What happened to a record, newest first."""
    return entries_of([(type(record), change) for change in history_of(record, hidden=hidden)])


def entries_of(changes: Sequence[tuple[type[models.Model], Change]]) -> list[HistoryEntry]:
    """Changes of records of any kind in words; names are read once for all of them."""
    contexts = [change.context for _kind, change in changes]
    users = names_of_users({context["user"] for context in contexts if "user" in context})
    people = names_of_people({context["on_behalf_of"] for context in contexts if "on_behalf_of" in context})
    tokens = names_of_tokens({context["token"] for context in contexts if "token" in context})
    linked = names_of_records(_linked_ids(changes))
    return [
        HistoryEntry(
            at=change.at,
            actor=actor_name(change, users, tokens),
            on_behalf_of=people.get(change.context.get("on_behalf_of", ""), ""),
            action=ACTIONS[change.label],
            changes=[_shown(kind, difference, linked) for difference in change.differences],
        )
        for kind, change in changes
    ]


def actor_name(change: Change, users: Mapping[str, str], tokens: Mapping[str, str]) -> str:
    """Who acted: a member, in person or by a token, or a named part of the system."""
    if change.context.get("system") == PLATFORM:
        told = {each.field: each.after for each in change.differences}
        return gettext("Operator of the platform (%(name)s)") % {"name": told.get("operator") or gettext("Unknown")}
    if "system" in change.context:
        return gettext("System (%(name)s)") % {"name": change.context["system"]}
    name = users.get(change.context.get("user", ""), gettext("Unknown"))
    if "token" not in change.context:
        return name
    token = tokens.get(change.context["token"], gettext("Unknown"))
    return gettext("%(name)s, by the token %(token)s") % {"name": name, "token": token}


def _linked_ids(changes: Sequence[tuple[type[models.Model], Change]]) -> dict[type[models.Model], set[Any]]:
    found: dict[type[models.Model], set[Any]] = {}
    for kind, change in changes:
        for difference in change.differences:
            target = _target(kind, difference.field)
            if target is not None:
                found.setdefault(target, set()).update({difference.before, difference.after} - {None})
    return found


def _target(kind: type[models.Model], column: str) -> type[models.Model] | None:
    for field in kind._meta.concrete_fields:
        if field.column == column and isinstance(field, models.ForeignKey):
            related = field.related_model
            return related if isinstance(related, type) else None
    return None


def _shown(kind: type[models.Model], difference: Difference, linked: Mapping[Any, str]) -> ShownChange:
    field = next(each for each in kind._meta.concrete_fields if each.column == difference.field)
    label = str(field.verbose_name)
    before, after = (_words(field, value, linked) for value in (difference.before, difference.after))
    return ShownChange(label[:1].upper() + label[1:], before, after)


def _words(field: models.Field[Any, Any], value: Any, linked: Mapping[Any, str]) -> str | None:  # noqa: ANN401  any column
    language = get_language() or "ja"
    words = str(value)
    if isinstance(value, bool):
        words = gettext("Yes") if value else gettext("No")
    elif field.is_relation:
        words = linked.get(value, words)
    elif field.flatchoices:
        words = str(dict(field.flatchoices).get(value, value))
    elif isinstance(value, list):
        words = ", ".join(day_text(each, language) if isinstance(each, date) else str(each) for each in value)
    elif isinstance(value, datetime):
        words = moment_text(localtime(value), language)
    elif isinstance(value, date):
        words = day_text(value, language)
    elif isinstance(value, Decimal):
        words = f"{value.normalize():,f}"
    return None if value is None or value in ("", []) else words
