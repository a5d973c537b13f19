"""One-time links, sign-ins and tries. Keys and tokens are kept as digests alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, Row, delete, insert, select, update

from assistant.house.model import LinkKind, SignIn
from assistant.store.engines import writing
from assistant.store.house.schema import links, sign_ins, tries


@dataclass(frozen=True, slots=True)
class Tries:
    """How often something was tried in vain, and until when it waits."""

    count: int
    last_at: datetime
    until: datetime


class SigningTables:
    """What signing in keeps."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add_link(self, digest: str, kind: LinkKind, person_id: str, expires_at: datetime) -> None:
        """Keep a one-time link; earlier unused ones for the same purpose and person end."""
        with writing(self._engine) as connection:
            connection.execute(
                delete(links).where(
                    links.c.kind == kind, links.c.person_id == person_id, links.c.used_at == ""
                )
            )
            connection.execute(
                insert(links).values(
                    digest=digest,
                    kind=kind,
                    person_id=person_id,
                    expires_at=expires_at.isoformat(),
                    used_at="",
                )
            )

    def link(self, digest: str, kind: LinkKind, now: datetime) -> str | None:
        """Whom an unused, unexpired link is for; None where it is neither."""
        query = select(links.c.person_id, links.c.expires_at).where(
            links.c.digest == digest, links.c.kind == kind, links.c.used_at == ""
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None or datetime.fromisoformat(row.expires_at) <= now:
            return None
        return str(row.person_id)

    def use_link(self, digest: str, now: datetime) -> bool:
        """Mark a link as used; False where somebody was quicker."""
        with writing(self._engine) as connection:
            done = connection.execute(
                update(links)
                .where(links.c.digest == digest, links.c.used_at == "")
                .values(used_at=now.isoformat())
            )
            return done.rowcount == 1

    def add_sign_in(self, digest: str, sign_in: SignIn) -> None:
        """Keep a sign-in under its token's digest."""
        with writing(self._engine) as connection:
            connection.execute(
                insert(sign_ins).values(
                    digest=digest,
                    id=sign_in.id,
                    person_id=sign_in.person_id,
                    started_at=sign_in.started_at.isoformat(),
                    seen_at=sign_in.seen_at.isoformat(),
                    ended_at="",
                    device=sign_in.device,
                )
            )

    def sign_in(self, digest: str) -> SignIn | None:
        """The sign-in of a token's digest, None where it was ended."""
        query = select(sign_ins).where(sign_ins.c.digest == digest, sign_ins.c.ended_at == "")
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return _sign_in(row) if row else None

    def knows(self, digest: str) -> bool:
        """Was there ever a sign-in with this digest, ended or not?"""
        query = select(sign_ins.c.id).where(sign_ins.c.digest == digest)
        with self._engine.connect() as connection:
            return connection.scalar(query) is not None

    def saw(self, digest: str, now: datetime) -> None:
        """Note that the sign-in is still in use."""
        with writing(self._engine) as connection:
            connection.execute(
                update(sign_ins).where(sign_ins.c.digest == digest).values(seen_at=now.isoformat())
            )

    def sign_ins(self, person_id: str) -> tuple[SignIn, ...]:
        """The person's sign-ins that were not ended, the newest first."""
        query = (
            select(sign_ins)
            .where(sign_ins.c.person_id == person_id, sign_ins.c.ended_at == "")
            .order_by(sign_ins.c.started_at.desc(), sign_ins.c.id)
        )
        with self._engine.connect() as connection:
            return tuple(_sign_in(row) for row in connection.execute(query))

    def end(self, person_id: str, now: datetime, *, only: str = "", but: str = "") -> int:
        """End the person's sign-ins: all, `only` the one with this id, all `but` this one."""
        which = [sign_ins.c.person_id == person_id, sign_ins.c.ended_at == ""]
        if only:
            which.append(sign_ins.c.id == only)
        if but:
            which.append(sign_ins.c.id != but)
        with writing(self._engine) as connection:
            done = connection.execute(
                update(sign_ins).where(*which).values(ended_at=now.isoformat())
            )
            return int(done.rowcount)

    def try_once(self, key: str, change: Callable[[Tries | None], Tries]) -> Tries | None:
        """Count a try and return what was known before it, as one step that no other try divides."""
        with writing(self._engine) as connection:
            query = select(tries).where(tries.c.key == key).with_for_update()
            row = connection.execute(query).one_or_none()
            known = _tries(row) if row else None
            after = change(known)
            connection.execute(delete(tries).where(tries.c.key == key))
            connection.execute(
                insert(tries).values(
                    key=key,
                    count=after.count,
                    last_at=after.last_at.isoformat(),
                    until=after.until.isoformat(),
                )
            )
            return known

    def forget_tries(self, key: str) -> None:
        """Forget the tries under a key."""
        with writing(self._engine) as connection:
            connection.execute(delete(tries).where(tries.c.key == key))

    def sweep(self, before: datetime) -> None:
        """Forget tries and links that ended before then."""
        with writing(self._engine) as connection:
            connection.execute(delete(tries).where(tries.c.last_at < before.isoformat()))
            connection.execute(delete(links).where(links.c.expires_at < before.isoformat()))


def _sign_in(row: Row[tuple[object, ...]]) -> SignIn:
    return SignIn(
        id=row.id,
        person_id=row.person_id,
        started_at=datetime.fromisoformat(row.started_at),
        seen_at=datetime.fromisoformat(row.seen_at),
        device=row.device,
    )


def _tries(row: Row[tuple[object, ...]]) -> Tries:
    return Tries(
        row._mapping["count"],
        datetime.fromisoformat(row.last_at),
        datetime.fromisoformat(row.until),
    )
