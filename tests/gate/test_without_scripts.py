"""The pages without their scripts."""

from playwright.sync_api import Browser, Page

from gate.pages import in_browser
from gate.scorecard import Subject

SUBJECT = Subject(
    title="Without scripts",
    tested="With JavaScript off every word of the text is there, every picture shows, every table "
    "behind a picture and every card of a number opens, and no button is there that does nothing.",
    tool="headless Chromium with JavaScript off",
    blind="The search needs a script; its page says so and lists every figure and table.",
)
# The text of a page without the buttons of its cards, to which a script adds some that copy, and
# without what sifts a map, whose words are all in the list under it.
UNBUTTONED = """
text => {
  const added = text.querySelectorAll(".sheet button, .atlas, .place-card");
  added.forEach(part => { part.remove(); });
  return text.textContent;
}
"""


@in_browser()
def test_without_scripts_nothing_is_lost(browser: Browser, origin: str, name: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{origin}/report/{name}")
    assert len(page.locator("main").inner_text().split()) > 100
    assert page.locator("button.theme").is_hidden()
    for figure in page.locator("figure").all():
        assert figure.locator("svg").first.is_visible()
        behind = figure.locator("details.behind")
        behind.locator("summary").click()
        assert behind.locator("table").is_visible()
    idle = page.locator("button:visible:not([popovertarget])")
    assert idle.count() == 0
    page.close()


@in_browser()
def test_scripts_add_no_word_to_the_text(
    browser: Browser, page: Page, origin: str, name: str
) -> None:
    plain = browser.new_page(java_script_enabled=False)
    texts = []
    for each in (plain, page):
        each.goto(f"{origin}/report/{name}")
        texts.append(each.locator("main article").evaluate(UNBUTTONED))
    plain.close()
    assert texts[0].split() == texts[1].split()


@in_browser('class="fact"')
def test_without_scripts_a_number_still_opens(browser: Browser, origin: str, name: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{origin}/report/{name}")
    page.locator("button.fact").first.press("Enter")
    assert page.locator(".fact-card:popover-open").is_visible()
    page.close()
