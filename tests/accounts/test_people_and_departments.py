"""People and departments: rules, versions, search."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from pmo_site.accounts.directory import member_choices
from pmo_site.accounts.errors import DepartmentLoopError
from pmo_site.accounts.models import Department, Person
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.selectors import department_for_name
from pmo_site.accounts.services.departments import department_create, department_ensure, department_revise
from pmo_site.accounts.services.people import (
    PersonFacts,
    person_archive,
    person_create,
    person_restore,
    person_revise,
)
from pmo_site.console.resources import people
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.resources.listing import listing
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from projects.forms import MemberForm
from tests.accounts.world import Member, make_organization, seeder


def found(actor: Actor, typed: str, **more: str) -> list[str]:
    """Names that the list of people shows for what is typed into its search."""
    shown = listing(people, actor, {"q": typed, **more}, owner=None, fiscal_start=4)
    return [person.display("ja") for person in shown.rows()]


YAMADA = PersonFacts("山田", "太郎", "ヤマダ", "タロウ", "taro@north.example")


def test_who_may_not_manage_people_creates_nobody(member: Member) -> None:
    with member.acting() as actor:
        before = Person.objects.count()
        with pytest.raises(PermissionDenied):
            person_create(actor=actor, facts=YAMADA)
        assert Person.objects.count() == before


def test_somebody_without_an_account_is_no_member(administrator: Member) -> None:
    with administrator.acting() as actor:
        person = person_create(actor=actor, facts=YAMADA)
        members = set(member_choices().values_list("pk", flat=True))
        assert administrator.person.pk in members
        assert person.pk not in members


@pytest.mark.parametrize(
    ("family", "given", "japanese", "english"),
    [
        ("山田", "太郎", "山田 太郎", "山田 太郎"),
        ("やまだ", "タロウ", "やまだ タロウ", "やまだ タロウ"),
        ("Yamada", "Tarō", "Yamada Tarō", "Tarō Yamada"),
        ("Yamada", "", "Yamada", "Yamada"),
    ],
)
def test_a_family_name_stands_last_in_english_unless_it_is_written_in_japanese_script(
    administrator: Member, family: str, given: str, japanese: str, english: str
) -> None:
    with administrator.acting() as actor:
        person = person_create(actor=actor, facts=PersonFacts(family, given))
    assert (person.display("ja"), person.display("en")) == (japanese, english)
    for language, name in (("ja", japanese), ("en", english)):
        with administrator.acting(), translation.override(language):
            assert name in dict(_choices(MemberForm()))[str(person.pk)]


def _choices(form: MemberForm) -> list[tuple[str, str]]:
    """The people that a form of the project pages offers, as the page's language names them."""
    return [(str(value), str(label)) for value, label in form.fields["person"].widget.choices]


@pytest.mark.parametrize("typed", ["山田", "やまだ", "ヤマダ", "ﾔﾏﾀﾞ", "タロウ 山田", "TARO@north", "ｔａｒｏ"])
def test_a_person_is_found_by_name_reading_or_mail_in_any_width_and_kana(administrator: Member, typed: str) -> None:
    with administrator.acting() as actor:
        person_create(actor=actor, facts=YAMADA)
        person_create(actor=actor, facts=PersonFacts("鈴木", "花子", "スズキ", "ハナコ"))
        assert found(actor, typed) == ["山田 太郎"]


def test_a_revised_name_is_found_and_the_old_one_is_not(administrator: Member) -> None:
    with administrator.acting() as actor:
        person = person_create(actor=actor, facts=YAMADA)
        person_revise(actor=actor, person_id=person.id, version=1, facts=PersonFacts("佐藤", "太郎"))
        assert found(actor, "佐藤") == ["佐藤 太郎"]
        assert found(actor, "山田") == []


def test_a_stale_revision_is_refused_and_changes_nothing(administrator: Member) -> None:
    with administrator.acting() as actor:
        person = person_create(actor=actor, facts=YAMADA)
        person_revise(actor=actor, person_id=person.id, version=1, facts=PersonFacts("佐藤"))
        with pytest.raises(StaleError) as stale:
            person_revise(actor=actor, person_id=person.id, version=1, facts=PersonFacts("鈴木"))
        assert stale.value.current_version == 2
        assert Person.objects.get(id=person.id).family_name == "佐藤"


def test_a_person_without_a_family_name_is_refused_at_the_field(administrator: Member) -> None:
    with administrator.acting() as actor, pytest.raises(RuleError) as refused:
        person_create(actor=actor, facts=PersonFacts(""))
    assert [problem.field for problem in refused.value.problems] == ["family_name"]


def test_an_archived_person_leaves_the_list_and_comes_back(administrator: Member) -> None:
    with administrator.acting() as actor:
        person = person_create(actor=actor, facts=YAMADA)
        archived = person_archive(actor=actor, person_id=person.id, version=1)
        assert found(actor, "山田") == []
        assert found(actor, "山田", archived="on") == ["山田 太郎"]
        person_restore(actor=actor, person_id=person.id, version=archived.version)
        assert found(actor, "山田") == ["山田 太郎"]


def test_a_department_never_comes_to_stand_below_itself(administrator: Member) -> None:
    with administrator.acting() as actor:
        top = department_create(actor=actor, name="本部")
        middle = department_create(actor=actor, name="部", parent_id=top.id)
        low = department_create(actor=actor, name="課", parent_id=middle.id)
        for parent in (top, middle, low):
            with pytest.raises(DepartmentLoopError):
                department_revise(actor=actor, department_id=top.id, version=1, name="本部", parent_id=parent.id)
        assert Department.objects.get(id=top.id).parent_id is None


def test_a_department_of_another_organization_is_no_parent(administrator: Member) -> None:
    foreign = make_organization("south")
    with tenant(foreign.id):
        theirs = department_create(actor=seeder(foreign), name="theirs")
    with administrator.acting() as actor, pytest.raises(RuleError):
        department_create(actor=actor, name="ours", parent_id=theirs.id)


@pytest.mark.parametrize("typed", ["情報システム部", " 情報ｼｽﾃﾑ部 ", "情報しすてむ部"])
def test_a_department_is_found_by_its_exact_folded_name(organization: Organization, typed: str) -> None:
    with tenant(organization.id):
        made = department_ensure(actor=seeder(organization), name="情報システム部")
        assert department_for_name(typed) == made
        assert department_ensure(actor=seeder(organization), name=typed) == made
        assert department_for_name("情報システム") is None
