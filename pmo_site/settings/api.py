"""The REST API."""

from __future__ import annotations

from pmo_site.api import limits
from pmo_site.settings import environment

API_RATES = {
    "token": environment.number("API_TOKEN_REQUESTS", limits.TOKEN_REQUESTS),
    "account": environment.number("API_ACCOUNT_REQUESTS", limits.ACCOUNT_REQUESTS),
    "organization": environment.number("API_ORGANIZATION_REQUESTS", limits.ORGANIZATION_REQUESTS),
}
"""Requests served in a minute."""
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "pmo_site.api.authentication.TokenAuthentication",
        "pmo_site.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["pmo_site.api.permissions.Refuse"],
    "DEFAULT_RENDERER_CLASSES": ["pmo_site.api.rendering.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["pmo_site.api.parsing.GuardedJsonParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "pmo_site.api.problems.problem_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "COERCE_DECIMAL_TO_STRING": True,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rashinban",
    "DESCRIPTION": "Portfolio governance and project support, with the evidence behind every figure.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "ActionStateEnum": "support_office.models.log_choices.ACTION_STATE_CHOICES",
        "ActionSourceEnum": "support_office.models.log_choices.Source",
        "DeclaredLevelEnum": "support_office.models.choices.DECLARED_CHOICES",
        "GroundSourceEnum": "pmo_site.console.api.access.SOURCE_CHOICES",
        "ImportStateEnum": "pmo_site.exchange.models.ImportState",
        "IssueStateEnum": "support_office.models.log_choices.ISSUE_STATE_CHOICES",
        "JobStateEnum": "pmo_site.jobs.models.JobState",
        "LevelEnum": "portfolio.models.health.LEVEL_CHOICES",
        "ProjectRightEnum": "pmo_site.console.api.grants.RIGHT_CHOICES",
        "ReportStateEnum": "support_office.models.choices.STATE_CHOICES",
        "RiskKindEnum": "support_office.models.log_choices.KIND_CHOICES",
        "RiskStateEnum": "support_office.models.log_choices.RISK_STATE_CHOICES",
    },
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
}
