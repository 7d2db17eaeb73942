"""Security headers stand on every answer, whatever it is."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from pmo_site.ui.headers import CONTENT_SECURITY_POLICY, FIXED, KEPT, SecurityHeadersMiddleware
from pmo_site.ui.requests import RequestIdMiddleware


def answer(path: str = "/o/a/", *, secure: bool = False, failure: Exception | None = None) -> HttpResponse:
    """What the outermost middleware makes of an answer or of an exception."""

    def inside(_request: HttpRequest) -> HttpResponse:
        if failure:
            raise failure
        return HttpResponse("x", headers={"Content-Security-Policy": "default-src *", "Server": "x"})

    response = SecurityHeadersMiddleware(inside)(RequestFactory().get(path, secure=secure))
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.fault("A05")
def test_every_header_is_there_and_a_view_cannot_loosen_it() -> None:
    response = answer()
    assert {name: response.headers[name] for name in FIXED} == FIXED
    assert "Server" not in response.headers


def test_the_policy_allows_no_inline_code_and_no_other_host() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert "*" not in CONTENT_SECURITY_POLICY


@pytest.mark.fault("A05")
@pytest.mark.parametrize(
    ("failure", "status"),
    [(Http404(), 404), (PermissionDenied(), 403), (SuspiciousOperation(), 400)],
)
@override_settings(ROOT_URLCONF="tests.ui.error_urls")
def test_a_refusal_carries_the_headers(failure: Exception, status: int) -> None:
    response = answer(failure=failure)
    assert response.status_code == status
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_pages_are_never_stored_and_static_files_may_be() -> None:
    assert answer("/o/a/").headers["Cache-Control"] == "no-store, private"
    assert "Cache-Control" not in answer("/static/css/pm.css").headers


@pytest.mark.parametrize(("kind", "kept"), [("text/css", KEPT), ("text/html", "no-store, private")])
def test_only_a_style_sheet_may_be_kept_by_the_readers_browser(kind: str, kept: str) -> None:
    told = HttpResponse("x", content_type=kind, headers={"Cache-Control": KEPT})
    response = SecurityHeadersMiddleware(lambda _request: told)(RequestFactory().get("/o/a/x"))
    assert response.headers["Cache-Control"] == kept


def test_transport_security_is_told_over_tls_only() -> None:
    assert "Strict-Transport-Security" not in answer().headers
    assert answer(secure=True).headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_request_id_is_ours_and_never_the_clients() -> None:
    seen: list[str] = []

    def inside(request: HttpRequest) -> HttpResponse:
        seen.append(getattr(request, "request_id", ""))
        return HttpResponse()

    request = RequestFactory().get("/", headers={"X-Request-ID": "evil\nline"})
    response = RequestIdMiddleware(inside)(request)
    assert response.headers["X-Request-ID"] == seen[0]
    assert len(seen[0]) == 36
