"""What a page needs to show a record's thread: `{% include "threads/panel.html" with thread=thread %}`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.tenancy.threaded import Threaded
from pmo_site.threads.forms import CommentForm, EditForm, FileForm, LinkForm
from pmo_site.threads.models import Attachment
from pmo_site.threads.registry import ThreadedKind, is_put_away, kind_of
from pmo_site.threads.selectors import CommentLine, attachment_list, newest_comments, people_who_see


@dataclass(frozen=True, slots=True)
class Refused:
    """What was typed and could not be stored, to be shown where it was typed.

    `stands` is what somebody stored meanwhile: the reader sees both wordings and decides.
    """

    comment: CommentForm | None = None
    edit: EditForm | None = None
    edited: UUID | None = None
    stands: str = ""
    file: FileForm | None = None
    link: LinkForm | None = None


@dataclass(frozen=True, slots=True)
class EditableLine:
    """A comment with the form for its author, open where it was refused."""

    line: CommentLine
    form: EditForm | None
    is_open: bool
    stands: str


@dataclass(frozen=True, slots=True)
class ThreadPanel:
    """A thread with the forms of its reader; who may not write gets none, nobody on what is archived."""

    kind: ThreadedKind
    record: Threaded
    slug: str
    lines: list[EditableLine]
    older: int
    attachments: list[Attachment]
    is_closed: bool
    reader: UUID | None
    comment: CommentForm | None
    file: FileForm | None
    link: LinkForm | None


_NOTHING = Refused()


def thread_panel(request: ActorRequest, record: Threaded, *, refused: Refused = _NOTHING) -> ThreadPanel:
    """The thread of a record that the reader may see; a fixed number of queries, however much was said."""
    kind, actor = kind_of(record), request.actor
    is_closed = is_put_away(record)
    writes = not is_closed and actor.person_id is not None and may(actor, kind.comment_right, record)
    lines, older = newest_comments(actor, record, everything=request.GET.get("comments") == "all")
    people = people_who_see(actor, record) if writes else None
    return ThreadPanel(
        kind=kind,
        record=record,
        slug=request.organization.slug,
        lines=[_editable(line, refused, writes=writes) for line in lines],
        older=older,
        attachments=list(attachment_list(record)) if record.thread_id else [],
        is_closed=is_closed,
        reader=actor.person_id if writes else None,
        comment=(refused.comment or CommentForm(people=people)) if people is not None else None,
        file=(refused.file or FileForm()) if writes else None,
        link=(refused.link or LinkForm()) if writes else None,
    )


def _editable(line: CommentLine, refused: Refused, *, writes: bool) -> EditableLine:
    comment = line.comment
    if not writes or not line.is_own:
        return EditableLine(line, None, is_open=False, stands="")
    if refused.edited == comment.pk and refused.edit is not None:
        return EditableLine(line, refused.edit, is_open=True, stands=refused.stands)
    form = EditForm(key=comment.pk, initial={"text": comment.text, "version": comment.version})
    return EditableLine(line, form, is_open=False, stands="")
