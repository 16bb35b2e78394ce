"""What a function said is kept, up to a number, and is the same whether it was kept or not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperatlas.memory import Memory


@given(st.lists(st.text("abc", max_size=2)), st.integers(1, 4))
def test_a_memory_says_what_the_function_says_and_keeps_no_more_than_it_may(words, most):
    memory = Memory(str.upper, most=most)
    for word in words:
        assert memory[word] == word.upper()
        assert len(memory) <= most


def test_what_is_kept_is_not_asked_again():
    asked = []
    memory = Memory(lambda word: asked.append(word) or word)
    assert [memory[word] for word in "aba"] == ["a", "b", "a"]
    assert asked == ["a", "b"]
