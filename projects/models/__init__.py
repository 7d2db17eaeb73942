"""A project, its people and its milestones."""

from projects.models.members import ProjectGrant, ProjectMember
from projects.models.milestone import Milestone
from projects.models.project import Project

__all__ = ["Milestone", "Project", "ProjectGrant", "ProjectMember"]
