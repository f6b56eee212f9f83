"""A table kept between two marks of a document, so that nobody types its figures."""

from __future__ import annotations

from pathlib import Path

from eval.errors import NoMarks


def around(path: Path, begin: str, end: str) -> tuple[str, str]:
    """Return what stands before and after the marks.

    :raises NoMarks: the document cannot be read, or the marks do not stand in it once each, in order.
    """
    wanted = f"cần một tệp có hai dòng {begin} và {end}, mỗi dòng đúng một lần và theo thứ tự đó"
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoMarks(path, f"không đọc được ({error}); {wanted}.") from error
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    found = (text.count(begin), text.count(end))
    if found != (1, 1) or end in before:
        raise NoMarks(path, f"{wanted}; thấy {found[0]} và {found[1]} dòng. Tệp được giữ nguyên.")
    return before, after
