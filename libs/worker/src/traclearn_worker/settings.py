"""What a worker reads from its environment. A service's own settings inherit from this."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

MAX_VISIBILITY_S = 43_200
"""Seconds: 12 hours is the longest that SQS hides a message.
Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html"""
MAX_WAIT_S = 20
"""Seconds: the longest poll of SQS.
Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html"""


class DatabaseSettings(BaseSettings):
    """Where the database is: all that a command needs that talks to nothing else.

    TLS is the address's word (`?ssl=verify-full`), and whom it trusts is the driver's own PGSSLROOTCERT.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    database_url: str = Field(repr=False)
    database_secret: str | None = Field(
        None, repr=False, description="Whose `password` is the address's: each new connection asks for it."
    )
    aws_region: str = "us-east-1"
    aws_endpoint_url: str | None = None


class WorkerSettings(DatabaseSettings):
    """Each field is an environment variable of the same name in capitals. Times are seconds."""

    queue_url: str
    dlq_url: str
    event_bus: str = "traclearn"
    ecs_agent_uri: str | None = Field(None, description="ECS sets it: there scaling in is held off.")
    host: str = Field("127.0.0.1", description="A container says 0.0.0.0.")
    port: int = Field(8000, ge=0, description="0 serves no HTTP.")
    permits: int = Field(10, ge=1, description="Messages worked on at the same time.")
    prefetch: int = Field(0, ge=0, description="Messages held beyond those, so that learners take turns.")
    visibility: int = Field(60, ge=1, le=MAX_VISIBILITY_S)
    receive_wait: int = Field(20, ge=0, le=MAX_WAIT_S)
    max_attempts: int = Field(5, ge=1)
    stop_timeout: float = Field(120, gt=0, description="From SIGTERM to SIGKILL.")
    handler_timeout: float = Field(90, gt=0)
    breaker_failures: int = Field(5, ge=1)
    breaker_rest: float = Field(60, gt=0)
    metrics_every: float = Field(10, gt=0)
    log_level: str = "INFO"
