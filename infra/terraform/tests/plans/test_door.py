"""Envoy in front of each task takes the configuration that its definition carries, and ends TLS with it."""

import socket
import ssl
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from traclearn_local.stack import HOST, Stack
from traclearn_local.stores.scratch_postgres import free_port
from traclearn_local.terraform.workspace import SOURCES

TEMPLATE = SOURCES / "modules" / "service" / "envoy.yaml.tftpl"


def certificate():
    """(certificate, key) as PEM: self-signed, as README.md says how to make one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tasks.internal")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1)
        )
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return made.decode(), pem.decode()


@pytest.fixture
def program():
    """What stands behind it: a listener on a port of its own."""
    with socket.create_server((HOST, 0)) as listener:
        yield listener


@pytest.fixture
def door(program):
    binaries = list((Stack.find().tools / "envoy").glob("lib/python3*/site-packages/envoy/_bin/envoy"))
    if not binaries:
        pytest.skip("not run: Envoy is not here; `make install` brings it")
    port = free_port()
    config = TEMPLATE.read_text().replace("${port}", str(port))
    config = config.replace("${inner_port}", str(program.getsockname()[1])).replace("0.0.0.0", HOST)
    chain, key = certificate()
    command = [str(binaries[0]), "--disable-hot-restart", "-l", "error", "--config-yaml", config]
    envoy = subprocess.Popen(command, env={"TLS_CERTIFICATE": chain, "TLS_KEY": key})
    try:
        yield port
    finally:
        envoy.kill()
        envoy.wait()


def connect(port, version):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = version
    deadline = time.monotonic() + 20
    while True:
        try:
            return context.wrap_socket(socket.create_connection((HOST, port), timeout=5))
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def test_what_comes_by_tls_gets_to_the_program_in_plain(door, program):
    with connect(door, ssl.TLSVersion.TLSv1_3) as client:
        client.sendall(b"GET /health HTTP/1.1\r\n\r\n")
        inner, _ = program.accept()
        with inner:
            assert inner.recv(100) == b"GET /health HTTP/1.1\r\n\r\n"
            inner.sendall(b"alive")
            assert client.recv(100) == b"alive"
