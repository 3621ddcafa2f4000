"""Jupyter notebooks by nbformat."""

import nbformat
import pytest
from nbformat import v4


@pytest.fixture
def notebook(tmp_path):
    def make(*cells, name="made.ipynb", **metadata):
        nbformat.write(v4.new_notebook(cells=list(cells), metadata=metadata), tmp_path / name)
        return tmp_path / name

    return make


def test_short_output_stays_with_its_code_and_the_rest_is_dropped(read, notebook):
    outputs = [
        v4.new_output("stream", text="42\n"),
        v4.new_output("stream", text="line\n" * 500),
        v4.new_output("display_data", {"image/png": "aGVsbG8="}),
    ]
    told = read(notebook(v4.new_markdown_cell("# One"), v4.new_code_cell("print(42)", outputs=outputs)))
    assert told.blocks == [("heading", "One"), ("code", "print(42)\n\nOutput:\n42")]
    assert told.lost == ["2 code outputs"]


def test_hidden_and_raw_cells_are_dropped(read, notebook):
    hidden = v4.new_code_cell("setup()", metadata={"tags": ["remove-cell"]})
    told = read(notebook(hidden, v4.new_raw_cell("raw"), v4.new_markdown_cell("Text.")))
    assert told.blocks == [("text", "Text.")]
    assert told.lost == ["hidden cell", "raw cell"]


def test_front_matter_is_in_the_metadata(read, rejected, notebook):
    cell = v4.new_markdown_cell("# One")
    assert read(notebook(cell, traclearn={"concept": "tides", "difficulty": 3})).front == {
        "concept": "tides",
        "difficulty": 3,
    }
    reason, detail = rejected(notebook(cell, traclearn={"difficulty": "hard"}))
    assert reason == "front_matter"
    assert "difficulty must be a whole number from 1" in detail


@pytest.mark.parametrize(
    "text", ['{"cells": [], "nbformat"', "[1, 2]", '{"nbformat": 4, "cells": ' + "[" * 100_000]
)
def test_what_is_no_whole_notebook_is_broken(rejected, made, text):
    assert rejected(made("a.ipynb", text))[0] == "broken"
