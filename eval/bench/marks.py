"""The places in a document where the tables of the measurements stand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eval.files import replace_text
from eval.marked import around


@dataclass(frozen=True, slots=True)
class MarkedPlace:
    """What stands between two marks of a document."""

    begin: str
    end: str

    def check(self, path: Path) -> None:
        """Make sure that there is a place for the table, before hours are spent on its figures.

        :raises NoMarks: the document is not there, or the marks do not stand in it once each, in order.
        """
        around(path, self.begin, self.end)

    def write(self, path: Path, table: str) -> None:
        """Put the table between the marks of the document, in place of what stands there.

        :raises NoMarks: as for :meth:`check`; the document is left as it is.
        :raises OSError: the document cannot be written.
        """
        before, after = around(path, self.begin, self.end)
        replace_text(path, f"{before}{self.begin}\n{table}{self.end}{after}")


SETS_TABLE = MarkedPlace("<!-- bench:begin -->", "<!-- bench:end -->")
PAPERS_TABLE = MarkedPlace("<!-- papers:begin -->", "<!-- papers:end -->")
