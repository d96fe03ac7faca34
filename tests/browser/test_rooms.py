"""What an official and a speechwriter do in each room, done in a real browser."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Pages = Callable[..., Page]
QUESTION = "Tỷ lệ che phủ rừng của huyện Tam Đường là bao nhiêu?"
ROOMS = ["/", "/bao-cao", "/chi-tieu", "/ban-so-lieu", "/soat-so-lieu"]


def ask(page: Page, question: str = QUESTION) -> None:
    """Ask and wait for the finished answer."""
    page.fill("[data-question]", question)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-answer]")


def test_an_answer_opens_its_passage_with_the_cited_words_marked(open_page: Pages) -> None:
    page = open_page()

    ask(page)
    page.locator("[data-words] a.marker").first.click()

    expect(page.locator("[data-source]")).to_be_visible()
    expect(page.locator("[data-source] mark, [data-source] .cited").first).to_be_visible()


def test_a_conversation_is_found_again_by_its_address(open_page: Pages) -> None:
    page = open_page()
    ask(page)

    page.goto(page.url)

    expect(page.locator(".question")).to_have_text(QUESTION)
    expect(page.locator("[data-answer] .sources li").first).to_be_visible()


def test_one_can_ask_and_read_sources_without_a_mouse(open_page: Pages) -> None:
    page = open_page()
    expect(page.locator("[data-question]")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    marker = page.locator("[data-words] a.marker").first
    marker.wait_for()

    marker.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-source]")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("[data-source]")).to_be_hidden()
    expect(marker).to_be_focused()


def test_a_question_is_answered_without_scripts(open_page: Pages) -> None:
    page = open_page(java_script_enabled=False)

    page.fill("#cau-hoi", QUESTION)
    page.click("form.ask button[type=submit]")

    expect(page.locator(".answer .sources li").first).to_be_visible()
    page.locator(".source-link").first.click()
    expect(page.locator("main .report-head h1")).to_be_visible()


def test_text_of_reports_and_of_people_stays_text(open_page: Pages) -> None:
    page = open_page()

    ask(
        page,
        'Huyện Suối Mơ trồng mới bao nhiêu ha rừng <img src=x onerror="document.title=1"> năm 2023?',
    )
    page.locator("a.marker").first.click()
    page.wait_for_selector("[data-source] mark")
    page.goto("/bao-cao/suoi-mo")

    expect(page.locator("main")).to_contain_text("<script>")
    assert page.title() not in {"1", "hỏng"}
    assert page.locator("main img, main script").count() == 0


def test_a_broken_server_is_said_and_the_question_is_not_lost(open_page: Pages) -> None:
    page = open_page()
    page.route("**/api/ask/stream", lambda route: route.abort())

    page.fill("[data-question]", QUESTION)
    page.keyboard.press("Enter")

    expect(page.locator(".turn .warning")).to_be_visible()
    expect(page.locator(".turn .question")).to_have_text(QUESTION)


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_scrolls_sideways_on_a_phone(open_page: Pages, room: str) -> None:
    page = open_page(room, width=360, height=740)

    width = page.evaluate("document.documentElement.scrollWidth")

    assert width <= 360


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_room_has_a_serious_accessibility_fault(open_page: Pages, room: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    # The checker is put into the page as a script of its own, which our policy would rightly refuse.
    page = open_page(room, color_scheme=scheme, bypass_csp=True)
    if room == "/":
        ask(page)

    found = axe.Axe().run(page).response["violations"]

    serious = [one for one in found if one["impact"] in {"serious", "critical"}]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in serious] == []


def test_the_first_load_is_light(open_page: Pages) -> None:
    sizes: list[int] = []
    page = open_page("/healthz")
    page.on("response", lambda response: sizes.append(len(response.body())))

    page.goto("/")
    page.wait_for_load_state("networkidle")

    assert sum(sizes) < 150_000


def test_a_cited_stretch_of_a_report_has_an_address(open_page: Pages) -> None:
    page = open_page("/bao-cao/suoi-mo")
    start = page.locator(".sentence").first.get_attribute("id")
    assert start is not None

    page.goto(f"/bao-cao/suoi-mo?vung={start[1:]}-{int(start[1:]) + 20}")

    expect(page.locator("main mark").first).to_be_visible()


def test_notes_stand_under_the_text_that_bears_their_mark(open_page: Pages) -> None:
    page = open_page("/bao-cao/suoi-mo")

    page.locator("a.note-mark").first.click()

    expect(page.locator(".note").first).to_contain_text("rừng phòng hộ 200 ha")
    expect(page.locator(".note").first).to_be_in_viewport()


def test_words_are_found_within_a_report_without_diacritics(open_page: Pages) -> None:
    page = open_page("/bao-cao/suoi-mo")

    page.fill("#tim", "trong moi")
    page.keyboard.press("Enter")

    expect(page.locator("[data-find-count]")).to_have_text("1/1")


def test_indicators_are_filtered_and_drawn(open_page: Pages) -> None:
    page = open_page("/chi-tieu")

    page.select_option("select[name=ket_luan]", "chưa đạt")
    page.click("form.filters button")
    expect(page.locator("table.grid .tone-bad").first).to_be_visible()
    assert page.locator("table.grid .tone-good").count() == 0
    page.goto("/chi-tieu")
    page.locator("[data-chart]").first.click()

    expect(page.locator("[data-chart-dialog]")).to_be_visible()
    page.locator("[data-chart-image]").evaluate("image => image.decode()")


def test_a_figure_goes_to_the_desk_and_into_word(open_page: Pages, tmp_path: Path) -> None:
    page = open_page("/chi-tieu")
    page.locator("[data-desk-item]").first.click()
    page.goto("/ban-so-lieu")
    expect(page.locator("[data-desk-list] > li")).to_have_count(1)

    with page.expect_download() as download:
        page.click("[data-desk-export] button[value=docx]")

    file = tmp_path / "so-lieu.docx"
    download.value.save_as(file)
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        assert "word/footnotes.xml" in archive.namelist()


def test_a_draft_is_checked_figure_by_figure(open_page: Pages) -> None:
    page = open_page("/ban-so-lieu")

    page.fill("[data-check-text]", "Năm 2023, huyện Suối Mơ trồng mới 312 ha rừng. Huyện có 987.654 con voi.")
    page.click("[data-check] button.primary")

    expect(page.locator("[data-traces] > li")).to_have_count(2)
    expect(page.locator("[data-traces] > li").nth(0)).to_contain_text("Có nguồn")
    expect(page.locator("[data-traces] > li").nth(1)).to_contain_text("Không tìm thấy")


def test_findings_show_both_passages(open_page: Pages) -> None:
    page = open_page("/soat-so-lieu")

    finding = page.locator(".finding").first

    expect(finding.locator("blockquote").first).to_be_visible()
    expect(finding.locator("h3 a").first).to_have_attribute("href", re.compile("^/bao-cao/"))


def test_a_conversation_is_renamed_and_deleted(open_page: Pages) -> None:
    page = open_page()
    ask(page)
    item = page.locator("[data-conversation-list] li[aria-current]")
    item.locator("button").click()
    page.fill("[data-conversation-dialog] input", "Số liệu rừng")
    page.click("[data-conversation-dialog] button[value=rename]")
    expect(item.locator("a")).to_have_text("Số liệu rừng")

    item.locator("button").click()
    page.click("[data-conversation-dialog] button[value=delete]")

    expect(page.locator("[data-welcome]")).to_be_visible()
    expect(page.locator("[data-conversation-list]")).not_to_contain_text("Số liệu rừng")


def test_a_misread_figure_is_corrected_with_a_reason_and_back_again(open_page: Pages) -> None:
    page = open_page("/chi-tieu")
    page.locator("table.grid td.number .where a").first.click()
    read = page.locator("h1").inner_text()

    page.fill("[data-correct] input[name=written]", "12,5")
    page.fill("[data-correct] input[name=reason]", "Nhận dạng chữ sai")
    page.click("[data-correct] button")
    expect(page.locator("h1")).to_contain_text("12,5")
    page.fill("[data-correct] input[name=reason]", "Sửa nhầm")
    page.click("[data-revoke]")

    expect(page.locator("h1")).to_have_text(read)
    expect(page.locator(".corrections")).to_contain_text("Sửa nhầm")


def test_a_wrong_address_is_a_page_that_helps(open_page: Pages) -> None:
    page = open_page("/bao-cao/khong-co")

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main a.button")).to_have_text("Về trang hỏi đáp")


def test_a_sentence_goes_from_the_reading_room_to_the_desk(open_page: Pages) -> None:
    page = open_page("/bao-cao/suoi-mo")

    page.locator(".sentence", has_text="312 ha rừng").first.click()
    page.click("[data-sentence-desk]")
    page.goto("/ban-so-lieu")

    expect(page.locator("[data-desk-list] blockquote")).to_contain_text("312 ha rừng")
    expect(page.locator("[data-desk-list] .where")).to_contain_text("huyện Suối Mơ")
