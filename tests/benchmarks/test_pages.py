"""What the benchmark of pages makes of loads: medians, ratios, and what is above its limit."""

import pytest

from benchmarks.pages import SLOW_4G, Load, summary, too_heavy


def test_throttling_is_what_lighthouse_gives_to_devtools():
    assert SLOW_4G["latency"] == 562.5
    assert (SLOW_4G["downloadThroughput"], SLOW_4G["uploadThroughput"]) == (188_743, 86_400)


def test_summary_has_medians_and_compares_what_both_have():
    ours = [Load(100_000, 20_000, 1000), Load(90_000, 30_000, 3000), Load(300_000, 24_700, 2000)]
    found = summary({"ours": {"wiki": ours, "home": ours}, "bare": {"wiki": [Load(200_000, 0, 4000)]}})
    assert found["ours"]["home"] == {"kb": 100, "plugin_kb": 24.7, "painted_ms": 2000}
    assert found["painted_beside_bare"] == {"wiki": 0.5}


@pytest.mark.parametrize(
    ("kb", "plugin_kb", "said"),
    [
        (150, 25, []),
        (150.1, 25, ["150.1 kb"]),
        (80, 25.1, ["25.1 plugin_kb"]),
        (151, 26, ["151 kb", "26 plugin_kb"]),
    ],
)
def test_question_above_a_limit_is_too_heavy(kb, plugin_kb, said):
    found = too_heavy({"kb": kb, "plugin_kb": plugin_kb, "painted_ms": 9000})
    assert len(found) == len(said)
    assert all(words in line for words, line in zip(said, found, strict=True))
