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
    is_title: bool
    is_short: bool
    head: SafeString
    edit_end: SafeString

    def cell(
        self, record: EditableModel, sight: Sight, today: date, *, url: SafeString, edit_url: SafeString
    ) -> SafeString:
        """A record's cell: the title leads to its page, a short field is edited where it stands.

        Its column's parts and the row's addresses come escaped, so that its own value alone is to be escaped.
        """
        value = cell_of(self.field, record, today) if sight.shows(self.field, record) else closed()
        text = conditional_escape(str(or_unknown(value if isinstance(value, str) else localize(value))))
        if self.is_title:
            return SafeString(f'{self.head}<a href="{url}">{text}</a></th>')
        if edit_url and self.is_short and sight.takes(self.field, record):
            place = f"{edit_url}?field={self.field.name}"
            start = f'{self.head}<a class="pm-edits" href="{place}" hx-get="{place}"'
            return SafeString(f'{start} hx-target="closest td" hx-swap="innerHTML">{text}{self.edit_end}')
        return SafeString(f"{self.head}{text}</td>")


def drawn_column(resource: Resource, field: Field, *, is_title: bool) -> DrawnColumn:
    """A field as a column of a list."""
    column = column_of(resource, field)
    classes = " ".join(("pm-num",) * column.numeric + ("pm-wide-cell",) * column.wide)
    plain = format_html('<td data-label="{}" class="{}">', column.label, classes)
    return DrawnColumn(
        field,
        is_title,
        is_short(resource, field),
        head=format_html('<th scope="row" data-label="{}">', column.label) if is_title else plain,
        edit_end=format_html('<span class="pm-hide">{}</span></a></td>', gettext("edit")),
    )
