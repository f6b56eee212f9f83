"""Question sheets as an office would hand them in, and what a sheet holds, read back."""

import csv
import io
import warnings

from eval_samples import ONLINE, WARD
from openpyxl import Workbook, load_workbook

from eval.sets.columns import COLUMNS, VARIANT, Heading, name_of

NUMBER_ROW = {
    Heading.ID: "xa-1",
    Heading.QUESTION: "Tỷ lệ hồ sơ nộp trực tuyến?",
    Heading.KIND: "con số",
    Heading.ANSWERABLE: "có",
    Heading.DOCUMENTS: WARD,
    Heading.WORDS: ONLINE,
    Heading.ITEMS: "82% | 82 phần trăm",
}
REFUSE_ROW = {
    Heading.ID: "xa-2",
    Heading.QUESTION: "Giá vàng?",
    Heading.KIND: "phải từ chối",
    Heading.ANSWERABLE: "không",
}
HEADINGS = tuple(column.heading for column in COLUMNS)


def workbook(path, *rows, headings=HEADINGS, above=()):
    """Write rows (by heading) under headings, as a person's spreadsheet program would."""
    book = Workbook()
    page = book.active
    for line in above:
        page.append(line)
    page.append([str(heading) for heading in headings])
    for row in rows:
        page.append([row.get(heading) for heading in headings])
    book.save(path)
    return path


def separated(path, *rows, headings=HEADINGS, separator=";", encoding="utf-8-sig"):
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=separator)
    writer.writerow(headings)
    writer.writerows([[row.get(heading, "") for heading in headings] for row in rows])
    path.write_bytes(target.getvalue().encode(encoding))
    return path


def pages(path):
    """The sheets of a workbook by title, each a list of rows of cells."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path)
    return {page.title: list(page.iter_rows()) for page in book.worksheets}


def records(path):
    """The rows below the headings of a workbook's sheets, by title, each by heading."""
    return {
        title: [
            dict(zip([cell.value for cell in rows[0]], [cell.value for cell in row], strict=True)) for row in rows[1:]
        ]
        for title, rows in pages(path).items()
    }


def row_of(question):
    """A question of a question file as a person would write it into the sheet."""
    yes_or_no = {True: "có", False: "không"}
    return {
        Heading.ID: question.id,
        Heading.TOPIC: question.topic,
        Heading.QUESTION: question.question,
        Heading.TURNS: "\n".join(question.turns),
        Heading.KIND: name_of(question.kind),
        Heading.SLICES: ", ".join(question.slices),
        Heading.ANSWERABLE: yes_or_no[question.answerable],
        Heading.DOCUMENTS: "\n".join(evidence.document_id for evidence in question.evidence),
        Heading.WORDS: "\n".join(VARIANT.join(evidence.words) for evidence in question.evidence),
        Heading.UNDER: "\n".join(evidence.under or "-" for evidence in question.evidence),
        Heading.ALL: yes_or_no[question.all_evidence],
        Heading.ITEMS: "\n".join(VARIANT.join(variants) for variants in question.items),
        Heading.FORBIDDEN: "\n".join(question.forbidden),
        Heading.CLARIFY: yes_or_no[question.clarify],
        Heading.MAY_REFUSE: yes_or_no[question.may_refuse],
    }
