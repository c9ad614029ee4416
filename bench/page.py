"""The page in Chromium over a long conversation: ``python -m bench.page --turns 500``.

A service of its own answers real questions offline (splits, KPI tables, plans, spending, in both languages) until the conversation has that many
turns; ``--data DIR`` keeps it for the next run. Then, on the page: bytes and requests of a first visit, the tasks above 50 ms ("long tasks") while the
conversation is opened, scrolled through to its first turn and back, jumped about in, and gone on with, and the time from the event of a figure until it
is painted. The load of the machine stands beside, because it counts into every task.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent
NAME = "long"
MESSAGES = (
    "Our annual marketing budget is ${n}m. How do we split the AI part?",
    "we hit 45% adoption, cut cost by 22% and doubled content output. can we go to phase two?",
    "年度营销预算{n}00万，AI 部分怎么分？",
    "what is phase two?",
    "Can you spread it over the quarters?",
    "采用率45%，成本降了22%，可以进入第二阶段吗？",
    "How much should I spend on AIGC?",
    "Draw up a budget plan for ${n}00k",
    "那如果是{n}000万呢",
    "how much is the tactical layer?",
)
#: Keeps how long after its event a figure was painted.
WATCH = """() => {
  window.late = [];
  const parse = JSON.parse;
  JSON.parse = (text) => {
    const found = parse(text);
    if (found && found.tail && found.spans.length) {
      const came = performance.now();
      requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => late.push(performance.now() - came); channel.port2.postMessage(0); });
    }
    return found;
  };
}"""
#: Scrolls by ``step`` a frame until the end in that direction is reached and nothing more comes for half a second.
SCROLL = """async (step) => {
  const box = document.querySelector('#scroll');
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const gaps = [];
  let still = performance.now();
  let before = performance.now();
  while (performance.now() - still < 500 || (step < 0 && document.querySelector('.earlier'))) {
    const top = box.scrollTop;
    box.scrollTop = top + step;
    await frame();
    const now = performance.now();
    gaps.push(now - before);
    before = now;
    if (Math.abs(box.scrollTop - top) > 1) still = now;
  }
  gaps.sort((a, b) => a - b);
  return [gaps.length, gaps[Math.floor(gaps.length * 0.5)], gaps[Math.floor(gaps.length * 0.99)]];
}"""


@contextlib.contextmanager
def served(data: Path) -> Iterator[str]:
    """The address of a service of its own, offline."""
    from tests.service.serving import free_port

    port = free_port()
    environment = {**os.environ, "ADVISOR_OFFLINE": "true", "ADVISOR_DATA_DIR": str(data), "ADVISOR_PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "agent", "serve"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{address}/readyz", trust_env=False).status_code == 200:
                    break
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def build(address: str, turns: int) -> None:
    """Asks until the conversation has ``turns`` turns."""
    with httpx.Client(base_url=address, trust_env=False, timeout=120) as client:
        found = client.get(f"/v1/conversations/{NAME}?limit=1")
        first = found.json()["turns"][-1]["turn"] if found.status_code == 200 else 0
        started = time.perf_counter()
        for n in range(first, turns):
            message = MESSAGES[n % len(MESSAGES)].format(n=n % 7 + 2)
            while client.post("/v1/ask", json={"message": message, "conversation": NAME}).status_code == 429:
                time.sleep(2)
    if turns > first:
        print(f"{turns - first} turns in {time.perf_counter() - started:.0f} s")


#: Microseconds of a task that is long.
LONG = 50_000


@contextlib.contextmanager
def traced(page: Any, what: str) -> Iterator[None]:
    """Prints the longest tasks of the page's main thread while something is done: by the clock, and how much of it the processor worked on them."""
    browser = page.context.browser
    browser.start_tracing(page=page, categories=["toplevel", "__metadata", "devtools.timeline", "v8"])
    yield
    page.wait_for_timeout(400)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    main = {(e["pid"], e["tid"]) for e in events if e["name"] == "thread_name" and e["args"]["name"] == "CrRendererMain"}  # fmt: skip
    tasks = [e for e in events if e["name"].endswith("RunTask") and (e["pid"], e["tid"]) in main]
    clock = sorted((e.get("dur", 0) / 1000 for e in tasks), reverse=True)
    work = sorted((e.get("tdur", 0) / 1000 for e in tasks), reverse=True)
    long, shown = sum(each > 50 for each in clock), ", ".join(f"{each:.0f}" for each in clock[:5])
    worked = ", ".join(f"{each:.0f}" for each in work[:5])
    print(f"{what}: {long} long tasks, the longest {shown} ms by the clock, {sum(each > 50 for each in work)} of them long by work ({worked} ms), load {os.getloadavg()[0]:.1f}")  # fmt: skip
    worst = max(tasks, key=lambda e: e.get("tdur", 0))
    if worst.get("tdur", 0) > LONG:
        end = worst["ts"] + worst["dur"]
        inside = [e for e in events if (e["pid"], e.get("tid")) == (worst["pid"], worst["tid"]) and worst["ts"] <= e["ts"] < end and e is not worst]  # fmt: skip
        largest = sorted(inside, key=lambda e: -e.get("dur", 0))[:4]
        print("  in it:", ", ".join(f"{e['name']} {e.get('dur', 0) / 1000:.0f} ms" for e in largest))


def first_visit(page: Any, address: str) -> None:
    requests: list[Any] = []
    page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 - playwright wraps no builtin
    started = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(".welcome")
    seen = time.perf_counter() - started
    page.wait_for_load_state("networkidle")
    sizes = [request.sizes() for request in requests]
    whole = sum(each["responseBodySize"] + each["responseHeadersSize"] for each in sizes)
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
    print(
        f"first visit: {len(requests)} requests, {whole:,} bytes, first paint {paint:.0f} ms, ready {seen * 1000:.0f} ms"
    )


def measure(address: str, turns: int, width: int) -> None:
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="en-US")
        page = context.new_page()
        page.set_default_timeout(120_000)
        first_visit(page, address)
        context.add_init_script(f"({WATCH})()")
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto("about:blank")
        with traced(page, f"opening {turns} turns"):
            page.goto(f"{address}/?c={NAME}")
            page.wait_for_selector(f"#turn-{turns} .foot .actions")
        for name, step in (("scrolling up", -240), ("scrolling down", 240), ("flinging up", -4000), ("flinging down", 4000)):  # fmt: skip
            with traced(page, name):
                frames, middle, slow = page.evaluate(SCROLL, step)
            print(f"  {frames} frames of {middle:.0f} ms (99%: {slow:.0f} ms)")
        count = page.evaluate("document.querySelectorAll('*').length")
        print(f"turns on the page: {page.locator('.turn').count()}, elements {count}")
        with traced(page, "the plan's panel"):
            page.click("#tab-plan")
            page.wait_for_selector("#panel .focus")
        with traced(page, "a figure's receipt at the top"):
            page.evaluate("document.querySelector('#scroll').scrollTop = 0")
            page.locator(".turn .figure").first.click()
            page.wait_for_selector("#panel .big")
        page.click("#tab-plan")
        page.wait_for_selector("#panel .focus")
        with traced(page, "one more turn, beside the plan"):
            page.fill("#question", "Our annual marketing budget is $4m. How do we split the AI part?")
            page.press("#question", "Enter")
            page.wait_for_selector(f"#turn-{turns + 1} .foot .actions")
        late = page.evaluate("late")
        print("from a figure's event until it is painted:", [round(each) for each in late], "ms")
        httpx.delete(f"{address}/v1/conversations/{NAME}/turns/{turns + 1}", trust_env=False)
        browser.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=500)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--data", type=Path, help="where the conversation is kept for the next run")
    asked = parser.parse_args()
    with contextlib.ExitStack() as stack:
        data = asked.data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        data.mkdir(parents=True, exist_ok=True)
        address = stack.enter_context(served(data))
        build(address, asked.turns)
        measure(address, asked.turns, asked.width)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
