"""The pages in a browser: Debian's Chromium, driven by Playwright; skipped where there is none.

`pytest -s -k opens tests/autograder/report/test_browser.py` prints how long the class pages take to open.
"""

from __future__ import annotations

import shutil

import pytest

from autograder.language import Language, load
from autograder.report import student_page_name, write_report
from autograder.report.pdf import BROWSERS

from .classes import a_class, student

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here"),
    pytest.mark.heavy,
    # Playwright leaves its event loop for the interpreter to close.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def reports(tiny, tmp_path_factory):
    """Classes by their sizes, and one in Hebrew."""
    folder = tmp_path_factory.mktemp("reports")
    for name, size, language in (
        ("200", 200, Language()),
        ("1000", 1000, Language()),
        ("30", 30, Language()),
        ("he", 30, load("he")),
    ):
        write_report(tiny, a_class(size), folder / name, language)
    return folder


@pytest.fixture
def page(browser):
    """A page that notes what it should not do: errors, messages, requests."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    opened.faults = []
    opened.on("console", lambda message: opened.faults.append(message.text))
    opened.on("pageerror", lambda error: opened.faults.append(str(error)))
    opened.on("dialog", lambda dialog: opened.faults.append(dialog.message))
    # Also of `data:`: such a request is answered by the address itself.
    opened.on("request", lambda request: opened.faults.append(request.url) if _leaves(opened, request) else None)
    yield opened
    assert opened.faults == []
    assert "owned" not in opened.title()
    context.close()


def _leaves(page, request) -> bool:
    return not request.is_navigation_request() and not request.url.startswith("data:")


def index(reports, name="200") -> str:
    return (reports / name / "index.html").as_uri()


def first_column(page) -> list[str]:
    return page.locator("#class tbody tr:not([hidden]) th").all_inner_texts()


@pytest.mark.parametrize("size", [200, 1000])
def test_a_class_opens_sorts_filters_and_finds(page, reports, size):
    page.goto(index(reports, str(size)))
    took = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    print(f"{size} students: open after {took:.0f} ms")
    assert page.locator("#class tbody tr").count() == size - 1
    assert page.get_by_role("heading", name="Could not be graded").is_visible()

    points = page.get_by_role("button", name="Points", exact=True)
    points.click()
    marks = [float(text) for text in page.locator("#class tbody tr td:nth-child(2)").all_inner_texts()]
    assert marks == sorted(marks, reverse=True)
    points.click()
    assert points.locator("xpath=..").get_attribute("aria-sort") == "ascending"
    assert first_column(page)[0] != first_column(page)[-1]
    assert [float(t) for t in page.locator("#class tbody tr td:nth-child(2)").all_inner_texts()] == sorted(marks)

    page.get_by_label("Find").fill("STUDENT-0042")
    assert first_column(page) == ["student-0042"]
    assert page.get_by_role("status").inner_text() == f"1 of {size - 1}"
    page.get_by_label("Find").fill("")
    page.get_by_label("Show").select_option("open")
    assert len(first_column(page)) == len([n for n in range(1, size - 1) if n % 7 == 0])
    page.get_by_label("Show").select_option("")

    page.get_by_role("link", name="student-0042").last.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Doubling"
    assert page.locator(".who").inner_text() == "student-0042"


def test_by_keyboard_alone(page, reports):
    page.goto(index(reports))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0, "what has the focus is seen"
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#main'")  # it goes there when it comes to it
    page.locator("#find").focus()
    page.keyboard.type("student-01")
    assert len(first_column(page)) == 99
    for _ in range(2):  # over the choice to the first column's button
        page.keyboard.press("Tab")
    assert "Submission" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert first_column(page)[0] == "student-0198"
    page.keyboard.press("Space")
    assert first_column(page)[0] == "student-0100"
    page.locator("#missed summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#missed details[open]").count() == 1


def test_it_prints(page, reports):
    page.goto(index(reports))
    page.emulate_media(media="print")
    assert not page.locator(".tools").is_visible()
    assert not page.locator("nav").is_visible()
    assert page.pdf().startswith(b"%PDF-")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("which", ["class", "student", "hebrew"])
def test_no_serious_violation_of_accessibility(browser, reports, which, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    one = reports / "200" / "students" / student_page_name(student(14))
    hebrew = reports / "he" / "students" / student_page_name(student(14))
    address = {"class": index(reports, "30"), "student": one.as_uri(), "hebrew": hebrew.as_uri()}[which]
    # The page's policy forbids every script but its own, and so also axe's.
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    found = axe.run(page).response["violations"]
    serious = {
        f"{entry['id']}: {entry['nodes'][0]['html']}" for entry in found if entry["impact"] in {"serious", "critical"}
    }
    assert serious == set()
    context.close()


@pytest.mark.parametrize("name", ["200", "he"])
def test_on_a_narrow_screen_only_tables_scroll(page, reports, name):
    page.set_viewport_size({"width": 360, "height": 740})
    for address in (index(reports, name), (reports / name / "students" / student_page_name(student(14))).as_uri()):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_policy_stops_what_escaping_would_miss(page, reports):
    """A second net: were a student's text ever put into a page as it is, still nothing of it would run."""
    source = (reports / "200" / "index.html").read_text(encoding="utf-8")
    evil = reports / "200" / "evil.html"
    evil.write_text(
        source.replace("<footer>", "<script>document.title='owned'</script><img src=https://example.org/x>")
    )
    page.goto(evil.as_uri())
    assert "owned" not in page.title()
    assert any("Content Security Policy" in fault for fault in page.faults)
    page.faults.clear()
