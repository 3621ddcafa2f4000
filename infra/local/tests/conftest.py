import pytest
from traclearn_local.stack import Stack

ADDED = ("TracLearn.egg-link", "easy-install.pth", "_virtualenv*", "graphviz", "graphviz-*")
"""What `make install` adds to Trac's packages and an administrator may lack."""


@pytest.fixture(scope="session")
def bare_trac(tmp_path_factory):
    """A folder for PYTHONPATH: Trac and what the plugin requires, without the plugin."""
    folder = tmp_path_factory.mktemp("bare")
    for path in (Stack.find().tool("trac", "python").parents[1] / "lib/python2.7/site-packages").iterdir():
        if not any(path.match(name) for name in ADDED):
            (folder / path.name).symlink_to(path)
    return folder
