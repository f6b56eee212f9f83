"""``python -m api``: the command line, for a process that is started without the ``hoidap`` command's path."""

from __future__ import annotations

from api.cli import main

if __name__ == "__main__":
    main()
