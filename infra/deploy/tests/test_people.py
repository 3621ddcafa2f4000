"""The export of the user pool, against Cognito's own request and answer models."""

import json
from pathlib import Path

import pytest
from traclearn_deploy.main import app
from traclearn_deploy.people import pool_id, read_people, write
from typer.testing import CliRunner

SITE = Path(__file__).with_name("site.json")
POOL = "us-east-1_Abc"


def account(name, **more):
    attributes = [{"Name": "sub", "Value": name}, {"Name": "email", "Value": f"{name}@example.org"}]
    return {"Username": name, "Enabled": True, "UserStatus": "CONFIRMED", "Attributes": attributes} | more


@pytest.fixture
def pool(clients):
    """Two groups, of which `authors` comes in two pages, and three people in two pages."""
    asked = {"UserPoolId": POOL}
    groups = [{"GroupName": "authors", "Description": "write"}, {"GroupName": "operators"}]
    clients.expect("cognito", "list_groups", {"Groups": groups}, asked)
    in_group = asked | {"GroupName": "authors"}
    first = {"Users": [account("ann")], "NextToken": "more"}
    clients.expect("cognito", "list_users_in_group", first, in_group)
    rest = in_group | {"NextToken": "more"}
    clients.expect("cognito", "list_users_in_group", {"Users": [account("bob")]}, rest)
    last = asked | {"GroupName": "operators"}
    clients.expect("cognito", "list_users_in_group", {"Users": [account("ann")]}, last)
    people = {"Users": [account("ann"), account("bob", Enabled=False)], "PaginationToken": "p"}
    clients.expect("cognito", "list_users", people, asked)
    clients.expect("cognito", "list_users", {"Users": [account("cem")]}, asked | {"PaginationToken": "p"})
    return clients.cognito


def test_all_pages_are_read_and_each_has_its_groups(pool):
    found = read_people(pool, POOL)
    assert {one["username"]: one["groups"] for one in found["people"]} == {
        "ann": ["authors", "operators"],
        "bob": ["authors"],
        "cem": [],
    }
    assert found["groups"] == {"authors": "write", "operators": ""}
    ann, bob, _ = found["people"]
    assert ann["attributes"] == {"sub": "ann", "email": "ann@example.org"}
    assert (ann["enabled"], bob["enabled"], bob["status"]) == (True, False, "CONFIRMED")


def test_pool_is_the_one_that_terraform_names(site):
    assert pool_id(site) == POOL


def test_file_is_its_owners_alone_and_replaces_yesterdays(tmp_path):
    file = tmp_path / "people.json"
    file.write_text("yesterday")
    write(file, {"people": ["ann"]})
    assert json.loads(file.read_text()) == {"people": ["ann"]}
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_command_that_may_not_read_the_pool_says_so_and_leaves_yesterdays_file(
    clients, monkeypatch, tmp_path
):
    file = tmp_path / "people.json"
    file.write_text("yesterday")
    clients.refuse("cognito", "list_groups", "NotAuthorizedException")
    monkeypatch.setattr("traclearn_deploy.main.Clients", lambda _: clients)
    done = CliRunner().invoke(app, ["people", "--site", str(SITE), "--output", str(file)])
    assert done.exit_code == 1
    assert f"{POOL} cannot be read" in done.output
    assert file.read_text() == "yesterday"


def test_command_writes_what_the_pool_says(pool, clients, monkeypatch, tmp_path):
    file = tmp_path / "people.json"
    monkeypatch.setattr("traclearn_deploy.main.Clients", lambda _: clients)
    done = CliRunner().invoke(app, ["people", "--site", str(SITE), "--output", str(file)])
    assert done.exit_code == 0
    assert [one["username"] for one in json.loads(file.read_text())["people"]] == ["ann", "bob", "cem"]


def test_dry_run_names_pool_and_file_and_asks_nothing(tmp_path):
    file = tmp_path / "people.json"
    done = CliRunner().invoke(app, ["people", "--site", str(SITE), "--output", str(file), "--dry-run"])
    assert done.exit_code == 0
    assert POOL in done.output
    assert "people.json" in done.output
    assert not file.exists()
