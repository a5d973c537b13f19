"""Values that are made when first asked for, and once only, however many threads ask."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import RLock
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")
_LOCK = "_making"


class once(Generic[T]):  # noqa: N801 - it is used like `functools.cached_property`
    """A `cached_property` for objects that threads share: one of them makes the value, the others wait.

    The parts of one object are made one after another, so that a part may ask for another. The value
    lies in the object's `__dict__` under the property's name and may be taken out with `forget`.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, owner: None, kind: type[Any]) -> once[T]: ...

    @overload
    def __get__(self, owner: object, kind: type[Any]) -> T: ...

    def __get__(self, owner: object | None, kind: type[Any]) -> once[T] | T:
        if owner is None:
            return self
        with _lock(owner):
            if self._name not in owner.__dict__:
                owner.__dict__[self._name] = self._make(owner)
            made: T = owner.__dict__[self._name]
            return made


def forget(owner: object, *names: str) -> list[Any]:
    """Take values out, so that they are made anew when next asked for; those that had been made."""
    with _lock(owner):
        return [owner.__dict__.pop(name) for name in names if name in owner.__dict__]


def _lock(owner: object) -> AbstractContextManager[Any]:
    lock: AbstractContextManager[Any] = owner.__dict__.setdefault(_LOCK, RLock())
    return lock
