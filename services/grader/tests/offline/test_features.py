"""The three features, computed by hand; and the reading of texts that they need."""

import math

import numpy as np
import pytest
from grader.adapters.offline import lines, reader
from grader.adapters.offline.features import Features, ReadText, compare
from grader.adapters.offline.quotes import best_segment, segments
from grader.adapters.offline.reader import Reader
from grader.domain.language.words import content_words, split_words, stems

RIGHT = Features(coverage=1.0, bigrams=1.0, overlap=1.0)
NOTHING = Features(0.0, 0.0, 0.0)


class Letters:
    """Words that begin alike mean the same: a word's vector is one of 26 directions."""

    model_id, max_tokens = "letters", 8

    def __init__(self):
        self.asked = []

    def count(self, texts):
        return [len(split_words(text)) + 2 for text in texts]

    def embed_spans(self, text, spans):
        self.asked.append(text)
        rows = np.zeros((len(spans), 26), dtype=np.float32)
        for row, (start, _) in enumerate(spans):
            rows[row, ord(text[start].lower()) - ord("a")] = 1.0
        return rows


@pytest.fixture
def read():
    return Reader(Letters()).read


def asked(question):
    return stems(content_words(question))


def test_coverage_is_the_mean_best_cosine_of_words_that_the_question_has_not(read):
    wanted, said = read("A commit records a snapshot tree"), read("the tree sings")
    found = compare(wanted, said, asked("What does a commit record?"))
    assert found.coverage == pytest.approx(1.0)  # of snapshot and tree: sings, tree
    assert compare(wanted, said, frozenset()).coverage == pytest.approx(2 / 4)  # of commit and records: none


def test_coverage_counts_all_words_where_the_question_has_them_all(read):
    found = compare(read("UDP is faster"), read("UDP"), asked("Which is faster, TCP or UDP?"))
    assert found.coverage == pytest.approx(1 / 2)


def test_bigrams_are_the_share_of_the_references_pairs(read):
    wanted = read("a snapshot of the tree")  # a snapshot, snapshot of, of the, the tree
    assert compare(wanted, read("snapshots of the forest"), frozenset()).bigrams == pytest.approx(2 / 4)


def test_overlap_is_f1_of_stems_without_the_questions(read):
    wanted, said = read("commit snapshot tree"), read("The commits snapshots, parents")
    found = compare(wanted, said, asked("What is a commit?"))
    assert found.overlap == pytest.approx(2 * 1 / (2 + 2))  # snapshot, tree; snapshot, parent


@pytest.mark.parametrize(("wanted", "said"), [("", "a tree"), ("a tree", ""), ("", ""), ("of the", "tree")])
def test_share_of_nothing_is_nothing(read, wanted, said):
    assert compare(read(wanted), read(said), frozenset()) == (0.0, 0.0, 0.0)


def test_coverage_is_never_below_nothing():
    word = split_words("tree")
    apart = ReadText(word, np.array([[1.0]], np.float32)), ReadText(word, np.array([[-1.0]], np.float32))
    assert compare(*apart, frozenset()).coverage == 0


def test_log_odds_are_the_weighted_sum_of_the_features():
    log_odds = lines.ANSWER.log_odds(Features(coverage=0.5, bigrams=0.5, overlap=0.5))
    assert log_odds == pytest.approx(0.5 * (2.8 + 1.8 + 0.9) - 2.2)
    assert lines.likelihood(log_odds) == pytest.approx(1 / (1 + math.exp(-0.55)))


def test_teachers_are_kinder_than_the_likelihood_and_stay_within_bounds():
    assert lines.teachers_score(0.0) == pytest.approx((1 / (1 + math.exp(-1)) - 0.2) / 0.75)
    assert lines.teachers_score(-9.0) == 0 and lines.teachers_score(9.0) == 1


@pytest.mark.parametrize(
    ("chance", "verdict"), [(0.65, "yes"), (0.64, "partly"), (0.36, "partly"), (0.35, "no")]
)
def test_verdict_follows_the_likelihood(chance, verdict):
    assert lines.verdict_of(chance) == verdict
    assert lines.certainty(chance) == max(chance, 1 - chance)


@pytest.mark.parametrize("line", [lines.ANSWER, lines.ITEM])
def test_full_features_give_yes_and_empty_ones_no(line):
    assert lines.verdict_of(lines.likelihood(line.log_odds(RIGHT))) == "yes"
    assert lines.verdict_of(lines.likelihood(line.log_odds(NOTHING))) == "no"


def test_long_text_is_read_in_windows_of_whole_sentences():
    embedder = Letters()
    found = Reader(embedder).read("One two three. Four five six. Seven eight nine ten eleven.")
    assert embedder.asked == ["One two three.", "Four five six.", "Seven eight nine ten eleven."]
    assert len(found.words) == len(found.vectors) == 11


def test_short_sentences_are_read_together():
    embedder = Letters()
    Reader(embedder).read("One two. Three four.")
    assert embedder.asked == ["One two. Three four."]


def test_words_beyond_the_limit_count_by_spelling_alone(monkeypatch):
    monkeypatch.setattr(reader, "MAX_TOKENS", 10)
    found = Reader(Letters()).read("Ann bob cid. Dan eve fay. Snapshot tree.")
    assert len(found.words) == 8 and len(found.vectors) == 6
    wanted = Reader(Letters()).read("snapshot tree")
    seen = compare(wanted, found, frozenset())
    assert seen.bigrams == 1 and seen.coverage < 1


def test_wanted_text_beyond_the_limit_is_compared_by_what_was_read(monkeypatch):
    monkeypatch.setattr(reader, "MAX_TOKENS", 10)
    read = Reader(Letters()).read
    wanted, said = read("Ann bob cid. Dan eve fay. Snapshot tree."), read("Ann bob cid. Dan eve fay.")
    assert compare(wanted, said, frozenset()).coverage == pytest.approx(1)
    assert best_segment(wanted, segments("Dan eve fay."), said, frozenset()).of("Dan eve fay.")


def test_references_are_read_once():
    embedder = Letters()
    kept = Reader(embedder)
    assert kept.read_again("a tree") is kept.read_again("a tree")
    assert embedder.asked == ["a tree"]


def test_quote_is_the_segment_that_means_the_point_best(read):
    text = "Well, it sings loudly, but a tree stands quietly. Nothing more."
    span = best_segment(read("the tree stands"), segments(text), read(text), frozenset())
    assert span.of(text) == "but a tree stands quietly."


def test_segments_that_say_too_little_go_with_the_one_before():
    text = "It keeps a whole snapshot, too, and refers to parents."
    assert [span.of(text) for span in segments(text)] == [
        "It keeps a whole snapshot, too",
        "and refers to parents.",
    ]
