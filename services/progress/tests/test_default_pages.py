"""Trac's default pages as rows of `wiki`."""

import pytest
from progress.adapters.default_pages import INSTALLED, locate_pages, read_pages


@pytest.fixture
def pages(tmp_path):
    (tmp_path / "WikiStart").write_bytes("= Wëlcome =\r\nto\n".encode())
    (tmp_path / "Trac%2FGuide").write_bytes(b"guide")
    (tmp_path / "folder").mkdir()
    return tmp_path


def test_rows_have_the_files_names_and_bytes(pages):
    assert read_pages(pages) == [
        {"name": "Trac/Guide", "text": "guide", "readonly": 1},
        {"name": "WikiStart", "text": "= Wëlcome =\r\nto\n", "readonly": 0},
    ]


def test_pages_are_found_where_the_environment_says_or_make_install_puts_them(pages, tmp_path):
    assert locate_pages(tmp_path / "nowhere", {"TRAC_DEFAULT_PAGES": str(pages)}) == pages
    installed = tmp_path / INSTALLED
    installed.mkdir(parents=True)
    (installed / "WikiStart").touch()
    assert locate_pages(tmp_path, {}) == installed


def test_missing_pages_stop_with_what_to_do(tmp_path):
    with pytest.raises(SystemExit, match="run `make install`, or set TRAC_DEFAULT_PAGES"):
        locate_pages(tmp_path, {})
