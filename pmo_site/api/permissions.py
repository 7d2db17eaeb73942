"""What each endpoint asks for, by method; what declares nothing does not import, and what is unknown is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from django.core.exceptions import PermissionDenied
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from pmo_site.accounts.policy import require
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import Finder, Openness, Requirement, UndeclaredViewError, actor_of_request, admission_to

if TYPE_CHECKING:
    from rest_framework.views import APIView

    from pmo_site.accounts.scopes import Bounds

    class Declaring(APIView):
        """A view whose methods are declared; the framework's own views load this module first."""

        access: ClassVar[Mapping[str, Access]]
        requirement: ClassVar[Requirement]


METHODS = ("GET", "POST", "PATCH", "DELETE")
RightOf = Callable[..., Right | None]
View = TypeVar("View", bound="type[APIView]")


@dataclass(frozen=True, slots=True)
class Access:
    """What one method asks of its caller.

    With `of`, the right is asked on the record it finds; who does not hold `sees` on it gets what a missing one gets.
    `by` tells from the address which right a token's scopes must name; None where the rows themselves decide.
    """

    requirement: Requirement
    of: Finder | None = None
    sees: Right | None = None
    by: RightOf | None = None

    def right_at(self, parts: Mapping[str, object]) -> Right | None:
        """The right that is asked at an address; None where there is none to ask."""
        return self.by(**parts) if self.by is not None else self.requirement.right


def needs(right: Right, *, of: Finder | None = None, sees: Right | None = None) -> Access:
    """Ask for a right: everywhere, or on the record that the address names."""
    return Access(Requirement(Openness.RIGHT, right), of, sees)


def lists(right: Right) -> Access:
    """Let every member through to rows that are filtered by `policy.visible` with this right."""
    return Access(Requirement(Openness.ROWS, right))


def lists_by(right_of: RightOf, reason: str) -> Access:
    """Let every member through to rows that are filtered by a right that the address itself tells."""
    return Access(Requirement(Openness.ROWS, None, reason), by=right_of)


def account(reason: str) -> Access:
    """Let through whoever is signed in."""
    return Access(Requirement(Openness.ACCOUNT, None, reason))


def declares(**methods: Access) -> Callable[[View], View]:
    """Declare what every method of an endpoint asks for; a method without a declaration fails at import.

    The class carries `access` by method, and as `requirement` that of its first method.
    """

    def decorate(view: View) -> View:
        handled = {name for name in METHODS if hasattr(view, name.lower())}
        if handled != set(methods):
            raise UndeclaredViewError(f"{view.__qualname__} handles {sorted(handled)}, declares {sorted(methods)}.")
        declared = cast("type[Declaring]", view)
        declared.access, declared.requirement = methods, next(iter(methods.values())).requirement
        return view

    return decorate


class Refuse(BasePermission):
    """The default of every view: nobody gets through."""

    def has_permission(self, request: Request, view: APIView) -> bool:  # noqa: ARG002  DRF's signature
        """Nothing declared means refused."""
        return False


class Declared(BasePermission):
    """Lets through whom the endpoint's declaration lets through.

    The record it names is left on the view, and the rights on it as far as they were asked for.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask the policy; refusals are raised, so that missing and forbidden stay apart."""
        declared: Mapping[str, Access] = getattr(view, "access", {})
        method = str(request.method)
        access = declared.get("GET" if method == "HEAD" else method)
        if access is None:
            raise MethodNotAllowed(method)
        if access.requirement.openness is Openness.ACCOUNT:
            return request.user.is_authenticated
        self._admit(request, view, access)
        return True

    @staticmethod
    def _admit(request: Request, view: Any, access: Access) -> None:  # noqa: ANN401  an ApiView, above this module
        actor = actor_of_request(request)
        right = access.right_at(view.kwargs)
        if right is not None and access.requirement.openness is Openness.RIGHT:
            if access.of is None:
                require(actor, right)
            else:
                found = admission_to(actor, right, of=access.of, sees=access.sees, parts=view.kwargs)
                view.record, view.held = found.record, found.held
        if actor.bounds is not None and not _is_within(actor.bounds, right, str(request.method)):
            raise PermissionDenied(str(right))


def _is_within(bounds: Bounds, right: Right | None, method: str) -> bool:
    """Whether a token's scopes name what an endpoint asks for: to read by it, or to change by it.

    Where no right is asked the rows themselves decide, which they can only do for reading.
    """
    if method in SAFE_METHODS:
        return right is None or right in bounds.rights
    return right in bounds.changes
