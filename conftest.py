"""For all tests: how much hypothesis tries, with no clock to decide, and no search for garbage in what stays.

`make check` takes the profile `few` of hypothesis, `make check SLOW=1` and `make test` the other.
"""

import gc

from hypothesis import settings

settings.register_profile("all", max_examples=150, deadline=None)
settings.register_profile("few", max_examples=25, deadline=None)
settings.load_profile("all")

gc.disable()


def pytest_collection_finish():
    gc.freeze()
    gc.enable()
