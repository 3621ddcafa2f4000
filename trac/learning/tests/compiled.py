# -*- coding: utf-8 -*-
"""Templates are compiled once for all tests, not once for each environment."""

from jinja2 import BytecodeCache
from trac.web import chrome


class Compiled(BytecodeCache):

    kept = {}

    def load_bytecode(self, bucket):
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket):
        self.kept[bucket.key] = bucket.bytecode_to_string()

    def clear(self):
        self.kept.clear()


def install(original=chrome.jinja2env):
    chrome.jinja2env = lambda **kw: original(
        **dict(kw, bytecode_cache=Compiled()))
