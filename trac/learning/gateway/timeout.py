# -*- coding: utf-8 -*-
"""A timeout for a whole call: the sockets' own timeouts start anew with every
byte, and a name that is looked up has none."""

import os
import select
import threading

from learning.errors import CallTimeout


def call_within(seconds, call):
    """What `call()` returns or raises, if it ends in time.

    It runs in a thread of its own, which closes a pipe when it ends: Python
    2.7's waiting with a timeout looks only every 50 ms.

    :raises CallTimeout: after so many seconds.
    """
    reply = {}
    reading, writing = os.pipe()

    def run():
        try:
            reply['value'] = call()
        except Exception as e:
            reply['error'] = e
        finally:
            os.close(writing)   # the only one to close it: never a stranger's

    thread = threading.Thread(target=run)
    thread.daemon = True
    thread.start()
    try:
        poll = select.poll()
        poll.register(reading, select.POLLIN | select.POLLHUP)
        if not poll.poll(int(seconds * 1000)):
            raise CallTimeout("no end within %s s" % seconds)
    finally:
        os.close(reading)
    if 'error' in reply:
        raise reply['error']
    return reply['value']
