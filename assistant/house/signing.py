"""Signing in: one-time links, passwords, sign-ins that end, tries that wait."""

from __future__ import annotations

from datetime import timedelta

from assistant.clock import Clock
from assistant.errors import SignInRefused, UsageError
from assistant.house.audit import AuditTrail
from assistant.house.keys import digest, new_id, new_token
from assistant.house.model import LinkKind, Person, SignIn
from assistant.house.passwords import check_password, hash_password, is_outdated, matches
from assistant.house.people import People, check_person
from assistant.house.throttle import Throttle
from assistant.store.house.store import HouseStore

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
LINK_DAYS = {"first": timedelta(hours=24), "invite": timedelta(days=7), "reset": timedelta(days=1)}
_SEEN_EVERY = timedelta(minutes=1)
_REFUSED = (
    "The e-mail address and the password do not match, or there were too many tries. "
    "Try again in a few minutes, or ask for a reset link."
)
_LINK_REFUSED = "This link was used already, has expired or never was one. Ask for a new one."
_OIDC_REFUSED = (
    "This account is not known here. Ask an administrator to invite your e-mail address, "
    "and make sure that your organisation has verified it."
)


class Signing:
    """Who somebody is. Tokens and keys are random, given out once and kept as digests."""

    def __init__(self, store: HouseStore, people: People, audit: AuditTrail, clock: Clock) -> None:
        self._tables = store.signing
        self._kept = store.people
        self._people = people
        self._audit = audit
        self._clock = clock
        self._throttle = Throttle(store.signing, clock)

    # --- links -----------------------------------------------------------------------------------

    def first_key(self) -> str | None:
        """The key of a new one-time link for the very first account; None where there is one."""
        return None if self._kept.count() else self._new_link("first", "")

    def link(self, person_id: str, *, by: str = "") -> tuple[LinkKind, str]:
        """Kind and key of a new one-time link with which this person sets a password: an invite
        where they have none yet, else a reset. Raises `UsageError` for ended or unknown people."""
        person = self._people.get(person_id)
        if person is None or not person.active:
            raise UsageError("this account does not exist or was ended")
        kind: LinkKind = "reset" if self._kept.password(person_id) else "invite"
        key = self._new_link(kind, person_id)
        self._audit.append(action=f"person.{kind}_link", person_id=by, subject=person_id)
        return kind, key

    def has_password(self, person_id: str) -> bool:
        """Has this person set a password already?"""
        return bool(self._kept.password(person_id))

    def invited(self, kind: LinkKind, key: str) -> Person | None:
        """Whom a link is for: a person for invites and resets, None for the first account.

        Raises `SignInRefused` where the link was used, has expired or never was one.
        """
        person_id = self._tables.link(digest(key), kind, self._clock.now())
        person = self._people.get(person_id) if person_id else None
        stale = person_id is None or (kind == "first" and self._kept.count())
        if stale or (kind != "first" and (person is None or not person.active)):
            raise SignInRefused(_LINK_REFUSED)
        return person

    def begin(self, key: str, name: str, email: str, password: str) -> Person:
        """Make the first account, a steward. Raises `SignInRefused` for a bad link and `UsageError`
        for a bad name, address or password; the link stays good then."""
        self.invited("first", key)
        check_person(name, email)
        check_password(password, name=name, email=email)
        kept = hash_password(password)
        if not self._tables.use_link(digest(key), self._clock.now()):
            raise SignInRefused(_LINK_REFUSED)  # somebody was quicker with the same link
        person = self._people.found(name, email)
        self._kept.put_password(person.id, kept)
        return person

    def accept(self, kind: LinkKind, key: str, password: str) -> Person:
        """Set a password by an invite or reset link, once; earlier sign-ins end.

        Raises `SignInRefused` for a bad link, `UsageError` for a weak password (the link stays good).
        """
        person = self.invited(kind, key)
        if person is None:
            raise SignInRefused(_LINK_REFUSED)
        check_password(password, name=person.name, email=person.email)
        kept = hash_password(password)
        if not self._tables.use_link(digest(key), self._clock.now()):
            raise SignInRefused(_LINK_REFUSED)
        self._kept.put_password(person.id, kept)
        self._tables.end(person.id, self._clock.now())
        self._throttle.forgive(person.email)
        self._audit.append(action="password.set", person_id=person.id, subject=person.id)
        return person

    # --- signing in and out ------------------------------------------------------------------------

    def sign_in(self, email: str, password: str, *, address: str = "", device: str = "") -> str:
        """A new token for the person with this address and password.

        Raises `SignInRefused` in the same words and after the same work whether the address is
        unknown, the password wrong or the account ended. Each try in vain makes the next one wait
        longer, by account and by the address it came from.
        """
        email = email.strip().lower()
        waits = self._throttle.count(email, address)
        person = self._kept.by_email(email)
        kept = self._kept.password(person.id) if person is not None and person.active else ""
        if waits:
            raise SignInRefused(_REFUSED)  # unrecorded: the trail must not grow with an attack
        if not matches(kept, password) or person is None:
            self._audit.append(action="sign_in.refused", subject=person.id if person else "")
            raise SignInRefused(_REFUSED)
        self._throttle.forgive(email)
        if is_outdated(kept):
            self._kept.put_password(person.id, hash_password(password))
        return self.start(person, device=device)

    def sign_in_verified(
        self, subject: str, email: str, *, verified: bool, login: str, device: str = ""
    ) -> str:
        """A token for somebody whom the organisation's identity provider vouches for.

        `subject` is `issuer|subject`, `login` a text that is the same for one login at the provider
        and differs from all others: the token is made from it, so that one login is one sign-in in
        every tab, and stays ended once it was ended. An unknown subject is tied to the person who
        has that e-mail address, if it is verified and they have no other account there.
        Raises `SignInRefused` for everybody else.
        """
        person = self._kept.by_subject(subject)
        if person is None:
            invited = self._kept.by_email(email.strip().lower()) if verified else None
            if invited is None or invited.subject or not invited.active:
                raise SignInRefused(_OIDC_REFUSED)
            person = self._people.link_subject(invited.id, subject)
        if not person.active:
            raise SignInRefused(_OIDC_REFUSED)
        token = digest(f"oidc {subject} {login}")
        if self._tables.knows(digest(token)):
            if self.person_of(token) is None:
                raise SignInRefused("This sign-in has ended. Sign in again.")
            return token
        return self.start(person, device=device, token=token)

    def start(self, person: Person, *, device: str = "", token: str = "") -> str:
        """A new sign-in of a person who has just proven who they are; gives its token."""
        token = token or new_token()
        now = self._clock.now()
        self._tables.add_sign_in(digest(token), SignIn(new_id(), person.id, now, now, device[:200]))
        self._audit.append(action="sign_in.started", person_id=person.id, subject=person.id)
        return token

    def person_of(self, token: str) -> Person | None:
        """Whose token this is; None where it was ended, has expired or never was one."""
        found = self._live(token)
        if found is None:
            return None
        person = self._kept.get(found.person_id)
        if person is None or not person.active:
            return None
        now = self._clock.now()
        if now - found.seen_at >= _SEEN_EVERY:
            self._tables.saw(digest(token), now)
        return person

    def sign_out(self, token: str) -> None:
        """End this sign-in."""
        found = self._live(token)
        if found is not None:
            self._end(found.person_id, only=found.id)

    def sign_ins(self, person_id: str) -> tuple[SignIn, ...]:
        """The person's sign-ins that still hold, the newest first."""
        return tuple(s for s in self._tables.sign_ins(person_id) if not self._expired(s))

    def current(self, token: str) -> SignIn | None:
        """The sign-in that this token belongs to."""
        return self._live(token)

    def end_sign_in(self, person_id: str, sign_in_id: str) -> None:
        """End one sign-in of the person."""
        self._end(person_id, only=sign_in_id)

    def end_others(self, token: str) -> None:
        """End all sign-ins of the token's person but this one."""
        found = self._live(token)
        if found is not None:
            self._end(found.person_id, but=found.id)

    def change_password(self, token: str, old: str, new: str, *, address: str = "") -> None:
        """Set another password; all other sign-ins end. Raises `SignInRefused` where the old one is
        wrong, `UsageError` where the new one is weak."""
        person = self.person_of(token)
        if person is None:
            raise SignInRefused("This sign-in has ended. Sign in again.")
        waits = self._throttle.count(person.email, address)
        if waits or not matches(self._kept.password(person.id), old):
            raise SignInRefused("The present password is not right, or there were too many tries.")
        self._throttle.forgive(person.email)
        check_password(new, name=person.name, email=person.email)
        self._kept.put_password(person.id, hash_password(new))
        self.end_others(token)
        self._audit.append(action="password.set", person_id=person.id, subject=person.id)

    # --- inner -------------------------------------------------------------------------------------

    def _new_link(self, kind: LinkKind, person_id: str) -> str:
        key, now = new_token(), self._clock.now()
        self._tables.sweep(now - timedelta(days=30))
        self._tables.add_link(digest(key), kind, person_id, now + LINK_DAYS[kind])
        return key

    def _live(self, token: str) -> SignIn | None:
        found = self._tables.sign_in(digest(token)) if token else None
        return None if found is None or self._expired(found) else found

    def _expired(self, found: SignIn) -> bool:
        now = self._clock.now()
        return now - found.seen_at >= IDLE or now - found.started_at >= LONGEST

    def _end(self, person_id: str, *, only: str = "", but: str = "") -> None:
        if self._tables.end(person_id, self._clock.now(), only=only, but=but):
            self._audit.append(action="sign_in.ended", person_id=person_id, subject=person_id)
