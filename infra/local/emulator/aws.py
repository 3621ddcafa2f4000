"""LocalStack with four things more.

- Of all web pages only those of the front door may speak to it, and they only post files to the bucket.
- Its REST APIs answer the front door alone: they believe a header that says who acts.
- What a PUT or DELETE names in a header becomes the version's id. So an object that is put back after a
  restart is the version that it was, and the event about it is the same.
- An expression of a mapping template is parsed once: its parser builds its grammar anew for each, three times
  a request, which is two thirds of what LocalStack costs here.

Run by LocalStack's own Python. In the environment: TRACLEARN_URL, CONTENT_BUCKET, GATEWAY_SECRET.
"""

import hmac
import os
import tempfile
import threading
from functools import cache
from pathlib import Path

from localstack import config
from localstack.aws.handlers import preprocess_request
from localstack.http import Response
from localstack.runtime.main import main
from localstack.services.apigateway.next_gen.execute_api import template_mapping
from localstack.services.apigateway.next_gen.execute_api.router import ApiGatewayEndpoint
from localstack.services.s3 import provider
from origin import Origins

SECRET_HEADER = "x-traclearn-gateway"
VERSION_HEADER = "x-traclearn-version-id"
BUCKET = f"/{os.environ['CONTENT_BUCKET']}"
FORMS = {
    (method, path): os.environ["TRACLEARN_URL"]
    for method in ("OPTIONS", "POST")
    for path in (BUCKET, f"{BUCKET}/")
}

secret = os.environ.pop("GATEWAY_SECRET").encode()
origins = Origins(config.GATEWAY_LISTEN[0].port, forms=FORMS)
request = threading.local()
generate, invoke = provider.generate_version_id, ApiGatewayEndpoint.__call__


def is_front_door(request):
    return hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret)


def refuse(chain, context, response):
    if is_front_door(context.request):
        return  # what browsers send comes through it unchanged
    headers = [(name.lower(), value) for name, value in context.request.headers]
    if said := origins.refusal(context.request.method, context.request.path, headers):
        response.status_code = 403
        response.set_json({"message": said})
        chain.terminate()


def remember(chain, context, response):
    request.version = context.request.headers.get(VERSION_HEADER)


def chosen(versioning_status):
    return getattr(request, "version", None) or generate(versioning_status)


def of_front_door(endpoint, request, **route):
    if is_front_door(request):
        return invoke(endpoint, request, **route)
    refused = Response(status=401)
    refused.set_json({"message": "Sign in again."})
    return refused


preprocess_request.append(refuse)
preprocess_request.append(remember)
ApiGatewayEndpoint.__call__ = of_front_door
provider.generate_version_id = chosen
template_mapping.parse = cache(template_mapping.parse)
provider.DEFAULT_S3_TMP_DIR = str(
    Path(tempfile.gettempdir(), "localstack-s3-storage")
)  # else /tmp, whatever TMPDIR
main()
