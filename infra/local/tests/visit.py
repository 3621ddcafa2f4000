"""Opens Trac's pages in this process and writes {path: [status, body]} as JSON. Runs on Python 2.7.

python visit.py ENV USER PATH...: USER is '' for somebody who is not signed in.
"""

import io
import json
import sys
from wsgiref.util import setup_testing_defaults

from trac.web.main import dispatch_request


def environ_for(env, user, path):
    path, _, query = path.partition("?")
    environ = {
        "trac.env_path": env,
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_ACCEPT": "text/html,*/*;q=0.8",
        "REMOTE_ADDR": "127.0.0.1",
    }
    setup_testing_defaults(environ)
    if user:
        environ["REMOTE_USER"] = user
    return environ


def visit(env, user, path):
    status, body = [], io.BytesIO()

    def start_response(line, headers, exc_info=None):
        status.append(int(line.split()[0]))
        return body.write

    for chunk in dispatch_request(environ_for(env, user, path), start_response) or ():
        body.write(chunk)
    return status[0], body.getvalue().decode("utf-8", "replace")


def main(env, user, *paths):
    json.dump({path: visit(env, user, path) for path in paths}, sys.stdout)


main(*sys.argv[1:])
