"""What notices of projects are about."""

from pmo_site.notifications.registry import Subject, register_subject
from projects.models import Milestone, Project

register_subject(Subject("projects.project", Project, route="projects:detail", argument="project_id"))
register_subject(Subject("projects.milestone", Milestone, route="projects:milestone", argument="milestone_id"))
