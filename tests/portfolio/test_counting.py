"""What is counted and summed as the driver reads it is what Django makes of it."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Count, Sum

from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.counting import Counted, Summed
from projects.models import Project
from tests.api.world import World


def test_counts_and_sums_as_they_are_read_equal_those_that_are_converted(world: World) -> None:
    with tenant(world.organization.id):
        Project.objects.update(original_budget=Decimal("1000000.50"), latest_budget=None)
        rows = Project.objects.values("tier").order_by("tier")
        read = rows.annotate(many=Counted("pk"), money=Summed("original_budget"), none=Summed("latest_budget"))
        made = rows.annotate(many=Count("pk"), money=Sum("original_budget"), none=Sum("latest_budget"))
        assert repr(list(read)) == repr(list(made))
        assert {(type(row["many"]), type(row["money"]), row["none"]) for row in read} == {(int, Decimal, None)}
