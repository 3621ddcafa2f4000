"""SQL files of the migrations: many statements each, which a prepared statement cannot hold."""

from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.util import await_only


def run_script(connection: Connection, path: Path) -> None:
    """Runs the file inside the connection's transaction. Line ends stay."""
    connection.execute(text("SELECT 1"))  # the driver opens the transaction with the first statement
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection of the migration is closed")
    await_only(driver.execute(path.read_bytes().decode()))
