"""The OpenAPI description as rows for a page of our own: the usual viewers come from other hosts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Operation:
    """One call."""

    method: str
    path: str
    summary: str
    description: str
    request: str | None
    """Example of the body as JSON; None for a call without one."""
    responses: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """One status that a call may end with."""

    status: str
    description: str
    example: str | None


def operations(openapi: dict[str, Any]) -> tuple[Operation, ...]:
    """Return every call that the OpenAPI description holds, in its order."""
    schemas = openapi.get("components", {}).get("schemas", {})
    return tuple(
        Operation(
            method=method.upper(),
            path=path,
            summary=call.get("summary", ""),
            description=call.get("description", ""),
            request=_example(call.get("requestBody", {}).get("content", {}), schemas),
            responses=tuple(
                Reply(status, reply.get("description", ""), _example(reply.get("content", {}), schemas))
                for status, reply in call["responses"].items()
            ),
        )
        for path, calls in openapi["paths"].items()
        for method, call in calls.items()
    )


def _example(content: dict[str, Any], schemas: dict[str, Any]) -> str | None:
    for body in content.values():
        if "example" in body:
            example = body["example"]
        else:
            name = str(body.get("schema", {}).get("$ref", "")).rpartition("/")[2]
            examples = schemas.get(name, {}).get("examples", [])
            if not examples:
                continue
            example = examples[0]
        return example if isinstance(example, str) else json.dumps(example, ensure_ascii=False, indent=2)
    return None
