"""For all tests: how much hypothesis tries, with no clock to decide, no search for garbage in what stays, and
no reading beyond what `make check` counts to a room.

`make check` takes the profile `few` of hypothesis, `make check SLOW=1` and `make test` the other.
"""

import gc

from hypothesis import settings
from traclearn_local.reading_guard import ReadingGuard

settings.register_profile("all", max_examples=150, deadline=None)
settings.register_profile("few", max_examples=25, deadline=None)
settings.load_profile("all")

gc.disable()


def pytest_configure(config):
    config.pluginmanager.register(ReadingGuard())


def pytest_collection_finish():
    gc.freeze()
    gc.enable()
