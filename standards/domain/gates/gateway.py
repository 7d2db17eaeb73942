"""The gates of the United Kingdom's Gateway review, ready to be taken over as an organization's own.

Source: Office of Government Commerce and successors, Gateway reviews 0 to 5; HM Treasury, five case model.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class GatewayReview:
    """A review in the order of a project's life; gate 0 is repeated for as long as the program lives."""

    number: int
    code: str
    name_en: str
    name_ja: str
    repeatable: bool = False


GATEWAY_REVIEWS = (
    GatewayReview(0, "strategic_assessment", "Strategic assessment", "戦略評価", repeatable=True),
    GatewayReview(1, "business_justification", "Business justification", "事業の正当性"),
    GatewayReview(2, "delivery_strategy", "Delivery strategy", "実施戦略"),
    GatewayReview(3, "investment_decision", "Investment decision", "投資判断"),
    GatewayReview(4, "readiness_for_service", "Readiness for service", "サービス開始準備"),
    GatewayReview(5, "operations_review", "Operations review and benefits realization", "運用レビューと効果の実現"),
)
"""Gate 3 wants the full business case before a contract is signed."""


class Urgency(StrEnum):
    """How soon a review's recommendation must be followed: do now, do by a date, worth doing."""

    CRITICAL = "critical"
    ESSENTIAL = "essential"
    RECOMMENDED = "recommended"


class BusinessCasePart(StrEnum):
    """The five cases that a business case makes."""

    STRATEGIC = "strategic"
    ECONOMIC = "economic"
    COMMERCIAL = "commercial"
    FINANCIAL = "financial"
    MANAGEMENT = "management"
