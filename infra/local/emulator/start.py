"""LocalStack, with one thing more: what a PUT or DELETE names in a header becomes the version's id.

So an object that is put back after a restart is the version that it was, and the event about it is the same.
Run by LocalStack's own Python.
"""

import threading

from localstack.aws.handlers import preprocess_request
from localstack.runtime.main import main
from localstack.services.s3 import provider

HEADER = "x-traclearn-version-id"
request = threading.local()
generate = provider.generate_version_id


def remember(chain, context, response):
    request.version = context.request.headers.get(HEADER)


def chosen(versioning_status):
    return getattr(request, "version", None) or generate(versioning_status)


preprocess_request.append(remember)
provider.generate_version_id = chosen
main()
