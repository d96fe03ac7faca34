"""The invented reports, indexed once."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assemble import assemble
from assistant.assistant import Assistant
from assistant.settings import Settings
from corpus.index import Index
from tests.assistant.invented import write_reports


@pytest.fixture(scope="session")
def invented_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a province's and a district's report."""
    home = tmp_path_factory.mktemp("invented-home")
    index = Index.open(home)
    index.add_many(write_reports(tmp_path_factory.mktemp("invented-reports")))
    index.close()
    return home


@pytest.fixture(scope="session")
def assistant(invented_home: Path) -> Assistant:
    """The assistant over the invented reports, without a model."""
    return assemble(Settings(home=invented_home))
