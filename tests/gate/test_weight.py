"""How much a page weighs, and how soon it can be used."""

import statistics

from playwright.sync_api import Browser, Page, Response

from gate.pages import in_browser
from gate.scorecard import Subject

SUBJECT = Subject(
    title="Weight and speed",
    tested="The first view of a page, with its style, scripts, fonts and pictures, is at most "
    "400 kB compressed, its scripts at most 10 kB. On a line of 10 megabits with 40 milliseconds "
    "of delay it can be used, with its fonts, within a second (median of three).",
    conditions=("compressed", "slow line"),
    tool="headless Chromium on a slowed line",
    blind="Phones are slower than the machine of the test. The index of the search is loaded when "
    "somebody searches, and not counted.",
)
FIRST_VIEW, SCRIPTS, SECOND = 400_000, 10_000, 1000
SLOW = {
    "offline": False,
    "latency": 40,
    "downloadThroughput": 10e6 / 8,
    "uploadThroughput": 10e6 / 8,
}
# When the text is there with its fonts. Layout is forced, since it is what asks for the fonts.
USABLE = """
window.usable = new Promise(resolve => {
  document.addEventListener("DOMContentLoaded", () => {
    document.body.offsetHeight;
    document.fonts.ready.then(() => { resolve(performance.now()); });
  });
});
"""


@in_browser()
def test_the_first_view_is_light(page: Page, origin: str, name: str) -> None:
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        sizes[response.url] = int(response.headers.get("content-length", 0))

    page.on("response", weigh)
    page.goto(f"{origin}/report/{name}", wait_until="networkidle")
    scripts = {url: size for url, size in sizes.items() if url.endswith(".js")}
    assert 0 < sum(scripts.values()) <= SCRIPTS, scripts
    assert sum(sizes.values()) <= FIRST_VIEW, sizes


@in_browser()
def test_a_page_can_be_used_within_a_second_on_a_slow_line(
    browser: Browser, origin: str, name: str
) -> None:
    """A machine that is busy with something else gets a second chance, and a third."""
    times = []
    for _ in range(3):
        tries = [first_use(browser, f"{origin}/report/{name}") for _ in range(3)]
        times.append(statistics.median(tries))
        if times[-1] <= SECOND:
            return
    assert min(times) <= SECOND, times


def first_use(browser: Browser, url: str) -> float:
    """Milliseconds until a page that was never opened can be used."""
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(USABLE)
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", SLOW)
        page.goto(url, wait_until="domcontentloaded")
        return float(page.evaluate("window.usable"))
