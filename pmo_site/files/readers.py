"""Who may read a file follows from what it hangs on; the packages above say how to tell."""

from __future__ import annotations

from collections.abc import Callable

from pmo_site.accounts.policy import Actor
from pmo_site.files.models import Purpose, StoredFile

Reads = Callable[[Actor, StoredFile], bool]


def _brought_it(actor: Actor, file: StoredFile) -> bool:
    if actor.bounds is not None:  # an export holds what its owner saw in person, beyond a token's scopes
        return False
    return actor.person_id is not None and actor.person_id == file.uploaded_by_id


_readers: dict[Purpose, Reads] = {Purpose.UPLOAD: _brought_it, Purpose.EXPORT: _brought_it}


def register_reader(purpose: Purpose, reads: Reads) -> None:
    """Declare who reads files of a purpose; each has one answer. Uploads and exports are their owner's alone."""
    if purpose in _readers:
        raise ValueError(f"Who reads {purpose} is declared already.")
    _readers[purpose] = reads


def reads(actor: Actor, file: StoredFile) -> bool:
    """Whether the actor may read a file; nobody, where nobody has declared who may."""
    found = _readers.get(Purpose(file.purpose))
    return found is not None and found(actor, file)
