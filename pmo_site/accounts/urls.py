"""Addresses of one's own account, of people and of settings."""

from __future__ import annotations

from django.urls import include, path

from pmo_site.accounts.views import account, departments, organization, people

urlpatterns = [
    path("", account.organizations, name="organizations"),
    path("me/", account.me, name="me"),
    path("accounts/", include("pmo_site.accounts.entrance_urls")),
    path("o/<slug:slug>/settings/", organization.settings, name="settings"),
    path("o/<slug:slug>/settings/operating-model/", organization.switch, name="operating-model-switch"),
    path("o/<slug:slug>/people/", people.people, name="people"),
    path("o/<slug:slug>/people/new/", people.person_new, name="person-new"),
    path("o/<slug:slug>/people/departments/", departments.departments, name="departments"),
    path("o/<slug:slug>/people/departments/new/", departments.department_new, name="department-new"),
    path("o/<slug:slug>/people/departments/<uuid:department_id>/", departments.department, name="department"),
    path("o/<slug:slug>/people/<uuid:person_id>/", people.person, name="person"),
    path("o/<slug:slug>/people/<uuid:person_id>/invitation/", people.invite, name="person-invite"),
    path("o/<slug:slug>/people/<uuid:person_id>/roles/", people.change_role, name="person-roles"),
    path("o/<slug:slug>/people/<uuid:person_id>/archive/", people.archive, name="person-archive"),
]
