from __future__ import annotations

from collections.abc import Iterator

import pytest

from hansei.kernel import triggers


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Real commits, as the sequencer needs them on PostgreSQL. The flush that follows needs the triggers away."""
    yield
    triggers.lift()
