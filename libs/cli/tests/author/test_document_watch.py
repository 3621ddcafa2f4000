"""How long a command waits for documents."""


def test_accepted_upload_without_waiting_is_success(run, service, course):
    service.stuck = True
    code, lines, _ = run("add", course, "--no-wait", "--json")
    assert code == 0 and [line["state"] for line in lines] == ["uploaded"] * 3 and service.asked == []


def test_waiting_without_headway_ends_after_the_timeout(run, service, course):
    service.stuck = True
    code, lines, said = run("add", course, "--timeout", "0.2", "--json")
    assert code == 1 and [line["state"] for line in lines] == ["embedding"] * 3
    assert "3 are still on their way" in said
