"""The command `wijk`, run as people run it: a house that serves, and commands beside it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pyotp
import pytest

from tests.folders import data_folder
from wijkaanpak import cli
from wijkaanpak.access.verbs import Verb
from wijkaanpak.demo.world import OEVERDRECHT
from wijkaanpak.foundation.config import HERE

RUN = [sys.executable, "-c", "from wijkaanpak.cli import main; main()"]


@dataclass
class Wijk:
    """A data folder with the settings that every command here gets."""

    home: Path
    port: int

    def environment(self, **more: str) -> dict[str, str]:
        bare = {
            k: v for k, v in os.environ.items() if not k.startswith("WIJKAANPAK_") and k != "DATABASE_URL"
        }
        told = os.environ.get("WIJKAANPAK_TEST_PG")
        ours = {"WIJKAANPAK_HOME": str(self.home), "PORT": str(self.port), "PYTHONPATH": str(HERE)}
        return bare | ours | ({"WIJKAANPAK_PG_BIN": told} if told else {}) | more

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*RUN, *words], capture_output=True, text=True, env=self.environment(**settings)
        )

    def fetch(self, path: str, cookie: str = "", data: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and address after redirects, as a browser without scripts would."""
        url = f"http://localhost:{self.port}"
        sent = urllib.parse.urlencode(data).encode() if data else None
        request = urllib.request.Request(f"{url}{path}", sent, {"Cookie": cookie, "Origin": url})
        try:
            with urllib.request.build_opener(Stay()).open(request, timeout=20) as answer:
                return answer.status, answer.headers.get("Location", "")
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers.get("Location", "")


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_words: object) -> None:
        return None


@pytest.fixture
def fresh() -> Iterator[Wijk]:
    """A data folder with nothing in it."""
    with data_folder() as above:
        yield Wijk(above / "home", free_port())


@pytest.fixture(scope="module")
def serving() -> Iterator[Wijk]:
    """A house that serves the demo world; the commands beside it attach to its database."""
    with data_folder() as above:
        wijk = Wijk(above / "home", free_port())
        process = subprocess.Popen(
            [*RUN, "serve"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=wijk.environment()
        )
        assert process.stdout is not None
        told = process.stdout.readline()
        if not told:
            pytest.fail(f"wijk serve ended: {process.communicate()[1]}")
        assert told == f"Wijkaanpak: http://localhost:{wijk.port}\n"
        yield wijk
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert "Traceback" not in out + err


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def test_an_empty_house_serves_the_demo_world_and_says_where(serving: Wijk) -> None:
    assert serving.fetch("/gezond")[0] == 200
    with urllib.request.urlopen(f"http://localhost:{serving.port}/aanmelden", timeout=20) as door:
        assert "Youssef Amrani" in door.read().decode()


def test_a_cookie_of_the_demo_opens_the_house_for_that_person(serving: Wijk) -> None:
    """NAME=VALUE, two factors counted as given."""
    made = serving.run("demo", "cookie", "U-WB1")
    assert (made.returncode, made.stderr) == (0, "")
    name, value = made.stdout.strip().split("=", 1)
    assert name == "__Host-sid"
    assert len(value) > 40
    assert serving.fetch("/", made.stdout.strip())[0] == 200
    assert serving.fetch("/", f"{name}={value[:-1]}") == (303, "/aanmelden")


def test_there_is_no_cookie_for_who_is_not_there(serving: Wijk) -> None:
    for who in ("U-QQ", "Overname"):
        made = serving.run("demo", "cookie", who)
        assert (made.returncode, made.stdout) == (1, "")


def test_a_yes_names_the_grounds_it_rests_on(serving: Wijk) -> None:
    """S-02: the second link stands on the first."""
    answer = serving.run("explain", "U-ZP1", "casus.lezen", "S-02")
    assert answer.returncode == 0
    lines = answer.stdout.splitlines()
    assert lines[0].startswith("Ja: Linda Verhoeven (zorgprofessional, GGZ De Vlier")
    assert lines[1:] == ["redencode: geen", "grondslagen: GR-022"]


def test_what_nobody_knows_is_said_in_one_sentence(serving: Wijk) -> None:
    for words in (
        ("U-QQ", "casus.lezen", "S-02"),
        ("U-ZP1", "casus.dromen", "S-02"),
        ("U-ZP1", "casus.lezen", "S-99"),
    ):
        answer = serving.run("explain", *words)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert len(answer.stderr.splitlines()) == 1


def test_the_same_world_is_not_loaded_a_second_time(serving: Wijk) -> None:
    again = serving.run("load", str(OEVERDRECHT), "--json")
    assert (again.returncode, again.stdout) == (1, "")
    assert "zijn er al" in again.stderr
    assert "Er is niets geladen." in again.stderr


def test_an_account_signs_in_with_what_was_shown_once(serving: Wijk) -> None:
    """R64: password and one-time code; the square holds the secret."""
    shown = serving.run("account", "U-WB2")
    assert shown.returncode == 0, shown.stderr
    lines = dict(line.split(": ", 1) for line in shown.stdout.splitlines() if ": " in line)
    assert shown.stdout.splitlines()[0] == "Petra Hoekstra, aanmeldnaam U-WB2"
    assert "█" in shown.stdout
    form = {"login": "U-WB2", "password": lines["wachtwoord"]}
    assert serving.fetch("/aanmelden", data=form | {"code": "000000"})[0] == 400
    code = pyotp.TOTP(lines["geheim voor de code-app"]).now()
    assert serving.fetch("/aanmelden", data=form | {"code": code}) == (303, "/")
    assert serving.run("account", "Niemand Bekend").returncode == 1


def test_a_port_that_is_taken_is_one_clear_sentence(serving: Wijk, fresh: Wijk) -> None:
    began = time.monotonic()
    second = fresh.run("serve", "--port", str(serving.port))
    assert (second.returncode, second.stdout) == (1, "")
    assert len(second.stderr.splitlines()) == 1
    assert f"Poort {serving.port} is bezet" in second.stderr
    assert time.monotonic() - began < 10
    assert not fresh.home.exists()  # no database was started for nothing


def test_a_world_is_loaded_with_an_address_for_every_id(fresh: Wijk) -> None:
    """One object."""
    loaded = fresh.run("load", str(OEVERDRECHT), "--json", WIJKAANPAK_DEMO_WORLD="none")
    assert loaded.returncode == 0, loaded.stderr
    told = json.loads(loaded.stdout)
    assert list(told) == ["zaken", "personen"]
    assert told["zaken"]["S-01"].startswith("/signalen/")
    assert told["zaken"]["S-02"].startswith("/casussen/")
    assert told["personen"]["P-02"].startswith("/bewoners/")


def test_a_file_with_faults_is_refused_with_every_line(fresh: Wijk) -> None:
    """A dangling reference is named with its line, and nothing is loaded."""
    text = OEVERDRECHT.read_text(encoding="utf-8").replace("org: ORG-THU, rollen", "org: ORG-QQ, rollen")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "ORG-QQ" in one)
    broken = fresh.home.parent / "broken.yaml"
    broken.write_text(text, encoding="utf-8")
    refused = fresh.run("load", str(broken))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"regel {line}: " in refused.stderr
    assert "ORG-QQ" in refused.stderr
    assert refused.stderr.endswith("Er is niets geladen.\n")
    assert "Er is niemand geladen" in fresh.run("demo", "cookie", "U-WB1").stderr
    absent = fresh.run("load", str(fresh.home / "absent.yaml"))
    assert (absent.returncode, len(absent.stderr.splitlines())) == (1, 1)


@pytest.mark.parametrize("words", [("load", str(OEVERDRECHT)), ("demo", "cookie", "U-WB1")])
def test_production_knows_nothing_of_the_demo(fresh: Wijk, words: tuple[str, ...]) -> None:
    """Refused in production, whatever else is set."""
    refused = fresh.run(*words, WIJKAANPAK_MODE="productie", WIJKAANPAK_URL="https://wijk.example")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("In productie kan dit niet")
    assert not fresh.home.exists()


def test_production_does_not_serve_on_unsafe_settings(fresh: Wijk) -> None:
    refused = fresh.run("serve", WIJKAANPAK_MODE="productie")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "https" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_installing_without_a_server_is_one_sentence(fresh: Wijk) -> None:
    refused = fresh.run("install")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    assert "DATABASE_URL" in refused.stderr


def test_a_database_that_does_not_answer_is_one_sentence(fresh: Wijk) -> None:
    refused = fresh.run("explain", "U", "casus.lezen", "S", DATABASE_URL="postgresql://nobody@127.0.0.1:1/x")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr


def commands(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def test_every_command_declares_its_verb_or_says_why_it_is_public() -> None:
    assert set(commands(cli.wijk)) == set(cli.DECLARED)
    known = {verb.code for verb in Verb}
    for name, (kind, said) in cli.DECLARED.items():
        assert kind in ("verb", "public"), name
        assert said in known if kind == "verb" else len(said) > 20, name


def test_a_command_that_declares_nothing_or_both_is_no_command() -> None:
    with pytest.raises(TypeError):
        cli.declare("both", verb="world.take_over", public="and a reason as well")
    with pytest.raises(TypeError):
        cli.declare("neither")


def test_serving_patches_the_process_before_anything_of_the_house_is_imported() -> None:
    """Whatever is imported before the patch keeps its blocking sockets."""
    code = "import sys, wijkaanpak.cli; print(sorted(m for m in sys.modules if m.startswith('wijkaanpak.')))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=HERE, check=True)
    assert told.stdout.strip() == "['wijkaanpak.cli', 'wijkaanpak.cli.journal']"


def test_the_journal_is_worked_out_from_the_command_line(serving: Wijk, tmp_path: Path) -> None:
    """Exits 0, 2, 3 and what they tell; interface of `wijk verify`."""
    before = json.loads(serving.run("verify", "--json").stdout)["size"]
    for _time in range(5):  # each is on record: the count follows what happened, whatever ran before
        assert serving.run("explain", "U-ZP1", "casus.lezen", "S-02").returncode == 0
    whole = serving.run("verify", "--json")
    told = json.loads(whole.stdout)
    assert (whole.returncode, told["kind"], told["first"], told["findings"]) == (0, "GAAF", None, [])
    assert told["checked"] == told["size"] > 50
    assert told["size"] >= before + 5
    since = serving.run("verify", "--json", "--from-checkpoint", str(told["signed"]))
    assert (since.returncode, json.loads(since.stdout)["kind"]) == (0, "GAAF")
    assert serving.run("verify", "--from-checkpoint", "1").returncode == 1
    (tmp_path / "brief.txt").write_text("geen checkpoint", encoding="utf-8")
    other = serving.run("verify", "--json", "--anchors", str(tmp_path))
    assert (other.returncode, json.loads(other.stdout)["kind"]) == (3, "ANKER_VALS")
    assert serving.run("verify").stderr == ""


def test_a_month_is_kept_until_its_term(serving: Wijk) -> None:
    """R95."""
    for words in (("2001-01",), ("nooit",)):
        refused = serving.run("retire", *words, "--approved-by", "U-PO1", "--approved-by", "U-FB1")
        assert (refused.returncode, refused.stdout) in ((1, ""), (2, ""))
        assert "Traceback" not in refused.stderr
