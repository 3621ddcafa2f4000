"""The plugin's own tests that only a real PostgreSQL can show: locks, and two processes at once."""

import os
import subprocess

import psycopg
import pytest
from traclearn_local.stack import ROOT, Stack
from traclearn_local.stores.scratch_postgres import administrator

pytestmark = pytest.mark.stack


def test_plugin_tests_for_postgresql_pass():
    with administrator() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE plugin")
        uri = url.replace("postgresql:", "postgres:").rsplit("/", 1)[0] + "/plugin"
        python = str(Stack.find().tool("trac", "python"))
        done = subprocess.run(
            [python, "-W", "ignore", "-m", "unittest", "learning.tests.test_postgres"],
            cwd=ROOT / "trac",
            env={**os.environ, "TRAC_TEST_DB_URI": uri},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert "Ran 0 tests" not in done.stderr
