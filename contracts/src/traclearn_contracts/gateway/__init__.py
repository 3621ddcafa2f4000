"""The REST API as API Gateway imports it: `contracts/openapi.yaml` rendered for AWS or locally."""

from traclearn_contracts.gateway.draft04 import UnsupportedSchema
from traclearn_contracts.gateway.rendering import Target, render
from traclearn_contracts.gateway.templates import GatewayError

__all__ = ["GatewayError", "Target", "UnsupportedSchema", "render"]
