"""The figure desk as a Word file whose sources are real footnotes.

python-docx writes no footnotes, so their part is made here; everything else is its own work.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from lxml import etree

from api.exports.desk import DeskEntry, note_words, printable

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

_FONT = "Times New Roman"
# Word wants its two rules before the first note, whatever else stands there.
_RULES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
    "<w:continuationSeparator/></w:r></w:p></w:footnote>"
)


def as_word(title: str, entries: Sequence[DeskEntry]) -> bytes:
    """The entries as a .docx, a footnote for every source."""
    document = Document()
    _dress(document)
    document.add_heading(printable(title), level=1)
    for number, entry in enumerate(entries, 1):
        paragraph = document.add_paragraph(printable(entry.sentence))
        _refer(paragraph, number)
        for warning in entry.warnings:
            document.add_paragraph(printable(f"Lưu ý: {warning}")).runs[0].italic = True
    _attach_notes(document, [note_words(entry) for entry in entries])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _dress(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(14)
    text = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style, text.font.size = normal, Pt(10)
    reference = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    reference.font.superscript = True


def _refer(paragraph: Paragraph, number: int) -> None:
    run = paragraph.add_run()
    run.style = "footnote reference"
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    run._r.append(reference)  # noqa: SLF001 -- the library has no word for footnotes


def _attach_notes(document: WordDocument, notes: Sequence[str]) -> None:
    root = etree.fromstring(f"<w:footnotes {nsdecls('w')}>{_RULES}</w:footnotes>".encode())
    for number, words in enumerate(notes, 1):
        root.append(_note(number, words))
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    package = document.part.package
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _note(number: int, words: str) -> etree._Element:
    note = OxmlElement("w:footnote")
    note.set(qn("w:id"), str(number))
    paragraph = OxmlElement("w:p")
    paragraph.append(_style("w:pPr", "w:pStyle", "footnotetext"))
    mark = OxmlElement("w:r")
    mark.append(_style("w:rPr", "w:rStyle", "footnotereference"))
    mark.append(OxmlElement("w:footnoteRef"))
    paragraph.append(mark)
    paragraph.append(_words(f" {words}"))
    note.append(paragraph)
    return note


def _style(properties: str, kind: str, name: str) -> etree._Element:
    element, style = OxmlElement(properties), OxmlElement(kind)
    style.set(qn("w:val"), name)
    element.append(style)
    return element


def _words(words: str) -> etree._Element:
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = printable(words)
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    return run
