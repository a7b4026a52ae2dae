"""Text from outside is shown on one line, whole signs as they are, and steers nothing."""

from hypothesis import given
from hypothesis import strategies as st

from fit_optimizer.plain_text import MOST_OF_A_VALUE, plain, plain_document, shortened, shown


@given(st.text(st.characters(exclude_categories=())))
def test_plain_text_can_be_printed_on_one_line_and_is_plain_already(text):
    found = plain(text)
    assert len(found.splitlines()) <= 1
    assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in found)
    found.encode("utf-8")
    assert plain(found) == found


def test_names_of_every_language_stay_as_they_are():
    for name in ("Zoë Müller", "Ōno 太郎", "Наталья", "محمد", "נועם", "👩‍🚴 Ana"):
        assert plain(name) == name


def test_what_is_written_out_can_be_recognised():
    assert plain("a\x1b[31mb\u202ec\udcff\n") == "a\\x1b[31mb\\u202ec\\xff\\x0a"


@given(st.integers() | st.text() | st.floats() | st.lists(st.booleans()))
def test_a_value_is_quoted_short_whatever_it_is(value):
    assert len(shown(value)) <= MOST_OF_A_VALUE


def test_numbers_of_thousands_of_digits_and_endless_lists_are_quoted_too():
    nested: list = []
    for _ in range(100_000):
        nested = [nested]
    for value in (1 << 100_000, nested):
        assert len(shown(value)) <= MOST_OF_A_VALUE


def test_a_long_message_keeps_its_beginning_and_its_end():
    found = shortened("begin " + 1000 * "x" + " allowed is 3", 100)
    assert len(found) <= 100
    assert found.startswith("begin ")
    assert found.endswith("allowed is 3")


def test_a_document_is_made_plain_in_keys_and_values():
    assert plain_document({"a\n": ["b\x1b", 1, None]}) == {"a\\x0a": ["b\\x1b", 1, None]}


def test_values_are_quoted_as_files_have_them_and_not_as_python_does():
    assert shown(None) == "null"
    assert shown(True) == "true"
    assert shown({"left": None, "right": [True, 1.5]}) == '{"left": null, "right": [true, 1.5]}'
