import pytest
from pydantic import ValidationError
from traclearn_worker import WorkerSettings
from traclearn_worker.postgres.schema import create_tables, drop_tables

ENVIRONMENT = {
    "QUEUE_URL": "q",
    "DLQ_URL": "d",
    "DATABASE_URL": "postgresql+asyncpg://grader:secret@db/traclearn",
}


@pytest.fixture
def environment(monkeypatch):
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_environment_overrides_the_defaults_of_settings(environment):
    environment.setenv("PERMITS", "3")
    settings = WorkerSettings()
    assert (settings.permits, settings.visibility, settings.receive_wait) == (3, 60, 20)
    assert (settings.max_attempts, settings.stop_timeout, settings.handler_timeout) == (5, 120, 90)


def test_the_database_password_is_not_shown(environment):
    assert "secret" not in repr(WorkerSettings())


def test_settings_cannot_be_changed_after_start(environment):
    with pytest.raises(ValidationError):
        WorkerSettings().permits = 1


@pytest.mark.parametrize(
    ("name", "value"), [("RECEIVE_WAIT", "21"), ("VISIBILITY", "43201"), ("PERMITS", "0")]
)
def test_what_sqs_refuses_is_refused_at_the_start(environment, name, value):
    environment.setenv(name, value)
    with pytest.raises(ValidationError, match=name.lower()):
        WorkerSettings()


def test_service_settings_add_fields_to_the_workers(environment):
    class GraderSettings(WorkerSettings):
        grader: str = "offline"

    environment.setenv("GRADER", "llm")
    assert GraderSettings().grader == "llm"


def test_every_table_is_made_and_dropped():
    made = [line.split()[2] for line in create_tables("grader") if line.startswith("CREATE TABLE")]
    assert made == ['"grader".inbox', '"grader".outbox', '"grader".parked', '"grader".causes']
    assert sorted(line.split()[2] for line in drop_tables("grader")) == sorted(made)


def test_a_schema_is_a_plain_name():
    with pytest.raises(ValueError, match="plain schema name"):
        create_tables('grader"; DROP TABLE x')
