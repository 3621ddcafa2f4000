"""Who may do what, by the policies as AWS would get them."""

import json

import pytest
from traclearn_contracts import roster
from traclearn_local.terraform.plan import resources

KNOW_NO_RESOURCE = {
    "ecr:GetAuthorizationToken",
    "ecs:RegisterTaskDefinition",
    "ecs:DescribeTaskDefinition",
    "ecs:ListTaskDefinitions",
}
"""Actions that AWS takes with `*` alone."""


def policies(plan):
    """Role's policy → its statements, where the plan knows them: all but the flow log's."""
    found = resources(plan, "aws_iam_role_policy")
    return {name: statements(one["policy"]) for name, one in found.items() if "policy" in one}


def statements(policy):
    for one in json.loads(policy)["Statement"]:
        yield one | {"Action": listed(one["Action"]), "Resource": listed(one.get("Resource", []))}


def listed(value):
    return value if isinstance(value, list) else [value]


def queues(plan):
    """How the ARN of each of our queues begins."""
    return f"arn:aws:sqs:eu-central-1:{plan['variables']['account_id']['value']}:traclearn"


def of(plan, name):
    (found,) = [
        one
        for address, one in policies(plan).items()
        if address.endswith(f'["{name}"].aws_iam_role_policy.run')
    ]
    return {one["Sid"]: one for one in found}


def test_nothing_is_allowed_without_saying_what_and_where(plans):
    asked = 0
    for plan in (plans["dev"], plans["prod"], plans["account"]):
        for name, said in policies(plan).items():
            for one in said:
                asked += 1
                assert not any(action == "*" or action.endswith(":*") for action in one["Action"]), name
                if "*" in one["Resource"]:
                    assert set(one["Action"]) <= KNOW_NO_RESOURCE, name
    assert asked > 60


@pytest.mark.parametrize("name", roster.names())
def test_worker_reads_its_own_queue_and_speaks_as_itself(plan, name):
    said = of(plan, name)
    queue = f"{queues(plan)}-{name}"
    assert said["WorkOnItsQueue"]["Resource"] == [queue]
    assert said["GiveUp"]["Resource"] == [f"{queue}-dlq"]
    assert said["SpeakAsItself"]["Condition"] == {"StringEquals": {"events:source": f"traclearn.{name}"}}
    (secret,) = said["ReadItsPassword"]["Resource"]
    assert secret.endswith(f"/{name}-database-??????")


def test_who_needs_the_bucket_alone_may_read_it(plan):
    may = {name for name in roster.names() if "KeepOriginals" in of(plan, name)}
    assert may == {member.name for member in roster.read() if "bucket" in member.needs}


def test_who_counts_messages_may_count_and_no_more(plan):
    said = {name: of(plan, name).get("CountMessages") for name in roster.names()}
    may = {name: one for name, one in said.items() if one}
    assert may.keys() == {member.name for member in roster.read() if "queue-counts" in member.needs}
    for one in may.values():
        assert one["Action"] == ["sqs:GetQueueAttributes"]
        assert one["Resource"] == [f"{queues(plan)}-*"]


def test_nobody_may_send_to_a_queue_but_workers_to_their_own_dead_letters(plan):
    senders = [
        (name, one["Resource"])
        for name, said in policies(plan).items()
        for one in said
        if "sqs:SendMessage" in one["Action"]
    ]
    assert len(senders) == 4
    assert all(resource.endswith("-dlq") for _, found in senders for resource in found)


def test_gateway_speaks_as_trac_and_says_what_it_has_routes_for(plan):
    (said,) = [
        list(one) for name, one in policies(plan).items() if name.endswith("api.aws_iam_role_policy.events")
    ]
    (statement,) = said
    condition = statement["Condition"]["StringEquals"]
    assert condition["events:source"] == "traclearn.trac"
    assert "AnswerSubmitted.v1" in condition["events:detail-type"]
    assert not any(
        name.startswith(("AnswerGraded", "GradingStarted")) for name in condition["events:detail-type"]
    )


def test_workflow_on_github_gets_in_from_the_accounts_own_environment_alone(plans):
    (role,) = [
        one
        for one in resources(plans["account"], "aws_iam_role").values()
        if one["name"] == "traclearn-deploy"
    ]
    (trust,) = json.loads(role["assume_role_policy"])["Statement"]
    subjects = trust["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"]
    assert listed(subjects) == ["repo:example/traclearn:environment:prod"]


def test_costs_come_by_a_topic_to_which_budgets_alone_publish(plans):
    plan = plans["account"]
    (budget,) = resources(plan, "aws_budgets_budget").values()
    (topic,) = resources(plan, "aws_sns_topic").values()
    arn = f"arn:aws:sns:eu-central-1:111122223333:{topic['name']}"
    assert [one["subscriber_sns_topic_arns"] for one in budget["notification"]] == [[arn], [arn]]
    (policy,) = resources(plan, "aws_sns_topic_policy").values()
    (said,) = statements(policy["policy"])
    assert said["Principal"] == {"Service": "budgets.amazonaws.com"}
    assert (said["Action"], said["Resource"]) == (["sns:Publish"], [arn])
    assert said["Condition"]["StringEquals"] == {"aws:SourceAccount": "111122223333"}
    (mail,) = resources(plan, "aws_sns_topic_subscription").values()
    assert mail["endpoint"] == "operators@example.org"


def test_every_role_is_for_a_service_or_names_who_it_trusts(plans):
    for plan in (plans["dev"], plans["prod"], plans["account"]):
        for address, role in resources(plan, "aws_iam_role").items():
            if "assume_role_policy" not in role:  # the identity pool's, which names an id that AWS gives
                assert address.endswith("identity.aws_iam_role.people")
                continue
            for one in json.loads(role["assume_role_policy"])["Statement"]:
                assert one["Principal"] != "*", address
                assert "AWS" not in one["Principal"], address
