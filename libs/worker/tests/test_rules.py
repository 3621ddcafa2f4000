"""The store in memory keeps the rules. `stack/test_rules_on_postgres.py` says the same of the real one."""

import pytest
from traclearn_worker.testing import MemoryStore, run
from worker_scenes.rules import RULES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_store_rule_holds_in_memory(rule):
    async def play():
        await rule(MemoryStore())

    run(play())
