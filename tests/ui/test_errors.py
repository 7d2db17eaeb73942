"""Error pages speak both languages, name the request and depend on nothing."""

from __future__ import annotations

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils import translation

from pmo_site.ui import errors


@pytest.mark.parametrize("status", errors.PAGES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_error_page_speaks_both_languages_the_readers_first(status: int, language: str) -> None:
    with translation.override(language):
        response = errors.error_page(None, status)
    text = response.content.decode()
    words = errors.PAGES[status]
    assert response.status_code == status
    assert f"<h1>{words[language].title}</h1>" in text
    assert all(words[each].text in text for each in ("ja", "en"))
    assert f'<html lang="{language}">' in text


def test_an_error_page_names_the_request() -> None:
    request = HttpRequest()
    request.request_id = "0199-abc"  # type: ignore[attr-defined]  # the middleware sets it
    assert "0199-abc" in errors.server_error(request).content.decode()


def test_an_error_page_names_no_other_host_and_loads_no_htmx() -> None:
    text = errors.page_not_found(HttpRequest()).content.decode()
    assert "htmx" not in text
    assert "//" not in text.replace("<!doctype html>", "").replace("</", "")


def test_a_body_over_the_limit_is_413() -> None:
    assert errors.bad_request(HttpRequest(), RequestDataTooBig()).status_code == 413
    assert errors.bad_request(HttpRequest()).status_code == 400


def test_a_foreign_and_a_missing_page_look_the_same() -> None:
    one = errors.page_not_found(HttpRequest(), Exception("secret"))
    other = errors.page_not_found(HttpRequest())
    assert one.content == other.content
