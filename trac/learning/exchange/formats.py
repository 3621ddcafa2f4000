# -*- coding: utf-8 -*-
"""Which file is which."""

import re

from learning.errors import InvalidInput
from learning.exchange.csv_file import read_csv, write_csv
from learning.exchange.gift import read_gift
from learning.exchange.moodle_xml import read_moodle
from learning.exchange.yaml_file import read_yaml, write_yaml
from learning.translation import _

#: Bytes of a file, and questions in it.
MAX_BYTES, MAX_QUESTIONS = 5000000, 2000

READERS = {'csv': read_csv, 'yaml': read_yaml, 'moodle': read_moodle,
           'gift': read_gift}
#: Writer and content type.
WRITERS = {'csv': (write_csv, 'text/csv;charset=utf-8'),
           'yaml': (write_yaml, 'application/yaml;charset=utf-8')}
ENDINGS = {'csv': 'csv', 'tsv': 'csv', 'yaml': 'yaml', 'yml': 'yaml',
           'xml': 'moodle', 'gift': 'gift'}


def read_file(name, content, kind=''):
    """The `Entry`s of a file.

    :param name: of the file. :param kind: of `READERS`, '' to find out.
    :raises InvalidInput: and says what to do.
    """
    kind = kind if kind in READERS else guess_kind(name, content)
    if len(content) > MAX_BYTES:
        raise InvalidInput(_("A file of questions has at most %(most)s MB: "
                             "bring it in parts.", most=MAX_BYTES // 10 ** 6))
    found = READERS[kind](content if kind == 'moodle' else
                          _require_utf8(content))
    if len(found) > MAX_QUESTIONS:
        raise InvalidInput(_("A file has at most %(most)s questions: bring "
                             "it in parts.", most=MAX_QUESTIONS))
    return found


def guess_kind(name, content):
    """By the file's ending, or by how it begins."""
    ending = name.rpartition('.')[2].lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    if content.lstrip('\xef\xbb\xbf \r\n\t').startswith('<'):
        return 'moodle'
    if re.search(r'(?m)^(?:::|\$CATEGORY:|//)', content):
        return 'gift'
    raise InvalidInput(_(
        u"What kind of file is “%(name)s”? Its name ends with .csv, .yaml, "
        ".xml (Moodle) or .gift.", name=name))


def _require_utf8(content):
    try:
        content.decode('utf-8')
    except UnicodeDecodeError:
        raise InvalidInput(_("The file is not UTF-8. Save it as UTF-8 (in a "
                             u"spreadsheet: “CSV UTF-8”), then try again."))
    if '\0' in content:
        raise InvalidInput(_("The file holds a character that cannot be "
                             "stored (NUL)."))
    return content
