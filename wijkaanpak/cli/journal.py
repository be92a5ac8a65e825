"""`wijk verify` and `wijk retire`: is the journal whole, and what is past its term goes."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wijkaanpak.cli import declare, house, stop, wijk

if TYPE_CHECKING:
    from wijkaanpak.journal.findings import Outcome


@wijk.command()
@declare("verify", verb="journal.prove")
@click.option("--json", "as_json", is_flag=True, help="Toont de uitkomst als een object.")
@click.option(
    "--anchors",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Een map met checkpoints die anderen bewaarden.",
)
@click.option(
    "--from-checkpoint",
    "since",
    type=click.IntRange(min=0),
    default=0,
    metavar="AANTAL",
    help="Rekent alleen na wat er sinds dit checkpoint bij kwam.",
)
def verify(as_json: bool, anchors: Path | None, since: int) -> None:
    """Rekent het logboek na.

    Eindigt met 0 als het gaaf is, 2 als er iets aan veranderd is, 3 als het niet past bij wat anderen
    bewaarden, 4 als nog niet alles nagerekend kan worden.
    """
    from wijkaanpak.foundation.config import load_settings
    from wijkaanpak.review.proving import proven

    settings = load_settings()
    with house(settings) as (database, _addresses):
        try:
            outcome = proven(database, settings, since, anchors)
        except ValueError:
            stop(f"Bij {since} regels is geen checkpoint gezet.")
    click.echo(json.dumps(outcome.plain() | {"sentence": said(outcome)}) if as_json else said(outcome))
    sys.exit(outcome.exit)


@wijk.command()
@declare("retire", public="two people whom it names approved, and the destruction is an entry of its own")
@click.argument("month", metavar="JJJJ-MM", type=click.DateTime(["%Y-%m"]))
@click.option("--approved-by", "approvers", multiple=True, required=True, help="Wie akkoord gaf: twee keer.")
def retire(month: date, approvers: tuple[str, ...]) -> None:
    """Vernietigt een maand van het logboek waarvan de termijn voorbij is, met akkoord van twee mensen."""
    from wijkaanpak.foundation.config import load_settings
    from wijkaanpak.journal import retention

    settings = load_settings()
    with house(settings) as (database, addresses):
        try:
            gone = retention.retire(
                database.notary, addresses.owner, month, approvers, years=settings.journal_years
            )
        except retention.Kept as reason:
            stop(str(reason))
    click.echo(f"Vernietigd: {gone.count} regels, vanaf nummer {gone.first}.")
    click.echo("Dat zij er waren, en in welke volgorde, blijft te bewijzen.")


def said(outcome: Outcome) -> str:
    """What came of it, in Dutch."""
    from babel.support import Translations

    from wijkaanpak.foundation.config import HERE

    words = Translations.load(HERE / "translations", ["nl"])
    return words.gettext(outcome.kind.says).format(**outcome.facts)
