"""Files that the site gives out, read back as their readers would."""

from __future__ import annotations

import csv
import io

from django.http import HttpResponseBase
from django.test import Client
from openpyxl import load_workbook


def csv_lines(client: Client, address: str) -> list[dict[str, str]]:
    """The lines of a CSV file by its heads."""
    text = _content(client.get(address)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def sheet_rows(client: Client, address: str) -> list[tuple[object, ...]]:
    """The rows of a workbook's only sheet, its heads first."""
    sheet = load_workbook(io.BytesIO(_content(client.get(address)))).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def _content(answer: HttpResponseBase) -> bytes:
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return bytes(getattr(answer, "content"))  # noqa: B009  answers that stream have none
