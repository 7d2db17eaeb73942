"""Who is meant by a comment: picked from a list, or named in the text with an @."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import Actor
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.kernel.evidence import RowReference
from pmo_site.notifications.services.notices import notice_give
from pmo_site.tenancy.threaded import Threaded
from pmo_site.threads.domain.mentions import by_spelling, mentioned
from pmo_site.threads.models import Comment, Mention
from pmo_site.threads.registry import kind_of
from pmo_site.threads.selectors import people_named, people_who_see, people_with_accounts

MENTION = "mention"
WORDS_TOLD = 120
"""So much of a comment stands in its notice."""


def people_meant(actor: Actor, record: Threaded, text: str, *, picked: Iterable[UUID] = ()) -> list[Person]:
    """Everybody whom a comment means; who may not see the record cannot be meant, namesakes are to be picked."""
    chosen = set(picked)
    if not chosen and "@" not in text and "＠" not in text:
        return []
    seeing = set(people_who_see(actor, record).values_list("pk", flat=True))
    if chosen - seeing:
        raise RuleError([FieldProblem("mention", "mention_unseen")])
    return people_named(chosen | set(_named(text, seeing, chosen)))


def _named(text: str, seeing: set[UUID], chosen: set[UUID]) -> Iterable[UUID]:
    known = people_with_accounts().values_list("pk", "family_name", "given_name")
    for keys in mentioned(text, by_spelling(known)):
        able = keys & seeing
        if not able:
            raise RuleError([FieldProblem("text", "mention_unseen")])
        if len(able) > 1 and not able & chosen:
            raise RuleError([FieldProblem("text", "mention_ambiguous")])
        yield from able & chosen or able


def mentions_set(*, record: Threaded, comment: Comment, people: Iterable[Person]) -> None:
    """Note who is meant and tell them; whoever was meant before is not told again, nor is the author."""
    known = set(comment.mentions.values_list("person_id", flat=True))
    fresh = [person for person in people if person.pk not in known]
    Mention.objects.bulk_create(Mention(comment=comment, person=person) for person in fresh)
    words = " ".join(comment.text.split())
    shown = words if len(words) <= WORDS_TOLD else f"{words[:WORDS_TOLD]}…"
    notice_give(
        kind=MENTION,
        people=[person.pk for person in fresh if person.pk != comment.author_id],
        subject=RowReference(record._meta.label_lower, record.pk),
        facts={"author_person": str(comment.author_id), "words": shown},
        url_name="threads:thread",
        url_parts={"kind": kind_of(record).key, "record_id": str(record.pk)},
        once=f"comment:{comment.pk}",
    )
