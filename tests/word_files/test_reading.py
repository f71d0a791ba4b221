"""Word files are read as their readers see them; what is deleted, hidden or beside the text is not part of it."""

import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.office_files import OLD_START, UnreadableError
from scheduler.word_files.packages import MAX_ALL_BYTES, MAX_DEPTH, MAX_READ_BYTES, Allowance
from scheduler.word_files.paragraphs import LeftOut, Paragraph, Role, Span, Table, WordText
from scheduler.word_files.reading import MAX_TEXT_CHARS, read_word_file
from tests.word_files.documents import (
    HEAD,
    MAIN,
    document,
    is_read_or_refused,
    packed,
    paragraph,
    release,
    run,
    tracked,
)

BOX = (
    '<w:r><w:drawing><wps:txbx xmlns:wps="u"><w:txbxContent><w:p><w:r><w:t>EMBARGO</w:t></w:r></w:p></w:txbxContent>'
    "</wps:txbx></w:drawing></w:r>"
)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> HYPERLINK "https://bay.example/a" </w:instrText>'
    '<w:fldChar w:fldCharType="separate"/></w:r>' + run("report") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
ENTITY = f'{HEAD}<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{MAIN}"/>'
DEEP = "<w:sdt>" * MAX_DEPTH + "</w:sdt>" * MAX_DEPTH


def read(*blocks: str, **more: object) -> WordText:
    return read_word_file(document(*blocks, **more))  # type: ignore[arg-type]


def texts(found: WordText) -> list[str]:
    return [block.text for block in found.blocks]


def test_styles_lists_links_and_tables_of_a_real_file_are_read():
    word = docx.Document()
    word.add_paragraph("Platforms fall silent", "Title")
    word.add_paragraph("Why it matters", "Heading 1")
    line = word.add_paragraph("The ")
    line.add_run("“joint”").bold = True
    line.add_run(" call")
    word.add_paragraph("One", "List Bullet")
    word.add_paragraph("First", "List Number")
    table = word.add_table(2, 2)
    for cell, text in zip(table._cells, "abcd", strict=True):
        cell.text = text
    file = io.BytesIO()
    word.save(file)

    found = read_word_file(file.getvalue()).blocks

    assert [(one.role, one.text) for one in found if isinstance(one, Paragraph)] == [
        (Role.TITLE, "Platforms fall silent"),
        (Role.HEADING, "Why it matters"),
        (Role.TEXT, "The “joint” call"),
        (Role.BULLET, "One"),
        (Role.NUMBER, "First"),
    ]
    assert isinstance(found[2], Paragraph)
    assert found[2].spans == (Span("The "), Span("“joint”", is_bold=True), Span(" call"))
    assert found[-1] == Table((((Span("a"),), (Span("b"),)), ((Span("c"),), (Span("d"),))))


def test_of_tracked_changes_what_was_inserted_counts_and_what_was_deleted_does_not():
    deleted = tracked("del", "<w:r><w:delText>ninety</w:delText></w:r>")
    mark = f"<w:rPr>{tracked('del', '')}</w:rPr>"
    found = read(
        paragraph(run("Of "), deleted, tracked("ins", run("twelve")), run(" platforms"), properties=mark),
        paragraph(run(" five answered."), tracked("moveFrom", run("moved"))),
        paragraph(tracked("moveTo", run("Moved here."))),
    )
    assert texts(found) == ["Of twelve platforms five answered.", "Moved here."]
    assert found.left_out == {LeftOut.CHANGES}
    inserted = read(paragraph(run("One"), properties=mark), tracked("ins", paragraph(run(" two"), properties=mark)))
    assert (texts(inserted), set(inserted.left_out)) == (["One two"], {LeftOut.CHANGES})


def test_what_stands_beside_the_text_is_no_part_of_it_and_is_named():
    found = read(
        paragraph(run("Text"), BOX, run("secret", "<w:vanish/>")),
        more={"header1.xml": paragraph(run("HEADER")), "comments.xml": paragraph(run("Why?")), "footer1.xml": "<w:p/>"},
    )
    assert texts(found) == ["Text"]
    assert found.left_out == {LeftOut.TEXT_BOXES, LeftOut.HEADERS, LeftOut.COMMENTS, LeftOut.HIDDEN}
    assert set(found.beside) == {"EMBARGO", "secret", "HEADER", "Why?"}


@pytest.mark.parametrize("sign", ["<w:tab/>", "<w:ptab/>", "<w:br/>", "<w:cr/>"])
def test_what_a_tab_or_a_break_parts_beside_the_text_is_not_one_word(sign: str):
    line = f"{run('Coalition')}<w:r>{sign}<w:t>EMBARGOED UNTIL 2027</w:t><w:noBreakHyphen/><w:t>07-30</w:t></w:r>"
    ruler = '<w:tabs><w:tab w:val="center" w:pos="4513"/></w:tabs>'
    box = f"<w:r><w:pict><w:txbxContent>{paragraph(line)}</w:txbxContent></w:pict></w:r>"
    found = read(paragraph(run("Text"), box), more={"header1.xml": paragraph(line, properties=ruler)})
    assert found.beside == ("Coalition\nEMBARGOED UNTIL 2027-07-30",) * 2


def test_watermarks_are_read():
    mark = '<w:r><w:pict><v:shape xmlns:v="v"><v:textpath string="EMBARGO 30 July"/></v:shape></w:pict></w:r>'
    found = read(paragraph(run("Text"), mark), more={"header1.xml": paragraph(run("Coalition"), mark)})
    assert (texts(found), found.beside) == (["Text"], ("EMBARGO 30 July", "Coalition\nEMBARGO 30 July"))
    assert found.left_out == {LeftOut.TEXT_BOXES, LeftOut.HEADERS}


def test_what_is_hidden_in_a_paragraph_is_one_text_however_word_parts_it():
    hidden = run("EMB", "<w:vanish/>"), run("ARGO", "<w:vanish/>")
    found = read(paragraph(*hidden, run("Text"), run("secret", "<w:vanish/>")), paragraph(run("More"), *hidden))
    assert (texts(found), found.beside) == (["Text", "More"], ("EMBARGO\nsecret", "EMBARGO"))


def test_links_and_signs_of_word_become_what_they_show():
    link = f'<w:hyperlink r:id="l1">{run("site")}</w:hyperlink>'
    signs = "<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>ma</w:t><w:softHyphen/><w:t>il</w:t><w:br/><w:t>x</w:t></w:r>"
    relation = '<Relationship Id="l1" Type="x/hyperlink" Target="https://bay.example" TargetMode="External"/>'
    unfinished = '<w:r><w:fldChar w:fldCharType="begin"/><w:t>told</w:t></w:r>'
    found = read(paragraph(FIELD, link, signs), paragraph(unfinished), paragraph(run("Next")), links=relation)
    assert texts(found)[1:] == ["Next"]
    assert isinstance(found.blocks[0], Paragraph)
    assert found.blocks[0].spans == (
        Span("report", link="https://bay.example/a"),
        Span("site", link="https://bay.example"),
        Span("e-mail\nx"),
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a Word file"),
        (b"%PDF-1.7", "not a Word file"),
        (b"\xff\xd8\xff" + document(paragraph(run("x"))), "not a Word file"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "not a Word file"),
        (OLD_START + b"x", "old format"),
        (OLD_START + "EncryptedPackage".encode("utf-16-le"), "password"),
        (document(), "holds no text"),
        (document(paragraph(BOX)), "text boxes"),
        (document(paragraph(run("Text")))[:-40], "damaged"),
        (packed({"word/document.xml": ENTITY}), "damaged"),
        (document(DEEP), "damaged"),
        (packed({"word/document.xml": bytes(MAX_READ_BYTES + 1)}), "damaged"),
        (packed({"word/document.xml": f"<a>{' ' * MAX_READ_BYTES}</a>"}), "too much"),
        (document(paragraph(run("x" * (MAX_TEXT_CHARS + 1)))), "more than 200000 characters"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_what_to_do(content: bytes, says: str):
    with pytest.raises(UnreadableError) as refused:
        read_word_file(content)
    assert says in refused.value.message.render()


def test_the_files_of_an_upload_share_what_may_come_out_of_them():
    one, first = document(paragraph(run("Text"))), Allowance()
    read_word_file(one, first)
    allowance = Allowance(2 * (MAX_ALL_BYTES - first.left))
    for _ in range(2):
        read_word_file(one, allowance)
    with pytest.raises(UnreadableError, match="before this one"):
        read_word_file(one, allowance)


WHOLE = release(("Headline", "Title"), ("Text", "Normal"))


@settings(max_examples=25)
@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)), st.binary(max_size=40))
def test_any_damage_is_read_or_refused(start: int, end: int, noise: bytes):
    assert is_read_or_refused(WHOLE[:start] + noise + WHOLE[end:])
    assert is_read_or_refused(WHOLE[:start])
