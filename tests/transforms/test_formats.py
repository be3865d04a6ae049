from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegate_audit.core.element import Element
from delegate_audit.core.kind import Kind, Number, Text, Unordered
from delegate_audit.domains.contract import Domain
from delegate_audit.transforms.contract import TransformError
from delegate_audit.transforms.draft import cut, grown
from delegate_audit.transforms.formats import decoded, encoded, inline

ITEM = Kind("item", {"words": Text(), "amount": Number(), "flags": Unordered()})
PART = Kind("part", {"words": Text()})
DOMAIN = Domain("things", "Things", "records", ("*.t",), (ITEM, PART), lambda *_: (), lambda _: "")
FORMS = ("csv", "json", "yaml", "markdown")

texts = st.text(st.characters(codec="utf-8"), min_size=1) | st.text("ab|\\<br>&#;\n\r \t\"'-:[]{},*!%@`~?1.", min_size=1)
numbers = st.integers(-(10**17), 10**17) | st.decimals(allow_nan=False, allow_infinity=False, places=3)
parts = texts.map(lambda text: Element("part", {"words": text}))
items = st.builds(
    lambda words, amount, flags, children: Element("item", {"words": words, "amount": amount, "flags": flags}, tuple(children)),
    texts,
    numbers,
    st.none() | st.lists(texts, max_size=3).map(tuple),
    st.lists(parts, max_size=2),
)


@pytest.mark.parametrize("form", FORMS)
@given(elements=st.lists(items, min_size=1, max_size=3).map(tuple))
@settings(max_examples=60, deadline=None)
def test_every_format_holds_any_text_and_number(form, elements):
    assert cut(decoded(form, encoded(form, grown(elements), DOMAIN), DOMAIN)) == elements


@pytest.mark.parametrize("form", FORMS)
def test_deep_nesting_is_held_or_refused(form):
    deep = Element("part", {"words": "x"})
    for _ in range(150):
        deep = Element("part", {"words": "x"}, (deep,))
    with suppress(TransformError):
        assert cut(decoded(form, encoded(form, grown([deep]), DOMAIN), DOMAIN)) == (deep,)


def test_a_markdown_table_of_a_model_is_read_as_meant():
    text = "Here it is:\n\n|words | amount|\n|:--|--:|\n| a \\| b<br/>c |  1.50 |\n| --- | 2 |\n| short\n"
    found = cut(decoded("markdown", text, DOMAIN))
    assert [element.fields["words"] for element in found] == ["a | b\nc", "---", "short"]
    assert str(found[0].fields["amount"]) == "1.50"


def test_parents_and_kinds_of_a_model_that_mean_nothing():
    found = cut(decoded("csv", "kind,parent,words\nitem,,a\npart,1,b\npart,7,c\nwhat,x,d\n", DOMAIN))
    assert [(e.kind, e.fields["words"], len(e.children)) for e in found] == [("item", "a", 1), ("part", "c", 0), ("item", "d", 0)]


def test_objects_on_one_line():
    assert inline([{"a": "é", "b": [1, None, ("x", True)]}]) == '[{"a": "é", "b": [1, null, ["x", true]]}]'
