"""A journal's lines are held against their checksums, and only what a kill tore off its end is cut."""

import pytest

from fit_optimizer.search import checked_journal
from fit_optimizer.search.checked_journal import START, CheckedJournal, StorageError, checked


@pytest.fixture
def journal(tmp_path):
    path = tmp_path / "trials.journal"
    path.touch()
    CheckedJournal(path, 0).append_logs([{"op_code": k, "worker_id": "one"} for k in range(3)])
    return path


def test_a_journal_goes_on_from_the_checksum_of_its_last_line(journal):
    CheckedJournal(journal, checked(journal)).append_logs([{"op_code": 4}])
    whole = journal.read_bytes()
    assert checked(journal) > 0
    assert journal.read_bytes() == whole
    CheckedJournal(journal, 0).append_logs([{"op_code": 5}])
    with pytest.raises(StorageError, match="damaged on line 5"):
        checked(journal)


def test_a_line_without_its_end_is_cut_off_and_nothing_else(journal):
    whole, last = journal.read_bytes(), checked(journal)
    journal.write_bytes(whole + START + b": 1")
    assert checked(journal) == last
    assert journal.read_bytes() == whole


def test_a_line_too_long_to_be_a_trials_is_damage_and_no_torn_end(journal, monkeypatch):
    """Were it taken for a torn end, all lines behind it would be cut off with it."""
    monkeypatch.setattr(checked_journal, "MOST_BYTES_OF_A_LINE", 200)
    text = journal.read_bytes() + START + b": 1" * 100 + b"\n" + journal.read_bytes()
    journal.write_bytes(text)
    with pytest.raises(StorageError, match="damaged on line 4"):
        checked(journal)
    assert journal.read_bytes() == text
