"""The columns of a list and their cells: what holds for a whole column is found once, not for each row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pmo_site.resources.cells import cell_of, closed, is_numeric
from pmo_site.resources.fields import Field, Text, label_of
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import Sight
from pmo_site.tenancy.models import EditableModel
from pmo_site.ui.format_tags import or_unknown
from pmo_site.ui.parts import Column

_TITLE = '<th scope="row" data-label="{}"><a href="{}">{}</a></th>'
_PLAIN = '<td data-label="{}" class="{}">{}</td>'
_EDITED = (
    '<td data-label="{0}" class="{1}"><a class="pm-edits" href="{2}" hx-get="{2}" hx-target="closest td"'
    ' hx-swap="innerHTML">{3}<span class="pm-hide">{4}</span></a></td>'
)


def column_of(resource: Resource, field: Field, *, sortable: bool = False) -> Column:
    """A field as the head of a column; its words in the reader's language."""
    wide = isinstance(field, Text) and (field.long or _is_address(resource, field))
    label = str(label_of(field, resource.model))
    return Column(field.name, label, field.name if sortable else "", numeric=is_numeric(field), wide=wide)


def _is_address(resource: Resource, field: Text) -> bool:
    """Whether a field holds a mail address, which half a narrow page would break."""
    return isinstance(resource.model._meta.get_field(field.name), models.EmailField)


def is_short(resource: Resource, field: Field) -> bool:
    """Whether a field is entered, and short enough to be edited where it stands."""
    return field in resource.typed() and not (isinstance(field, Text) and field.long)


@dataclass(frozen=True, slots=True)
class DrawnColumn:
    """A column ready to be drawn."""

    field: Field
    label: SafeString
    classes: str
    is_title: bool
    is_short: bool
    edit_word: str

    def cell(self, record: EditableModel, sight: Sight, today: date, *, url: str, edit_url: str) -> SafeString:
        """A record's cell: the title leads to its page, a short field is edited where it stands."""
        value = cell_of(self.field, record, today) if sight.shows(self.field, record) else closed()
        text = or_unknown(value if isinstance(value, str) else localize(value))
        if self.is_title:
            return format_html(_TITLE, self.label, url, text)
        if edit_url and self.is_short and sight.takes(self.field, record):
            edit_url = f"{edit_url}?field={self.field.name}"
            return format_html(_EDITED, self.label, self.classes, edit_url, text, self.edit_word)
        return format_html(_PLAIN, self.label, self.classes, text)


def drawn_column(resource: Resource, field: Field, *, is_title: bool) -> DrawnColumn:
    """A field as a column of a list."""
    column = column_of(resource, field)
    classes = " ".join(("pm-num",) * column.numeric + ("pm-wide-cell",) * column.wide)
    label = SafeString(conditional_escape(str(column.label)))
    return DrawnColumn(field, label, classes, is_title, is_short(resource, field), gettext("edit"))
