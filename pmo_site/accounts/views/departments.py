"""The tree of departments."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from pmo_site.accounts.directory import department_of, department_tree
from pmo_site.accounts.forms.people import DepartmentForm
from pmo_site.accounts.forms.problems import show_problems
from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.models import Department
from pmo_site.accounts.policy import may
from pmo_site.accounts.roles import Right
from pmo_site.accounts.routing import lists, needs
from pmo_site.accounts.services.departments import department_create, department_revise
from pmo_site.accounts.views.conflicts import conflict_rows
from pmo_site.accounts.views.people import crumbs
from pmo_site.kernel.conflicts import RuleError, StaleError


@lists(Right.PEOPLE_VIEW)
@require_safe
def departments(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  part of the address
    """Departments from the roots down."""
    values = {
        "lines": department_tree(actor=request.actor),
        "may_manage": may(request.actor, Right.PEOPLE_MANAGE),
        "organization": request.organization,
        "crumbs": crumbs(request, gettext("Departments")),
    }
    return render(request, "people/departments.html", values)


@needs(Right.PEOPLE_MANAGE)
@require_http_methods(["GET", "POST"])
def department_new(request: ActorRequest, slug: str) -> HttpResponse:
    """Record a department."""
    form = DepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            department_create(actor=request.actor, **_entered(form))
        except RuleError as error:
            show_problems(form, error)
        else:
            messages.success(request, gettext("The department is saved."))
            return redirect("departments", slug=slug)
    return _page(request, form, title=gettext("New department"))


@needs(Right.PEOPLE_MANAGE, of=department_of, sees=Right.PEOPLE_VIEW)
@require_http_methods(["GET", "POST"])
def department(request: ActorRequest, slug: str, department_id: str, record: Department) -> HttpResponse:  # noqa: ARG001  part of the address
    """Rename or move a department."""
    title = record.name
    form = DepartmentForm(request.POST or None, instance=record, initial={"version": record.version})
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, title=title)
    version = form.cleaned_data["version"] or 0
    try:
        department_revise(actor=request.actor, department_id=record.id, version=version, **_entered(form))
    except StaleError as error:
        stands = department_of(request.actor, department_id=record.id)
        data = request.POST.copy()
        data["version"] = str(error.current_version)
        rows = conflict_rows(form, DepartmentForm(instance=stands))
        return _page(request, DepartmentForm(data, instance=record), title=title, conflict=rows, status=409)
    except RuleError as error:
        show_problems(form, error)
        return _page(request, form, title=title)
    messages.success(request, gettext("The department is saved."))
    return redirect("departments", slug=slug)


def _entered(form: DepartmentForm) -> dict[str, Any]:
    parent = form.cleaned_data["parent"]
    return {
        "name": form.cleaned_data["name"],
        "code": form.cleaned_data["code"],
        "parent_id": parent.id if parent else None,
    }


def _page(
    request: ActorRequest,
    form: DepartmentForm,
    *,
    title: str,
    conflict: Any = (),  # noqa: ANN401  lines of a table
    status: int = 200,
) -> HttpResponse:
    values = {
        "form": form,
        "title": title,
        "conflict": conflict,
        "organization": request.organization,
        "crumbs": crumbs(request, title),
    }
    return render(request, "people/department.html", values, status=status)
