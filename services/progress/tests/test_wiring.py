"""The service as its settings make it: nothing connects before it is used."""

import pytest
from progress.bootstrap import bootstrap, report_delayed
from progress.entrypoints.worker import app
from progress.handlers.events import failed, handle
from progress.settings import Settings
from traclearn_worker.testing import FakeWork

ENVIRONMENT = {
    "QUEUE_URL": "http://127.0.0.1:1/queue",
    "DLQ_URL": "http://127.0.0.1:1/dlq",
    "DATABASE_URL": "postgresql+asyncpg://progress:secret@127.0.0.1:1/traclearn",
    "COGNITO_ISSUER": "https://issuer.test/pool",
    "COGNITO_CLIENT_ID": "web",
    "COGNITO_MACHINE_CLIENT_ID": "machine",
    "REDIS_URL": "redis://127.0.0.1:1",
    "DELAYED_AFTER": "7",
}


@pytest.fixture
def settings(monkeypatch):
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return Settings()


async def test_settings_come_from_the_environment(settings, monkeypatch):
    assert settings.cognito_jwks_url == "https://issuer.test/pool/.well-known/jwks.json"
    assert (settings.delayed_after, settings.redis_cluster) == (7, False)
    assert settings.appeal_overdue_after > 3600, "the grader's own deadline comes first"
    assert "secret" not in repr(settings)
    monkeypatch.setenv("COGNITO_JWKS_URL", "http://127.0.0.1:1/keys")
    assert Settings().cognito_jwks_url == "http://127.0.0.1:1/keys"


async def test_parts_are_wired_without_a_server(settings):
    parts = bootstrap(settings)
    assert app(settings, parts)
    await parts.cache.close()
    await parts.engine.dispose()


async def test_long_lists_are_read_from_the_replica_where_there_is_one(settings, monkeypatch):
    assert bootstrap(settings).replica is None
    monkeypatch.setenv("READ_DATABASE_URL", "postgresql+asyncpg://progress:secret@replica:1/traclearn")
    parts = bootstrap(Settings())
    assert (parts.replica.url.host, parts.engine.url.host) == ("replica", "127.0.0.1")
    assert "secret" not in repr(Settings())
    await parts.cache.close()


async def test_events_end_in_the_store_and_cause_none(events, store):
    assert await handle(events.answer(1), FakeWork(store)) == []
    assert await failed(events.answer(1), "why", FakeWork(store)) == []
    assert [(change.kind, change.reason) for change in store.feed] == [
        ("answer_received", None),
        ("ungradable", "why"),
    ]


def test_delayed_answers_are_reported(capsys):
    report_delayed(3)
    report_delayed(0)
    assert capsys.readouterr().out.count("answers delayed") == 1
