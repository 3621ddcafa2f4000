"""A PostgreSQL with a certificate of its own authority, as RDS has: who is believed, and who is not."""

import os
import re
import shutil
import ssl
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import text
from traclearn_local.stack import Stack
from traclearn_local.stores.scratch_postgres import own
from traclearn_worker.postgres.database import command_engine, open_engine
from traclearn_worker.settings import DatabaseSettings
from traclearn_worker.testing import settings

pytestmark = pytest.mark.stack
ENCRYPTED = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
TRAC = """
import sys
from trac.db.postgres_backend import PostgreSQLConnection
user, password, port, database = sys.argv[1:]
connection = PostgreSQLConnection(database, None, user, password, 'localhost', port)
cursor = connection.cursor()
cursor.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
print(cursor.fetchone()[0])
"""


class Authority:
    """Signs certificates; `file` is what those who trust it are given."""

    def __init__(self, folder, name):
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        own_constraint = x509.BasicConstraints(ca=True, path_length=0)
        made = self._sign(self._name, self._key.public_key(), own_constraint)
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(made.public_bytes(serialization.Encoding.PEM))

    def certify(self, name):
        """(certificate, key) as PEM, of a server of that name."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = self._sign(subject, key.public_key(), x509.SubjectAlternativeName([x509.DNSName(name)]))
        plain = serialization.NoEncryption()
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        return made.public_bytes(serialization.Encoding.PEM), pem

    def _sign(self, subject, key, extension):
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder(
            self._name, subject, key, x509.random_serial_number(), now - timedelta(1), now + timedelta(1)
        )
        return builder.add_extension(extension, critical=True).sign(self._key, hashes.SHA256())


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"), "ours")


@pytest.fixture(scope="module")
def server(authority):
    """Its administrator's address; its certificate is for `localhost`, and all who come must encrypt."""
    with own() as url, psycopg.connect(url, autocommit=True) as connection:
        (folder,) = connection.execute("SHOW data_directory").fetchone()
        data = Path(folder)
        for name, pem in zip(("server.crt", "server.key"), authority.certify("localhost"), strict=True):
            (data / name).write_bytes(pem)
            (data / name).chmod(0o600)
            if os.geteuid() == 0:
                shutil.chown(data / name, data.owner(), data.group())
        connection.execute("ALTER SYSTEM SET ssl = on")
        connection.execute("SELECT pg_reload_conf()")
        yield url.replace("127.0.0.1", "localhost")


@pytest.fixture
def trusting(monkeypatch):
    """Names whom the drivers trust, as the images do."""
    return lambda authority: monkeypatch.setenv("PGSSLROOTCERT", str(authority.file))


async def encrypted(url):
    """What the server says, to a worker's pool."""
    engine = open_engine(settings(database_url=f"{asynchronous(url)}?ssl=verify-full"))
    try:
        async with engine.connect() as connection:
            return await connection.scalar(text(ENCRYPTED))
    finally:
        await engine.dispose()


def asynchronous(url):
    return re.sub("^postgresql:", "postgresql+asyncpg:", url)


async def test_server_of_the_known_authority_is_believed(server, authority, trusting):
    trusting(authority)
    assert await encrypted(server) is True


async def test_server_of_another_authority_is_refused(server, tmp_path, trusting):
    trusting(Authority(tmp_path, "another"))
    with pytest.raises(ssl.SSLCertVerificationError):
        await encrypted(server)


async def test_server_that_goes_by_another_name_is_refused(server, authority, trusting):
    trusting(authority)
    with pytest.raises(ssl.SSLCertVerificationError, match=r"127\.0\.0\.1"):
        await encrypted(server.replace("localhost", "127.0.0.1"))


async def test_command_takes_the_address_that_psql_takes(server, authority, trusting):
    trusting(authority)
    at = DatabaseSettings(database_url=f"{server}?sslmode=verify-full")
    async with command_engine(at) as engine, engine.connect() as connection:
        assert await connection.scalar(text(ENCRYPTED)) is True


def test_trac_believes_the_same_by_the_environment_of_its_task(server, authority, tmp_path):
    python = Stack.find().tool("trac", "python")
    user, password, port, database = re.fullmatch(
        r"postgresql://(.*):(.*)@localhost:(\d+)/(.*)", server
    ).groups()

    def ask(trusted):
        environment = {"PGSSLMODE": "verify-full", "PGSSLROOTCERT": str(trusted.file)}
        command = [python, "-W", "ignore", "-c", TRAC, user, password, port, database]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert ask(authority).stdout == "True\n"
    refused = ask(Authority(tmp_path, "another"))
    assert refused.returncode
    assert "certificate verify failed" in refused.stderr
