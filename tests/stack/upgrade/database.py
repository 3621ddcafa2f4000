"""A database of our own, with the roles of the stack."""

import os
import subprocess
import sys
from uuid import uuid4

import asyncpg
from sqlalchemy.engine import make_url

ROLES = ("traclearn", "trac", "grader", "progress")
PASSWORD = uuid4().hex
MAKE = "IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{0}') THEN CREATE ROLE {0} LOGIN; END IF;"


class Database:
    """`admin`: `postgresql://…` of an account that may create roles and databases."""

    def __init__(self, admin, name):
        self._admin, self._name = make_url(admin), name

    @classmethod
    async def create(cls, admin):
        database = cls(admin, f"upgrade_{uuid4().hex[:8]}")
        await run(
            admin,
            f"DO $$ BEGIN {' '.join(MAKE.format(role) for role in ROLES)} END $$",
            *(f"ALTER ROLE {role} PASSWORD '{PASSWORD}'" for role in ROLES),
            "GRANT trac, grader, progress TO traclearn",
            f"CREATE DATABASE {database._name} OWNER traclearn",
        )
        await database.run("GRANT USAGE, CREATE ON SCHEMA public TO trac")
        return database

    def url(self, role=None, driver="postgresql+asyncpg"):
        """Of the administrator, or of a role."""
        url = self._admin.set(drivername=driver, database=self._name)
        url = url.set(username=role, password=PASSWORD) if role else url
        return url.render_as_string(hide_password=False)

    async def run(self, *statements):
        return await run(self.url(driver="postgresql"), *statements)

    def migrate(self, service):
        """`service`: the folder that holds its migrations."""
        environment = os.environ | {"MIGRATION_DATABASE_URL": self.url("traclearn")}
        command = [sys.executable, "-m", "alembic", "upgrade", "head"]
        subprocess.run(command, cwd=service, env=environment, capture_output=True, text=True, check=True)


async def run(url, *statements):
    """The rows of the last one."""
    connection = await asyncpg.connect(url)
    try:
        for statement in statements[:-1]:
            await connection.execute(statement)
        return await connection.fetch(statements[-1])
    finally:
        await connection.close()
