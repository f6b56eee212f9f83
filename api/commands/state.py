"""What every command is given."""

from __future__ import annotations

from dataclasses import dataclass

import typer

from api.service import Parts
from api.settings import Settings


@dataclass(frozen=True, slots=True)
class State:
    """The parts to work with and the settings to make them from."""

    parts: Parts
    settings: Settings


def state_of(context: typer.Context) -> State:
    """Return what ``api.cli`` prepared for the command."""
    state = context.find_object(State)
    if state is None:
        raise TypeError("expected api.commands.state.State in the context, found none; start by api.cli.run")
    return state
