"""Facts are plain data."""

from __future__ import annotations

import copy
import pickle
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from minutes import checking, model
from tests.helpers import tiny

KINDS = [each for each in vars(model).values() if is_dataclass(each)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_is_pickled_as_its_values(kind: type) -> None:
    fact = kind(*(f"value of {each.name}" for each in fields(kind)))
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        pickled = pickle.dumps(fact, protocol)
        assert pickle.loads(pickled) == fact
        assert b"_dataclass_setstate" not in pickled
    assert fact.__reduce__() == (kind, tuple(f"value of {each.name}" for each in fields(kind)))
    assert copy.deepcopy(fact) == replace(fact) == fact


def test_ledgers_come_back_as_they_were(tmp_path: Path) -> None:
    ledgers = [page.ledger for page in checking.read_all(tiny(tmp_path))]
    assert any(ledger.records for ledger in ledgers)
    assert pickle.loads(pickle.dumps(ledgers)) == ledgers
