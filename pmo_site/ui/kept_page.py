"""What was kept of a form that its page no longer shows; here it is looked at, sent, copied or thrown away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pmo_site.accounts.routing import open_to_account
from pmo_site.ui.kept import form_forget, kept_form


@open_to_account
@never_cache
@require_http_methods(["GET", "POST"])
def kept_page(request: HttpRequest) -> HttpResponse:
    """Show one's own kept form; a POST throws it away and leads back to its page."""
    kept = kept_form(request)
    if request.method == "POST":
        form_forget(request)
        return redirect(kept.page if kept else "organizations")
    return render(request, "me/kept.html", {"kept": kept})
