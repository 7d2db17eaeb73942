"""What the columns of a pasted block hold, as its reader sees and changes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pmo_site.resources.columns import BlockColumn, Layout
from pmo_site.resources.fields import Field, label_of


class ColumnsForm(forms.Form):
    """A field for each column, and whether the first row names them; unchecked, as a block is first read."""

    shape = forms.CharField(widget=forms.HiddenInput, required=False)
    headed = forms.BooleanField(label=_("The first row holds the names of the columns"), required=False)

    def __init__(
        self, data: Mapping[str, Any], *, layout: Layout, model: type[models.Model], fields: Sequence[Field]
    ) -> None:
        super().__init__(data)
        self.seen = layout
        self.known = {field.name: field for field in fields}
        offered = [("", _("Do not import")), *((field.name, label_of(field, model)) for field in fields)]
        for column in layout.columns:
            if not column.is_empty:
                self.fields[f"column_{column.place}"] = forms.ChoiceField(choices=offered, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a second column for a field: one of them would be lost."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        taken: set[str] = set()
        for column in self.seen.columns:
            wanted = told.get(f"column_{column.place}")
            if wanted and wanted in taken:
                self.add_error(f"column_{column.place}", gettext("Another column holds this already."))
            taken.add(wanted or "")
        return told

    def layout(self) -> Layout:
        """The block as it is to be read."""
        told = self.cleaned_data
        fields = {column.place: self.known.get(told.get(f"column_{column.place}", "")) for column in self.seen.columns}
        return self.seen.told(fields, is_headed=told["headed"])

    def lines(self) -> Iterator[tuple[BlockColumn, forms.BoundField]]:
        """Each column that holds anything, with its field."""
        shown = self.layout() if self.is_valid() else self.seen
        for column in shown.columns:
            if f"column_{column.place}" in self.fields:
                yield column, self[f"column_{column.place}"]


def columns_form(
    data: Mapping[str, Any], layout: Layout, model: type[models.Model], fields: Sequence[Field]
) -> ColumnsForm:
    """The form as it was sent, where it was sent for these columns; else as the block itself tells them."""
    if data.get("shape") != layout.shape:
        data = {
            "shape": layout.shape,
            **({"headed": "on"} if layout.is_headed else {}),
            **{f"column_{column.place}": column.field.name for column in layout.columns if column.field is not None},
        }
    return ColumnsForm(data, layout=layout, model=model, fields=fields)
