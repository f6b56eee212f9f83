"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.splits import Split

RUNS = Path("runs")
"""Where runs are kept unless another folder is named."""

QuestionSet = Annotated[
    Path,
    typer.Option(
        "--questions", metavar="F", help="Tệp câu hỏi JSON Lines, hoặc thư mục của chúng; mặc định là bộ kèm theo."
    ),
]
Group = Annotated[
    str | None, typer.Option("--slice", metavar="S", help="Chỉ hỏi các câu thuộc lát, loại hoặc bộ câu hỏi này.")
]
OneSplit = Annotated[
    Split | None, typer.Option("--split", help="Chỉ hỏi phần để chỉnh (dev) hoặc phần để dành (held-out).")
]
RunsFolder = Annotated[Path, typer.Option("--out", metavar="DIR", help="Nơi lưu các lượt chạy.")]
ShowHeldOut = Annotated[
    bool, typer.Option("--show-held-out", help="Cho xem cả câu của phần để dành; từ nay chúng hết là để dành.")
]
