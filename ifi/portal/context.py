"""What every page needs."""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from ifi.portal.sections import places
from ifi.registry.models import Organisation

_DEMONSTRATION_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the site: where this page stands in it."""

    code: str
    name: str
    address: str
    absolute: str
    is_present: bool


def page(request: HttpRequest) -> dict[str, object]:
    """Languages, sections and whether demonstration data are shown; a view may set `demonstration` itself."""
    return {
        "page_languages": languages(request),
        "page_default_address": request.build_absolute_uri(_without_prefix(request.path)),
        "page_canonical": request.build_absolute_uri(request.path),
        "sections": SimpleLazyObject(lambda: places(getattr(request, "user", None), request.path)),
        "demonstration": SimpleLazyObject(shows_demonstration),
    }


def languages(request: HttpRequest) -> tuple[Language, ...]:
    """The three languages with the address of this page, its query kept; an address differs by its first part alone."""
    present = get_language()
    result = []
    for code, name in settings.LANGUAGES:
        address = _in_language(request.get_full_path(), code)
        absolute = _absolute(request, _in_language(request.path, code))
        result.append(Language(code, name, address, absolute, code == present))
    return tuple(result)


def _absolute(request: HttpRequest, path: str) -> str:
    """With the name of this site; without one where the request names a host that is not ours, which is then refused
    with a page that still has to be rendered."""
    try:
        return request.build_absolute_uri(path)
    except DisallowedHost:
        return path


def shows_demonstration() -> bool:
    """Whether any organisation is made up; asked of the database twice a minute at most."""
    known = cache.get("demonstration")
    if known is None:
        known = Organisation.objects.filter(is_demonstration=True).exists()
        cache.set("demonstration", known, _DEMONSTRATION_SECONDS)
    return bool(known)


def _in_language(path: str, code: str) -> str:
    """The same page in the language; an address that is the same for all stays."""
    rest = _without_prefix(path)
    return path if rest == path else f"/{code}{rest}"


def _without_prefix(path: str) -> str:
    """The address that leads everyone to their own language."""
    for code, _name in settings.LANGUAGES:
        if path.startswith(f"/{code}/"):
            return path[len(code) + 1 :]
    return path
