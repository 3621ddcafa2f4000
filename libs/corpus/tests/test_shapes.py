"""Names and vectors before they reach the database."""

import numpy as np
import pytest
from traclearn_corpus import BadVector, WrongDimension
from traclearn_corpus.concepts import concept_key
from traclearn_corpus.models import vector_property
from traclearn_corpus.vectors import checked
from traclearn_corpus.writing.removal import without


def test_a_models_name_becomes_a_property_that_needs_no_quoting():
    assert vector_property("all-minilm-l6-v2-q") == "embedding_all_minilm_l6_v2_q"
    assert vector_property("BAAI/bge`small} 1.5@384") == "embedding_baai_bge_small_1_5_384"


def test_no_two_concepts_share_a_key():
    assert concept_key("Git", "commit") == "Git/commit"
    assert len({concept_key("a/b", "c"), concept_key("a", "b/c"), concept_key("a%2Fb", "c")}) == 3


def test_a_vector_is_checked_before_it_is_written():
    assert checked("c", np.array([0.5, -1], dtype=np.float32), 2).tolist() == [0.5, -1.0]
    for wrong in ([1.0], [1.0, 2.0, 3.0], [[1.0, 2.0]]):
        with pytest.raises(WrongDimension):
            checked("c", wrong, 2)
    for wrong in ([0.0, 0.0], [float("nan"), 1.0], [float("inf"), 1.0]):
        with pytest.raises(BadVector):
            checked("c", wrong, 2)


def test_evidence_loses_what_rested_on_a_document():
    assert without('[{"document": "a"}, {"document": "b"}, {"kind": "link"}]', "a") == [
        {"document": "b"},
        {"kind": "link"},
    ]
    assert without(None, "a") == []
