"""Addresses of people and settings, below their organization."""

from __future__ import annotations

from django.urls import path

from pmo_site.accounts.views import departments, organization, people

urlpatterns = [
    path("settings/", organization.settings, name="settings"),
    path("settings/operating-model/", organization.switch, name="operating-model-switch"),
    path("people/", people.people, name="people"),
    path("people/new/", people.person_new, name="person-new"),
    path("people/departments/", departments.departments, name="departments"),
    path("people/departments/new/", departments.department_new, name="department-new"),
    path("people/departments/<uuid:department_id>/", departments.department, name="department"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/invitation/", people.invite, name="person-invite"),
    path("people/<uuid:person_id>/roles/", people.change_role, name="person-roles"),
    path("people/<uuid:person_id>/archive/", people.archive, name="person-archive"),
]
