"""One assistant over invented papers for all tests of the package."""

import pytest
from rag_papers import Office, documents, office_over

from rag.pipeline import Pipeline


@pytest.fixture(scope="session")
def office() -> Office:
    return office_over(documents())


@pytest.fixture(scope="session")
def pipeline(office) -> Pipeline:
    return Pipeline.over(office.index, documents())
