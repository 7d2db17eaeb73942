"""The operators' pages: who enters, what each save does, and what the database lets their role read."""

from __future__ import annotations

from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.utils import ProgrammingError
from django.test import Client

from pmo_site.accounts.checks import routes
from pmo_site.accounts.models import Invitation, MembershipRole, OperatorAct, OrganizationSettings, User
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.selectors import organization_settings
from pmo_site.accounts.services.invitations import invitation_accept, invitation_key_make
from pmo_site.accounts.services.organizations import organization_open
from pmo_site.accounts.tasks import open_organization
from pmo_site.console.selectors.audit import Narrowing, audit_page
from pmo_site.files.selectors import quota_bytes
from pmo_site.jobs.models import OutboxEvent
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from pmo_site.tenancy.roads import current_road, on_road
from pmo_site.ui.history import entries_of
from tests.accounts.world import PASSWORD, client_of, make_member, make_organization, make_user, seeder
from tests.platform.conftest import OPERATOR, make_operator, signed_in
from tests.tenancy import catalog

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "platform"]),
    pytest.mark.skipif("platform" not in connections, reason="the servers of the environment name no role for it"),
]
LIST = "/platform/tenancy/organization/"
FIRST = {
    "slug": "east",
    "name": "East",
    "family_name": "東",
    "email": "first@east.example",
    "language": "en",
    "reason": "order 7",
}
ADDRESSES = ("/platform/", "/platform/tenancy/", LIST, f"{LIST}add/", "/platform/jsi18n/")


def form_of(organization: Organization) -> str:
    return f"{LIST}{organization.pk}/change/"


def acts_of(organization: Organization) -> list[tuple[str, str, str]]:
    with tenant(organization.pk):
        return list(OperatorAct.objects.order_by("id").values_list("deed", "reason", "operator"))


# Who enters


@pytest.mark.fault("Z08")
def test_every_page_of_the_operators_is_missing_for_everybody_else() -> None:
    organization = make_organization("north")
    addresses = [*ADDRESSES, form_of(organization)]
    assert len({route for route, _view in routes() if route.startswith("platform/")}) == len(addresses)
    for role in OrganizationRole:
        client = client_of(make_member(organization, role))
        assert {client.get(address).status_code for address in addresses} == {404}
        assert client.post(form_of(organization), {"name": "mine", "state": "active"}).status_code == 404
    assert {Client().get(address)["Location"].partition("?")[0] for address in addresses} == {"/accounts/login/"}
    assert Organization.objects.get().name == organization.name


@pytest.mark.fault("Z08")
def test_an_operator_without_a_second_factor_is_led_to_set_one_up() -> None:
    make_operator(factor=False)
    answers = [signed_in(factor=False).get(address)["Location"] for address in ADDRESSES]
    assert set(answers) == {"/accounts/2fa/totp/activate/"}


def test_an_operator_finds_the_way_to_their_pages_from_their_account_and_nobody_else_does(operator: Client) -> None:
    others = client_of(make_member(make_organization("north")))
    for address in ("/", "/accounts/2fa/", "/me/"):
        assert 'href="/platform/"' in operator.get(address, follow=True).content.decode(), address
        assert 'href="/platform/"' not in others.get(address, follow=True).content.decode(), address


def test_an_operator_gives_the_password_again_after_a_while(operator: Client) -> None:
    assert operator.get(LIST).status_code == 200
    _age(operator, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    asked = operator.get(f"{LIST}?q=a")["Location"]
    assert asked.startswith("/accounts/reauthenticate/?next=%2Fplatform%2F")
    organization = make_organization("north")
    operator.post(form_of(organization), {"name": "Other", "state": "suspended", "reason": "because"})
    assert (Organization.objects.get().name, acts_of(organization)) == (organization.name, [])
    assert operator.post(asked, {"password": PASSWORD})["Location"] == f"{LIST}?q=a"
    assert operator.get(LIST).status_code == 200


def _age(client: Client, seconds: int) -> None:
    """Let what the session remembers of passwords and codes lie so far back."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= seconds
    session.save()


def test_an_operators_session_opens_no_organization_even_with_a_membership(operator: Client) -> None:
    member = make_member(make_organization("north"), OrganizationRole.PMO_MANAGER, email=OPERATOR)
    assert operator.get("/o/north/projects/").status_code == 404
    assert "north" not in operator.get("/?choose=1").content.decode()
    User.objects.filter(pk=member.user.pk).update(is_staff=False)
    assert operator.get("/o/north/projects/").status_code == 200


def test_without_the_operators_road_there_are_no_pages(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmo_site.platform.entry.ROAD", "nowhere")
    assert operator.get(LIST).status_code == 404


# What they do


def test_founding_invites_the_first_member_who_runs_the_organization(operator: Client) -> None:
    page = operator.post(f"{LIST}add/", FIRST)
    assert (page.status_code, page["Location"]) == (302, LIST)
    organization = Organization.objects.get()
    assert (organization.slug, organization.name) == ("east", "East")
    assert acts_of(organization) == [("founded", "order 7", OPERATOR)]
    (event,) = OutboxEvent.objects.filter(organization_id=organization.pk)
    assert "東" not in str(event.arguments)
    for _ in range(2):
        open_organization(str(organization.pk), str(event.arguments["act_id"]))
    with tenant(organization.pk):
        (invitation,) = Invitation.objects.all()
        assert OperatorAct.objects.get().first_member == {}
        made = invitation_key_make(invitation_id=invitation.pk)
        assert made
        invitation_accept(actor=seeder(organization), key=made[1], user=None, password=PASSWORD)
        assert OrganizationSettings.objects.get().language == "en"
        roles = set(MembershipRole.objects.values_list("role", flat=True))
    assert roles == {OrganizationRole.TENANT_ADMINISTRATOR, OrganizationRole.PMO_MANAGER}


@pytest.mark.parametrize("change", [{"slug": "north"}, {"slug": "no spaces"}, {"email": "nobody"}, {"family_name": ""}])
def test_a_founding_that_cannot_be_is_shown_in_the_form(operator: Client, change: dict[str, str]) -> None:
    make_organization("north")
    page = operator.post(f"{LIST}add/", {**FIRST, **change})
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()
    assert Organization.objects.count() == 1
    assert not OutboxEvent.objects.exists()


def test_suspension_and_its_end_stand_with_their_reasons(operator: Client) -> None:
    organization = make_organization("north")
    member = client_of(make_member(organization, OrganizationRole.MEMBER))
    stands = {"name": organization.name}
    assert member.get("/o/north/people/").status_code == 200
    assert operator.post(form_of(organization), {**stands, "state": "suspended", "reason": "unpaid"}).status_code == 302
    assert member.get("/o/north/people/").status_code == 403
    assert operator.post(form_of(organization), {**stands, "state": "active", "reason": "paid"}).status_code == 302
    assert member.get("/o/north/people/").status_code == 200
    assert acts_of(organization) == [("suspended", "unpaid", OPERATOR), ("active", "paid", OPERATOR)]


def test_a_change_without_a_reason_is_refused(operator: Client) -> None:
    organization = make_organization("north")
    for reason in ("", "  "):
        page = operator.post(form_of(organization), {"name": "Other", "state": "suspended", "reason": reason})
        assert page.status_code == 200
    assert (Organization.objects.get().state, acts_of(organization)) == ("active", [])


def test_space_for_files_is_what_the_operator_gives(operator: Client, settings: Any) -> None:
    organization = make_organization("north")
    assert quota_bytes(organization.pk) == settings.FILES_QUOTA_BYTES
    stands = {"name": organization.name, "state": "active", "reason": "contract"}
    operator.post(form_of(organization), {**stands, "quota": "10"})
    assert quota_bytes(organization.pk) == 10 * 1024**2
    operator.post(form_of(organization), {**stands, "quota": ""})
    assert quota_bytes(organization.pk) == settings.FILES_QUOTA_BYTES
    assert [deed for deed, *_ in acts_of(organization)] == ["quota", "quota"]
    with tenant(organization.pk):
        assert list(OperatorAct.objects.order_by("id").values_list("detail", flat=True)) == ["– → 10 MB", "10 MB → –"]


def test_an_organization_is_neither_deleted_nor_given_another_address(operator: Client) -> None:
    organization = make_organization("north")
    for tail in ("delete/", "history/"):
        assert operator.post(f"{LIST}{organization.pk}/{tail}", {"post": "yes"}).status_code == 404
    stands = {"name": organization.name, "state": "active", "slug": "other", "reason": "because"}
    operator.post(form_of(organization), stands)
    assert Organization.objects.get().slug == "north"


def test_the_organization_reads_in_its_audit_log_who_did_what_and_why(operator: Client) -> None:
    organization = make_organization("north")
    operator.post(form_of(organization), {"name": "North & Co", "state": "active", "reason": "merger"})
    with make_member(organization, OrganizationRole.AUDITOR).acting() as actor:
        (event,), _more = audit_page(actor, Narrowing(kind="accounts.operatoract"))
        (entry,) = entries_of([(event.kind.model, event.change)])
    assert (event.name, entry.actor) == ("Renamed", f"Operator of the platform ({OPERATOR})")
    shown = {change.label: change.after for change in entry.changes}
    assert (shown["Reason"], shown["What changed"]) == ("merger", f"{organization.name} → North & Co")
    assert event.request_id


# What their role of the database may do


@pytest.mark.fault("T06")
def test_the_operators_role_reads_no_table_of_any_tenant() -> None:
    member = make_member(make_organization("north"), OrganizationRole.MEMBER)
    with connections["default"].cursor() as cursor:
        tables = catalog.tenant_tables(cursor)
    assert "accounts_person" in tables
    for table in [*tables, "accounts_user", "django_session", "mfa_authenticator", "jobs_outboxevent"]:
        with (
            pytest.raises(ProgrammingError, match=f"permission denied for table {table}"),
            on_road("platform"),
            tenant(member.organization.pk),
            connections["platform"].cursor() as cursor,
        ):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  names of the catalog
    connections["platform"].close()


@pytest.mark.fault("T06")
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM tenancy_organization",
        "UPDATE tenancy_organization SET slug = 'x'",
        "UPDATE accounts_operatoract SET reason = ''",
        "DELETE FROM accounts_operatoractevent",
        "TRUNCATE tenancy_organization",
        "CREATE TABLE own (id int)",
        "UPDATE accounts_user SET is_staff = true",
        "INSERT INTO accounts_membership (id) VALUES (gen_random_uuid())",
    ],
)
def test_the_operators_role_does_nothing_beyond_organizations(statement: str) -> None:
    with pytest.raises(ProgrammingError) as refused, connections["platform"].cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refused.value.__cause__, psycopg2.errors.InsufficientPrivilege)
    connections["platform"].close()


def test_what_runs_on_the_operators_road_cannot_slip_out_on_the_apps_own() -> None:
    assert current_road() == "default"
    organization = make_organization("north")
    with tenant(organization.pk):
        assert organization_settings()
    for ask in (User.objects.count, organization_settings):
        with pytest.raises(ProgrammingError), on_road("platform"), tenant(organization.pk):
            ask()
    assert (current_road(), User.objects.count()) == ("default", 0)
    connections["platform"].close()


# Who is one


def test_appointing_makes_an_account_and_mails_the_way_in() -> None:
    call_command("platform_operator", "New@Ops.example")
    user = User.objects.get()
    assert (user.email, user.is_staff, user.has_usable_password()) == ("new@ops.example", True, False)
    assert OutboxEvent.objects.get().task == "accounts.mail_password_reset"
    call_command("platform_operator", user.email, dismiss=True)
    assert not User.objects.get().is_staff


def test_a_member_is_no_operator_and_an_operator_no_member() -> None:
    member = make_member(make_organization("north"), OrganizationRole.MEMBER)
    refused = (
        (member.user.email, False, "The account is a member of an organization."),
        ("no mail", False, "Enter a valid email address."),
        ("x@y.example", True, "There is no operator with this sign-in."),
    )
    for email, dismiss, why in refused:
        with pytest.raises(CommandError, match=why):
            call_command("platform_operator", email, dismiss=dismiss)
    assert not User.objects.filter(is_staff=True).exists()


def test_dismissal_ends_the_operators_session(operator: Client) -> None:
    assert operator.get(LIST).status_code == 200
    call_command("platform_operator", OPERATOR, dismiss=True)
    assert operator.get(LIST)["Location"].startswith("/accounts/login/")


def test_an_operators_account_accepts_no_invitation() -> None:
    call_command("create_organization", "east", "East", email=OPERATOR, family_name="東")
    make_user(OPERATOR, PASSWORD)
    User.objects.update(is_staff=True)
    organization = Organization.objects.get()
    act = OutboxEvent.objects.get(organization_id=organization.pk).arguments["act_id"]
    with tenant(organization.pk):
        invitation = organization_open(organization_id=organization.pk, act_id=act)
        assert invitation
        made = invitation_key_make(invitation_id=invitation.pk)
    assert made
    client = signed_in(factor=False)
    assert client.post(f"/accounts/invitation/east/{made[1]}/").status_code == 403
    assert client.get("/o/east/").status_code == 404
