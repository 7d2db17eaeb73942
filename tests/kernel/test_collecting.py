from __future__ import annotations

import gc

import pytest

from pmo_site.kernel.collecting import without_collecting


def test_the_search_for_cycles_goes_on_after_the_work_even_if_it_failed() -> None:
    with without_collecting():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="work"), without_collecting():
        raise ValueError("work")
    assert gc.isenabled()


def test_work_within_such_work_does_not_start_it_again() -> None:
    with without_collecting():
        with without_collecting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
