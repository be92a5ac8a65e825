"""The command `wijk`: serving, loading worlds, explaining decisions, accounts and database roles."""

from __future__ import annotations

# Nothing of the house is imported here: `serve` must let gevent patch the process before anything else loads.
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar
from uuid import UUID

import click

if TYPE_CHECKING:
    from wijkaanpak.foundation.addresses import Addresses
    from wijkaanpak.foundation.config import Settings
    from wijkaanpak.foundation.database import Database

F = TypeVar("F", bound=Callable[..., Any])
DECLARED: dict[str, tuple[str, str]] = {}  # command to ("verb", its code) or ("public", why it needs none)
ONLY_IN_DEMO = "In productie kan dit niet: {what} bestaat alleen in de demo."
HOST = "127.0.0.1"


def declare(name: str, *, verb: str | None = None, public: str | None = None) -> Callable[[F], F]:
    """Say under which verb a command works, or why it needs none; one of the two, for every command."""
    if (verb is None) == (public is None):
        raise TypeError(f"wijk {name} names a verb or says why it is public, and not both")
    DECLARED[name] = ("verb", verb) if verb else ("public", str(public))
    return lambda command: command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def wijk() -> None:
    """Wijkaanpak: van een signaal in de buurt naar een gedeeld dossier, op een uitgesproken grondslag."""


def main() -> None:
    """Run `wijk`; what cannot be done is one clear sentence and exit code 1, never a traceback."""
    from sqlalchemy.exc import OperationalError

    from wijkaanpak.foundation.config import CannotStart

    try:
        wijk.main(prog_name="wijk", standalone_mode=False)
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except click.Abort:
        sys.exit(130)
    except CannotStart as reason:
        stop(str(reason))
    except OperationalError as error:
        stop(f"De database antwoordt niet: {str(error.orig).strip().splitlines()[0]}")
    except OSError as error:
        stop(f"{error.strerror or error}: {error.filename}" if error.filename else str(error))


@wijk.command()
@declare("serve", public="every page and every line asks at its own door")
@click.option("--host", default=HOST, show_default=True, help="Het adres waarop geluisterd wordt.")
@click.option("--port", type=click.IntRange(1, 65535), help="De poort; anders PORT, anders 8000.")
def serve(host: str, port: int | None) -> None:
    """Dient de toepassing, tot Ctrl-C."""
    from gevent import monkey

    monkey.patch_all()
    if port is not None:
        os.environ["PORT"] = str(port)
    from wijkaanpak.application import create_app, with_bell
    from wijkaanpak.exchange.exporting import exporting
    from wijkaanpak.foundation.config import load_settings
    from wijkaanpak.live import server
    from wijkaanpak.notices.rounds import telling

    settings = load_settings()
    _try_port(host, settings.port)
    with house(settings, alone=True) as (database, _addresses):
        if settings.world is not None:
            _load_when_empty(database, settings.world)
        app = create_app(settings, database)
        with exporting(database, settings), telling(database, settings):
            server.serve(app, with_bell(app), host, settings.port, database, settings)


@wijk.command()
@declare("load", verb="world.take_over")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Toont per id uit het bestand het adres.")
def load(file: Path, as_json: bool) -> None:
    """Laadt een wereldbestand, heel of helemaal niet; alleen in de demo."""
    settings = _demo_settings("een wereld laden")
    with house(settings) as (database, _addresses):
        loaded = _load(database, file)
    if as_json:
        click.echo(json.dumps(loaded, ensure_ascii=False))
    else:
        click.echo(f"Geladen: {len(loaded['zaken'])} zaken en {len(loaded['personen'])} bewoners.")


@wijk.group()
def demo() -> None:
    """Wat alleen in de demo bestaat."""


@demo.command()
@declare("demo cookie", public="the demo's one-tap sign-in for a script; does not exist in production")
@click.argument("reference", metavar="U-WB1")
def cookie(reference: str) -> None:
    """Toont NAAM=WAARDE van een nieuwe sessie van iemand uit de geladen wereld, met twee factoren."""
    settings = _demo_settings("aanmelden zonder wachtwoord")
    with house(settings) as (database, _addresses):
        from sqlalchemy import text

        from wijkaanpak.journal.entries import Point
        from wijkaanpak.sign_in.sessions import open_session

        with database.gate.connect() as connection:
            cast = connection.execute(text("select reference, id from sealed.cast_of_the_demo()")).all()
        found = [ident for known, ident in cast if known == reference]
        if not found:
            stop(f"Er is niemand geladen met de id {reference}.")
        click.echo(f"__Host-sid={open_session(database.gate, found[0], 2, Point('JOB'))}")


@wijk.command()
@declare("install", public="makes the database roles, with the rights of who gives DATABASE_URL")
def install() -> None:
    """Maakt de databaserollen op de server van DATABASE_URL."""
    from wijkaanpak.foundation import addresses
    from wijkaanpak.foundation.config import load_settings

    settings = load_settings()
    addresses.install(settings)
    click.echo(f"De rollen zijn er; hun wachtwoorden staan in {settings.home / 'roles'}.")


@wijk.command()
@declare("explain", verb="decision.explain")
@click.argument("who", metavar="U-WC1")
@click.argument("told", metavar="[casus.lezen] S-12", nargs=-1, required=True)
@click.option("--verb", help="Het recht of de handeling waar het om gaat; anders lezen.")
def explain(who: str, told: tuple[str, ...], verb: str | None) -> None:
    """Zegt of iemand iets mag met een signaal of casus, en waarom (niet).

    Zonder recht, of met --verb, ook: bij welke van de tien stappen het stopt, en wat daarvoor nodig is.
    """
    from wijkaanpak.foundation.config import load_settings

    if len(told) > 2 or (len(told) == 2 and verb):
        raise click.UsageError("Noem wie, eventueel een recht, en een signaal of casus.")
    with house(load_settings()) as (database, _addresses):
        named = told[0] if len(told) == 2 else None
        click.echo(explained(database, who, verb or named, told[-1], whole=named is None))


@wijk.command()
@declare("account", verb="account.set")
@click.argument("who", metavar="NAAM")
def account(who: str) -> None:
    """Geeft iemand een nieuw wachtwoord en een nieuwe code-app, en toont die een keer."""
    from wijkaanpak.foundation.config import load_settings

    settings = load_settings()
    with house(settings) as (database, _addresses):
        _set_account(database, settings, who)


@contextmanager
def house(settings: Settings, *, alone: bool = False) -> Iterator[tuple[Database, Addresses]]:
    """The database, brought to the newest version; another process that serves is left serving.

    The rules of access of this version are on record before anything rests on them.
    """
    from wijkaanpak.access import rows
    from wijkaanpak.foundation.addresses import open_database
    from wijkaanpak.foundation.database import Database
    from wijkaanpak.foundation.migrating import upgrade
    from wijkaanpak.journal.upkeep import install_policy

    with open_database(settings, alone=alone) as addresses:
        upgrade(addresses.owner)
        rows.install(addresses.owner, settings.mode)
        database = Database(addresses, settings.secret)
        try:
            install_policy(database.notary)
            yield database, addresses
        finally:
            database.close()


def _try_port(host: str, port: int) -> None:
    """Tell at once that the port is taken, before a database is started for nothing."""
    import errno
    import socket

    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                stop(f"Poort {port} is bezet: stop wat daar draait, of kies een andere met --port.")


def _demo_settings(what: str) -> Settings:
    from wijkaanpak.foundation.config import load_settings

    if os.environ.get("WIJKAANPAK_MODE") == "productie":  # refused before any other setting is looked at
        stop(ONLY_IN_DEMO.format(what=what))
    return load_settings()


def _load_when_empty(database: Database, file: Path) -> None:
    from wijkaanpak.demo.loading import is_empty

    if is_empty(database.gate):
        click.echo(f"De demowereld wordt geladen: {file.name} ...", err=True)
        _load(database, file)


def _load(database: Database, file: Path) -> dict[str, dict[str, str]]:
    from wijkaanpak.demo.loading import NotLoaded, load, today
    from wijkaanpak.demo.world import WorldFaults, read_world

    if not file.is_file():
        stop(f"Het bestand {file} is er niet.")
    try:
        return load(database, read_world(file, today(database.app))).plain()
    except WorldFaults as wrong:
        stop("\n".join(f"{file}, {fault}" for fault in wrong.faults) + "\nEr is niets geladen.")
    except NotLoaded as reason:
        stop(str(reason))


def explained(database: Database, who: str, asked: str | None, told: str, *, whole: bool = False) -> str:
    """Sentence, reason code, grounds; `whole` adds the steps. Exits with a sentence for what is not known."""
    from wijkaanpak.demo.loading import ground_names, thing_named
    from wijkaanpak.matters import explaining
    from wijkaanpak.sign_in.subjects import COMMANDER, acting_as

    with acting_as(COMMANDER, database) as unit:
        actor = explaining.actor_of(unit, who)
        if actor is None:
            stop(f"Er werkt hier niemand met de id of aanmeldnaam {who}.")
        thing = thing_named(unit, told) or _as_id(told)
        found = unit.facts(thing) if thing else None
        if found is None:
            stop(f"Er is geen signaal of casus {told}.")
        permission = explaining.permission_for(found[0], asked)
        if permission not in explaining.permissions():
            stop(f"{permission} is hier geen recht; kies uit {', '.join(explaining.permissions())}.")
        answer = explaining.explain(unit, found[0], actor, permission)
        names = ground_names(unit, {*answer.grounds, *(line.ground for line in answer.considered)})
        unit.close()
    sentence = explaining.said(answer, actor, permission, told, names)
    return f"{sentence}\n\n{explaining.shown(answer, names)}" if whole else sentence


def _as_id(told: str) -> UUID | None:
    """The id at the end of an address such as /casussen/…, or alone."""
    try:
        return UUID(told.rstrip("/").rsplit("/", 1)[-1])
    except ValueError:
        return None


def _set_account(database: Database, settings: Settings, who: str) -> None:
    import segno

    from wijkaanpak.sign_in import accounts
    from wijkaanpak.sign_in.local import Credentials
    from wijkaanpak.sign_in.subjects import COMMANDER, acting_as

    shown: list[Credentials] = []
    with acting_as(COMMANDER, database) as unit:
        found = accounts.find_account(unit, who)
        if len(found) != 1:
            several = "meer dan een persoon" if found else "niemand"
            stop(f"Met de aanmeldnaam of naam {who} werkt hier {several}.")
        with database.gate.begin() as gate:
            accounts.set_account(unit, found[0], gate, settings.secret, shown)
            unit.close()
    click.echo(f"{found[0].name}, aanmeldnaam {found[0].login}\nwachtwoord: {shown[0].password}")
    click.echo(f"geheim voor de code-app: {shown[0].totp_secret}\n")
    segno.make(accounts.totp_address(found[0], shown[0])).terminal(out=sys.stdout, compact=True)
    click.echo("\nDit wordt maar een keer getoond.")


def stop(sentence: str) -> NoReturn:
    """One sentence, and exit 1."""
    click.echo(sentence, err=True)
    sys.exit(1)


from wijkaanpak.cli import journal  # noqa: E402, F401  # its commands hang themselves
