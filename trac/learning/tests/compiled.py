# -*- coding: utf-8 -*-
"""Templates are compiled once for all tests, not once for each environment."""

from jinja2 import BytecodeCache
from trac.web import chrome


class Compiled(BytecodeCache):
    """Until `Templates` is installed, Trac's templates are as Trac has them.
    """

    kept = {}

    def load_bytecode(self, bucket):
        if key_of(bucket) in self.kept:
            bucket.bytecode_from_string(self.kept[key_of(bucket)])

    def dump_bytecode(self, bucket):
        self.kept[key_of(bucket)] = bucket.bytecode_to_string()

    def clear(self):
        self.kept.clear()


def key_of(bucket):
    return bucket.key, hasattr(chrome.Chrome._load_jinja_template, 'learning')


def install(original=chrome.jinja2env):
    chrome.jinja2env = lambda **kw: original(
        **dict(kw, bytecode_cache=Compiled()))
