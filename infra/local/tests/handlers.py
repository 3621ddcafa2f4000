"""Asks each handler of the plugin which of some addresses it takes. Runs on Python 2.7, without a database.

python handlers.py PATH...: writes {name of the handler: [addresses]} as JSON; who takes none is there, too.
"""

import importlib
import json
import sys

from trac.test import EnvironmentStub, MockRequest
from trac.web.main import RequestDispatcher


def main(*paths):
    importlib.import_module("learning.components")
    env = EnvironmentStub(default_data=False, enable=["trac.*", "learning.*"])
    ours = [one for one in RequestDispatcher(env).handlers if type(one).__module__.startswith("learning.")]
    found = {
        type(handler).__name__: [
            path for path in paths if handler.match_request(MockRequest(env, path_info=path, method="GET"))
        ]
        for handler in ours
    }
    json.dump(found, sys.stdout)


main(*sys.argv[1:])
