"""Setting up a local account from the command line: a password and a secret for one-time codes (R64)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pyotp
from sqlalchemy import Connection, select

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.organisations.models import Staff
from wijkaanpak.sign_in.local import Credentials, set_credentials

ISSUER = "Wijkaanpak"


@dataclass(frozen=True, kw_only=True)
class AccountSet(Event, name="account.set", says="{actor} gave a colleague a new password and one-time code"):
    """A local account can sign in with what was shown once."""

    staff: UUID


@dataclass(frozen=True)
class Account:
    """Whose account it is, and the name to sign in with."""

    staff: UUID
    organisation: UUID
    name: str
    login: str


def find_account(unit: Unit, told: str) -> list[Account]:
    """People with this sign-in name or this full name; system subjects have no account."""
    query = select(Staff.id, Staff.organisation_id, Staff.name, Staff.login).where(
        Staff.system.is_(None), Staff.login.is_not(None), (Staff.login == told) | (Staff.name == told)
    )
    return [
        Account(staff, organisation, name, str(login))
        for staff, organisation, name, login in unit.session.execute(query)
    ]


@command(Verb.ACCOUNT_SET)
def set_account(
    unit: Unit, account: Account, /, gate: Connection, key: bytes, shown: list[Credentials]
) -> AccountSet:
    """Set both factors anew; `shown` receives them, for they are kept nowhere in readable form.

    The caller commits the unit before the gate, so that no account changes without its entry.
    """
    shown.append(set_credentials(gate, account.staff, key))
    thing = Thing("MEDEWERKER", account.staff, controllers=(account.organisation,), sensitivity="K0")
    return AccountSet(thing=thing, staff=account.staff)


def totp_address(account: Account, made: Credentials) -> str:
    """What an app for one-time codes reads from the square."""
    return pyotp.TOTP(made.totp_secret).provisioning_uri(name=account.login, issuer_name=ISSUER)
