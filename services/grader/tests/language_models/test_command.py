"""`traclearn grader try` with a provider, and how a service is told of models."""

import json
from decimal import Decimal

import pytest
from grader.adapters.language_models import ModelChoice, Price
from grader.domain.spending import Limits
from grader.entrypoints.command import app
from grader.settings import Settings
from pydantic import ValidationError
from typer.testing import CliRunner

QUESTION = """
question: What does a commit record?
reference: A commit records a snapshot of the whole tree and points to its parent commits.
rubric: [A snapshot of the whole tree, Its parent commits]
"""


@pytest.fixture
def files(tmp_path):
    question, answer = tmp_path / "question.yaml", tmp_path / "answer.txt"
    question.write_text(QUESTION)
    answer.write_text("It records a snapshot of the whole tree and its parent commits.")
    return [str(question), str(answer)]


@pytest.fixture
def run(models, server):
    def run(*arguments, key="key"):
        environment = {
            "EMBEDDING_MODEL_DIR": str(models),
            "OPENAI_API_KEY": key,
            "OPENAI_BASE_URL": f"{server.address}/v1",
        }
        return CliRunner().invoke(app, ["try", *arguments], env=environment)

    return run


OPENAI = ["--provider", "openai", "--model", "gpt-5-mini"]


def test_person_with_a_key_sees_the_grade_and_its_cost(run, files):
    result = run(*OPENAI, *files)
    assert result.exit_code == 0, result.output
    assert "score 100%" in result.stdout
    assert "by openai/gpt-5-mini-2025-08-07, prompt 4: 400 tokens in, 90 out, $0.000" in result.stdout
    assert "list prices of genai-prices" in result.stdout
    assert "estimated before at $0.00" in result.stdout


def test_machine_gets_where_the_grade_came_from(run, files):
    said = json.loads(run(*OPENAI, "--json", *files).stdout)
    assert said["provenance"]["provider"] == "openai" and said["provenance"]["output_tokens"] == 90
    assert 0 < said["provenance"]["cost_usd"] < said["estimate_usd"]


@pytest.mark.parametrize(
    ("step", "word"),
    [((503, {}), "fails (503)"), (("prose",), "as the schema says"), (None, "reply was lost")],
)
def test_model_that_gives_no_grade_is_no_success(run, server, files, step, word):
    server.script = [step]
    result = run(*OPENAI, *files)
    assert (result.exit_code, result.stdout) == (1, "")
    assert word in result.stderr


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--provider", "anthropic", "--model", "m"], "ANTHROPIC_API_KEY"),
        (["--provider", "openai"], "--model"),
    ],
)
def test_what_is_missing_is_said(run, files, arguments, word):
    result = run(*arguments, *files)
    assert result.exit_code == 2 and word in result.stderr


def test_question_that_cannot_be_read_is_told(run, files, tmp_path):
    (tmp_path / "question.yaml").write_text("[unclosed")
    result = run(*OPENAI, *files)
    assert result.exit_code == 2 and "no YAML" in result.stderr
    assert run(*OPENAI, files[0]).exit_code == 2


def test_model_without_a_price_is_refused_until_its_price_is_said(run, files, server, monkeypatch):
    own = ["--provider", "openai", "--model", "my-model"]
    refused = run(*own, *files)
    assert refused.exit_code == 2 and "MODEL_PRICES=my-model=" in refused.stderr and not server.asked
    monkeypatch.setenv("MODEL_PRICES", "my-model=1/2")
    assert json.loads(run(*own, "--json", *files).stdout)["provenance"]["cost_usd"] == 0.00058


BASE = {"queue_url": "q", "dlq_url": "d", "database_url": "u", "embedding_model_dir": "."} | dict.fromkeys(
    ("cognito_issuer", "cognito_client_id", "cognito_machine_client_id"), "-"
)


def test_models_are_named_in_their_order(monkeypatch):
    monkeypatch.setenv("GRADER_MODELS", "openai:gpt-5-mini, anthropic:claude-haiku-4-5")
    settings = Settings(**BASE, openai_api_key="a", anthropic_api_key="b")
    assert settings.choices == [
        ModelChoice("openai", "gpt-5-mini"),
        ModelChoice("anthropic", "claude-haiku-4-5"),
    ]
    assert settings.account(settings.choices[1]).key.get_secret_value() == "b"


@pytest.mark.parametrize(
    ("models", "word"),
    [
        ("gpt-5-mini", "names no model"),
        ("openai:", "names no model"),
        ("openai:gpt-5-mini", "OPENAI_API_KEY"),
    ],
)
def test_model_that_cannot_be_asked_is_told_at_the_start(monkeypatch, models, word):
    monkeypatch.setenv("GRADER_MODELS", models)
    with pytest.raises(ValidationError, match=word):
        Settings(**BASE)


def test_limits_and_prices_are_read(monkeypatch):
    monkeypatch.setenv("DAILY_BUDGET_USD", "none")
    monkeypatch.setenv("COURSE_DAILY_BUDGET_USD", "2.5")
    monkeypatch.setenv("MODEL_PRICES", "my-model=0.15/0.60")
    settings = Settings(**BASE)
    assert settings.limits == Limits(None, Decimal("2.5"), Decimal("0.5"), Decimal(2))
    assert settings.model_prices["my-model"] == Price(Decimal("0.15"), Decimal("0.60"))


@pytest.mark.parametrize("prices", ["my-model", "m=1", "m=-1/2", "m=a/b", "m=nan/1"])
def test_price_that_is_none_is_told_at_the_start(monkeypatch, prices):
    monkeypatch.setenv("MODEL_PRICES", prices)
    with pytest.raises(ValidationError, match="is no price"):
        Settings(**BASE)
