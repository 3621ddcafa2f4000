"""The runtime's tables, for the Alembic revision of each service.

`inbox`    one row an event: who works on it, how often it failed, the replies it already paid for
`outbox`   events that are committed and not yet on their way
`parked`   events that wait for their cause
`causes`   one row a key that events wait for: the lock between parking and unparking
"""

import re


def create_tables(schema: str) -> list[str]:
    """SQL statements that make the tables in `schema`, which must exist."""
    name = quoted(schema)
    return [
        f"""CREATE TABLE {name}.inbox (
    source text NOT NULL,
    learner text NOT NULL,
    event_id uuid NOT NULL,
    detail_type text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'claimed', 'parked', 'done', 'failed')),
    failures integer NOT NULL DEFAULT 0,
    crashes integer NOT NULL DEFAULT 0,
    lease_token uuid,
    lease_until timestamptz,
    replies text NOT NULL DEFAULT '{{}}',
    parked_key text,
    parked_until timestamptz,
    reason text,
    failed_at timestamptz,
    received_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, learner, event_id)
)""",
        f"CREATE INDEX inbox_lease ON {name}.inbox (lease_token)",
        f"""CREATE TABLE {name}.outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    target text NOT NULL CHECK (target IN ('bus', 'queue')),
    source text NOT NULL,
    detail_type text NOT NULL,
    body text NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz NOT NULL DEFAULT now()
)""",
        f"CREATE INDEX outbox_due ON {name}.outbox (due_at)",
        f"""CREATE TABLE {name}.parked (
    source text NOT NULL,
    learner text NOT NULL,
    event_id uuid NOT NULL,
    detail_type text NOT NULL,
    key text NOT NULL,
    body text NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT now(),
    deadline timestamptz NOT NULL,
    PRIMARY KEY (source, learner, event_id)
)""",
        f"CREATE INDEX parked_key ON {name}.parked (key)",
        f"CREATE INDEX parked_deadline ON {name}.parked (deadline)",
        f"CREATE TABLE {name}.causes (key text PRIMARY KEY, released_by xid8)",
        *index_age(schema),
    ]


def index_age(schema: str) -> list[str]:
    """SQL statements that make what pruning looks into, where tables are older than that.

    `received_at` never changes: the index costs nothing when an attempt ends.
    """
    name = quoted(schema)
    return [
        f"CREATE INDEX IF NOT EXISTS inbox_received ON {name}.inbox (received_at)",
        f"CREATE INDEX IF NOT EXISTS causes_released ON {name}.causes (coalesce(released_by, '0'))",
    ]


def drop_tables(schema: str) -> list[str]:
    """SQL statements that undo `create_tables`."""
    return [f"DROP TABLE {quoted(schema)}.{table}" for table in ("causes", "parked", "outbox", "inbox")]


def quoted(schema: str) -> str:
    """The schema's name for use in SQL; refuses what is no plain name."""
    if not re.fullmatch(r"[a-z_][a-z0-9_]*", schema):
        raise ValueError(f"not a plain schema name: {schema!r}")
    return f'"{schema}"'
