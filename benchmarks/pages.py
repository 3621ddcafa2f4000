"""`make bench-pages`: what pages weigh and when they show something, beside the same Trac without the plugin.

Chromium loads each page with an empty cache over Lighthouse's slow 4G as its DevTools throttling applies it,
and with a processor four times slower. Pages take turns, so that the machine's moods meet all alike. The peer
is a Trac of its own, `trac-admin initenv` and `tracd` of the same version; only pages that both have are
compared. Writes build/bench/pages.json; exit 1 where the question's page weighs more than 150 kB in all, or
more than 25 kB of the plugin's own files.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.running_stack import RunningStack
from traclearn_local.testing import borrowed

from benchmarks.bare_trac import bare_trac
from benchmarks.results import write_result

SLOW_4G = {
    "offline": False,
    "latency": 150 * 3.75,
    "downloadThroughput": 1.6 * 1024 * 0.9 * 1024 // 8,
    "uploadThroughput": 750 * 0.9 * 1024 // 8,
}
"""Milliseconds before each answer, and bytes a second: 150 ms and 1.6 Mbit/s on the wire, with the factors by
which DevTools' throttling, which works on requests, comes near them. Source: `mobileSlow4G` in `@paulirish/
trace_engine/models/trace/lantern/simulation/Constants.js`, which Lighthouse 12.2 brings, and how
`lighthouse/core/lib/emulation.js` makes bytes of it (https://github.com/GoogleChrome/lighthouse)."""
CPU_SLOWDOWN = 4
CHROMIUM = "/usr/bin/chromium"
PAINT = """
() => new Promise(done => new PerformanceObserver(list => list.getEntriesByName("first-contentful-paint")
  .forEach(entry => done(entry.startTime))).observe({type: "paint", buffered: true}))
"""
SHARED = {
    "wiki": "/wiki/WikiStart",
    "query": "/query?status=!closed",
    "timeline": "/timeline",
    "ticket": "/ticket/1",
}
"""Pages that both have."""
OURS = {"home": "/learning", "question": "/ticket/{ticket}", "material": "/learning/material"}
MOST_KB = {"kb": 150, "plugin_kb": 25}
"""What the question's page may weigh, compressed: in all, and of the plugin's own files."""


@dataclass(frozen=True)
class Load:
    """One page with an empty cache: bytes on the wire by who serves them, milliseconds to the first paint."""

    total: int
    plugin: int
    painted: float


def load(browser: Browser, base: str, path: str, cookies: list[Any]) -> Load:
    context = browser.new_context()
    context.add_cookies(cookies)
    page = context.new_page()
    session = context.new_cdp_session(page)
    weights: dict[str, float] = {}
    addresses: dict[str, str] = {}
    session.on(
        "Network.responseReceived",
        lambda said: addresses.update({said["requestId"]: said["response"]["url"]}),
    )
    session.on(
        "Network.loadingFinished", lambda said: weights.update({said["requestId"]: said["encodedDataLength"]})
    )
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    page.goto(base + path, wait_until="load")
    painted = page.evaluate(PAINT)
    context.close()
    plugin = sum(weight for id_, weight in weights.items() if "/chrome/learning/" in addresses.get(id_, ""))
    return Load(round(sum(weights.values())), round(plugin), painted)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def measure(stack: RunningStack, rounds: int) -> dict[str, Any]:
    """Medians of each page, and the ratios to the peer."""
    url = stack.env["TRACLEARN_URL"]
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as learner:
        cookies = [{"name": "trac_id", "value": learner.token, "url": url}]
    ours = SHARED | {name: path.format(ticket=stack.env["DEMO_TICKET"]) for name, path in OURS.items()}
    loads: dict[str, dict[str, list[Load]]] = {"ours": {}, "bare": {}}
    with bare_trac() as bare, chromium() as browser:
        for _ in range(rounds):
            for name, path in ours.items():
                loads["ours"].setdefault(name, []).append(load(browser, f"{url}/trac", path, cookies))
                if name in SHARED:
                    loads["bare"].setdefault(name, []).append(load(browser, bare, path, []))
    return summary(loads)


def summary(loads: dict[str, dict[str, list[Load]]]) -> dict[str, Any]:
    shown = {
        side: {
            name: {
                "kb": round(median(each.total for each in found) / 1000, 1),
                "plugin_kb": round(median(each.plugin for each in found) / 1000, 1),
                "painted_ms": round(median(each.painted for each in found)),
            }
            for name, found in pages.items()
        }
        for side, pages in loads.items()
    }
    ratios = {
        name: round(shown["ours"][name]["painted_ms"] / peer["painted_ms"], 2)
        for name, peer in shown["bare"].items()
    }
    return {"name": "pages", **shown, "painted_beside_bare": ratios}


def too_heavy(question: dict[str, Any]) -> list[str]:
    """What of the question's page is above its limit."""
    return [
        f"question: {question[name]} {name}, {most} is the most"
        for name, most in MOST_KB.items()
        if question[name] > most
    ]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5, help="loads of each page (5)")
    options = parser.parse_args()
    with borrowed() as stack:
        found = measure(stack, options.rounds)
    for side in ("ours", "bare"):
        for name, page in found[side].items():
            print(
                f"{side:5} {name:9} {page['kb']:7.1f} kB, {page['plugin_kb']:5.1f} of the plugin;",
                f"{page['painted_ms']} ms",
            )
    print(
        "first paint beside bare Trac:",
        ", ".join(f"{n} {r}x" for n, r in found["painted_beside_bare"].items()),
    )
    write_result(found)
    wrong = too_heavy(found["ours"]["question"])
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
