"""The settings mean what docs/operations.md says, and production refuses what is unsafe."""

import stat
from pathlib import Path

import pytest

from wijkaanpak.foundation.config import HERE, CannotStart, Settings, keep_secret, load_settings

NAMES = [
    *("PORT", "DATABASE_URL", "WIJKAANPAK_HOME", "WIJKAANPAK_MODE", "WIJKAANPAK_URL"),
    *("WIJKAANPAK_DEMO_WORLD", "WIJKAANPAK_PG_BIN"),
]


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is set but what the test sets."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_with_nothing_set_it_is_a_demo_on_port_8000_with_its_data_beside_the_code() -> None:
    settings = load_settings()
    assert (settings.port, settings.mode, settings.url) == (8000, "demo", "http://localhost:8000")
    assert settings.home == HERE / ".wijkaanpak"
    assert settings.world == HERE / "wijkaanpak" / "demo" / "oeverdrecht.yaml"
    assert settings.database_url is None


def test_the_address_follows_the_port_and_loses_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    assert load_settings().url == "http://localhost:8123"
    monkeypatch.setenv("WIJKAANPAK_URL", "https://wijk.example/")
    assert load_settings().url == "https://wijk.example"


def test_strangers_variables_are_not_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "MODE", "URL", "DEMO_WORLD"):
        monkeypatch.setenv(name, "/a/stranger's")
    settings = load_settings()
    assert (settings.home, settings.mode) == (HERE / ".wijkaanpak", "demo")
    assert settings.url == "http://localhost:8000"


def test_a_world_of_none_loads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKAANPAK_DEMO_WORLD", "none")
    assert load_settings().world is None


def test_every_wrong_setting_is_named_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "80000")
    monkeypatch.setenv("WIJKAANPAK_MODE", "productive")
    monkeypatch.setenv("WIJKAANPAK_URL", "wijk.example/path")
    with pytest.raises(CannotStart) as told:
        load_settings()
    for name in ("PORT", "WIJKAANPAK_MODE", "WIJKAANPAK_URL"):
        assert name in str(told.value)
    assert "\n" not in str(told.value)


def test_production_names_everything_that_is_unsafe_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WIJKAANPAK_MODE", "productie")
    monkeypatch.setenv("WIJKAANPAK_HOME", str(tmp_path))
    monkeypatch.setenv("WIJKAANPAK_DEMO_WORLD", "world.yaml")
    monkeypatch.setenv("DATABASE_URL", "postgresql://postgres:postgres@db/wijkaanpak")
    (tmp_path / "secret").write_bytes(b"short")
    with pytest.raises(CannotStart) as told:
        load_settings()
    for word in ("WIJKAANPAK_URL", "WIJKAANPAK_DEMO_WORLD", "DATABASE_URL", "secret must have mode 0600"):
        assert word in str(told.value)
    assert "postgres:postgres" not in str(told.value)


def test_production_with_safe_settings_starts_without_anything_of_the_demo(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WIJKAANPAK_MODE", "productie")
    monkeypatch.setenv("WIJKAANPAK_HOME", str(tmp_path))
    monkeypatch.setenv("WIJKAANPAK_URL", "https://wijk.example")
    settings = load_settings()
    assert settings.production
    assert settings.world is None


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    first = settings.secret
    kept = tmp_path / "home" / "secret"
    assert len(first) == 32
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert Settings(home=tmp_path / "home").secret == first
    assert [path.name for path in kept.parent.iterdir()] == ["secret"]


def test_what_is_kept_is_never_replaced(tmp_path: Path) -> None:
    assert keep_secret(tmp_path / "kept", b"first") == b"first"
    assert keep_secret(tmp_path / "kept", b"second") == b"first"


def test_a_secret_shows_nowhere(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url="postgresql://a:hidden@b/c")  # type: ignore[arg-type]
    assert "hidden" not in repr(settings)


def test_a_data_folder_that_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotStart, match="cannot be made"):
        _ = Settings(home=tmp_path / "file" / "home").secret
