import pytest

from delegate_audit.core.element import Element
from delegate_audit.domains.contract import Domain
from delegate_audit.transforms.contract import TransformError
from delegate_audit.transforms.draft import Branch, Draft, cut, grown, written

TREE = Element("a", {"n": 1}, (Element("b", {"n": 2}, (Element("c", {"n": 3}),)), Element("b", {"n": 4})))


def test_what_is_not_touched_is_the_very_element():
    root = grown([TREE, TREE])
    root.children[1].children[0].fields["n"] = 9
    first, second = cut(root)
    assert first is TREE
    assert second.children[1] is TREE.children[1]
    assert second.children[0].fields["n"] == 9


def test_untouched_text_stays_byte_for_byte(subtitles):
    odd = "1\r\n00:00:01.000 -->  00:00:02,000\r\nHello \r\n\r\n\r\n"
    draft = Draft("x.srt", odd, subtitles)
    assert draft.result() == odd
    draft.root.children[0].fields["text"] = "Bye"
    assert draft.result() == "1\n00:00:01,000 --> 00:00:02,000\nBye\n"


def test_depth_is_no_danger():
    deep = Element("a", {})
    for _ in range(3000):
        deep = Element("a", {}, (deep,))
    assert cut(grown([deep]))[0] is deep
    assert sum(1 for _ in grown([deep]).walk()) == 3001


def test_a_writer_that_stumbles_is_our_own_error():
    domain = Domain("x", "X", "records", ("*.x",), (), lambda *_: (), lambda elements: str(elements[0].fields["missing"]))
    with pytest.raises(TransformError, match=r"a.x cannot be written as X"):
        written((Element("a", {}),), domain, "a.x")


def test_ancestors_leave_out_the_root():
    root = grown([TREE])
    leaf = root.children[0].children[0].children[0]
    assert [branch.kind for branch in leaf.ancestors()] == ["a", "b"]
    assert Branch("x", {}).ancestors() == []
