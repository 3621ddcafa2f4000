# -*- coding: utf-8 -*-
"""Questions as YAML: for people who keep them in a repository."""

import yaml

from learning.errors import InvalidInput
from learning.exchange.record import (LISTS, POINT, SOURCE, TEXTS,
                                      Entry, make_record)
from learning.translation import _

#: Levels of nesting that a file of questions has at most, with some to spare.
MAX_DEPTH = 8


class PlainLoader(yaml.SafeLoader):
    """Reads every scalar as its text: `no`, `3` and `2026-01-31` are what the
    author wrote, and no value is more than a text. Knows no aliases: a few
    of them make a few lines fill a memory. Not too deep, either.
    """

    depth = 0

    def compose_node(self, parent, index):
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("no anchors and aliases (& and *), please")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise yaml.YAMLError("too deep")
        try:
            return yaml.SafeLoader.compose_node(self, parent, index)
        finally:
            self.depth -= 1


PlainLoader.yaml_implicit_resolvers = {}
PlainLoader.add_constructor(
    u'tag:yaml.org,2002:str', lambda loader, node:
    unicode(loader.construct_scalar(node)))


class BlockDumper(yaml.SafeDumper):
    """Writes texts of several lines as people would."""


def _represent_text(dumper, said):
    if u'\x85' in said:     # a line break of YAML that no other style keeps
        return dumper.represent_scalar(u'tag:yaml.org,2002:str', said,
                                       style='"')
    block = u'\n' in said and not said.startswith((u' ', u'\n')) and \
        all(line == line.rstrip() for line in said.split(u'\n'))
    return dumper.represent_scalar(u'tag:yaml.org,2002:str', said,
                                   style='|' if block else None)


BlockDumper.add_representer(unicode, _represent_text)


def write_yaml(records):
    """The file, in UTF-8; what is empty is left out."""
    return yaml.dump(
        {u'questions': [_mapping(record) for record in records]},
        Dumper=BlockDumper, allow_unicode=True, default_flow_style=False,
        width=100, encoding='utf-8')


def read_yaml(content):
    """An `Entry` for each question.

    :raises InvalidInput: when it is no such file.
    """
    try:
        said = yaml.load(content.decode('utf-8'), Loader=PlainLoader)
    except (yaml.YAMLError, ValueError) as e:
        raise InvalidInput(_("This is no YAML: %(error)s",
                             error=unicode(str(e), 'utf-8', 'replace')))
    questions = said.get('questions') if isinstance(said, dict) else None
    if not isinstance(questions, list):
        raise InvalidInput(_(u"The file has no list “questions”. A file that "
                             "was exported here shows how it looks."))
    return [_entry(number, each) for number, each in enumerate(questions, 1)]


def _mapping(record):
    said = {unicode(name): getattr(record, name) for name in TEXTS
            if getattr(record, name)}
    for name, keys in (('rubric', POINT), ('sources', SOURCE)):
        rows = [{unicode(key): row[key] for key in keys if row[key]}
                for row in getattr(record, name)]
        if rows:
            said[unicode(name)] = rows
    for name in LISTS:
        if getattr(record, name):
            said[unicode(name)] = getattr(record, name)
    return said


def _entry(number, said):
    place = _("question %(number)s", number=number)
    try:
        if not isinstance(said, dict):
            raise InvalidInput(_("It is no question with named fields."))
        unknown = set(said) - set(TEXTS + LISTS) - {'rubric', 'sources'}
        if unknown:
            raise InvalidInput(_(u"There is no field “%(name)s”.",
                                 name=sorted(unknown)[0]))
        texts = {name: _scalar(name, said[name]) for name in TEXTS
                 if name in said}
        return Entry(place, make_record(
            texts, _rows('rubric', said.get('rubric'), POINT),
            _rows('sources', said.get('sources'), SOURCE),
            *[_list(name, said.get(name)) for name in LISTS]), '')
    except InvalidInput as e:
        return Entry(place, None, unicode(e))


def _rows(name, said, keys):
    if said in (None, u''):
        return []
    if not isinstance(said, list) or \
            not all(isinstance(row, dict) for row in said):
        raise InvalidInput(_(u"“%(name)s” is a list whose entries have "
                             "%(keys)s.", name=name, keys=', '.join(keys)))
    return [{key: _scalar(key, row[key]) for key in keys if key in row}
            for row in said]


def _list(name, said):
    if said in (None, u''):
        return []
    if not isinstance(said, list):
        raise InvalidInput(_(u"“%(name)s” is a list of texts.", name=name))
    return [_scalar(name, each) for each in said]


def _scalar(name, said):
    if not isinstance(said, unicode):
        raise InvalidInput(_(u"“%(name)s” is one text.", name=name))
    return said
