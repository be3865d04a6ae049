"""The XML engine: what becomes of tags, leaves, text among tags and sections, and what one damaged tag costs."""

import random
import time
from decimal import Decimal

import pytest

from delegate_audit.core.element import MAX_DEPTH
from delegate_audit.core.kind import Exact, Kind, Number, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.xml import COMMON, EVERY, WORDS, Xml
from delegate_audit.domains.readers.xml_text import refused, tokens
from delegate_audit.domains.reading import compare, depth

KINDS = (
    Kind("robot", {"@name": Exact()}, other=WORDS),
    Kind("link", {"@name": Exact(), "mass/@value": Number(), "box/size": Number(), "note": Text()}, key=("@name",), other=WORDS),
    Kind("label", {"text": Text(), "@style/width": Number()}, other=WORDS),
    *COMMON,
)
FORM = Xml(
    KINDS,
    {"robot": "robot", "link": "link", "joint": "link", "label": "label"},
    {"link": ("mass", "box", "note", EVERY, "extra"), "element": (EVERY,)},
    rows=frozenset({"joint"}),
    mixed=frozenset({"label", "b"}),
    kept=frozenset({"code", "@mark"}),
    properties=frozenset({"style"}),
)
DOMAIN = Domain("robots", "Robots", "science", ("*.xml",), KINDS, FORM.read, FORM.write)

ROBOT = """<?xml version="1.0"?>
<!DOCTYPE robot SYSTEM "a>b.dtd" [ <!ENTITY me "x ]"> <!-- don't --> ]>
<robot name="Ada">
  <!-- arms
       first -->
  <link name="arm">
    <mass value="1.50"/>
    <box>
      <size>2</size>
    </box>
    <note><![CDATA[bends <i>both</i> ways & back]]></note>
  </link>
  <joint name="elbow"><mass value=".5"/><note>Q &amp; A</note></joint>
  <label style="fill:#f00;width:2">Turn <b>left <b>now</b></b> or right</label>
  <label>
    <b> kept</b>
    <b>two</b>
  </label>
  <other id="7">
    <deep>
      <a>1</a>
      <a>2</a>
    </deep>
  </other>
</robot>
"""


def read(text):
    return FORM.read(text, "x.xml")


def within(text):
    """What lies in the one robot of a text."""
    return next(element for element in read(f'<robot name="x">{text}</robot>') if element.kind == "robot").children


def only(text):
    (element,) = within(text)
    return dict(element.fields)


def test_a_document_is_written_as_it_was_read():
    assert FORM.write(read(ROBOT)) == ROBOT
    assert not any(element.kind in {"unreadable", "rejected"} for top in read(ROBOT) for element in top.walk())


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ('<link name="a"><mass value="2.0"/></link>', {"@name": "a", "mass/@value": Decimal("2.0")}),
        ("<link><box><size>3</size><unit>m</unit></box></link>", {"box/size": 3, "box/unit": "m"}),
        ("<link><note/></link>", {"note": ""}),
        ("<link><tag>u</tag><text>t</text></link>", {"./text": "t", "./tag": "u"}),
        ("<link><note a='1'>n</note></link>", {"note": "n", "note/@a": "1", "note/attributes": ("a'",)}),
        ('<joint name="&#65;&lt;  b\n c"/>', {"tag": "joint", "@name": "A< b c"}),
        ('<u:link u:mass="1"><u:box><u:size>007</u:size></u:box></u:link>', {"tag": "u:link", "@u:mass": "1", "u:box/u:size": "007"}),
        ("<label>  two \n words </label>", {"text": "two\n words"}),
        ('<label style=" width:.5 ; fill : red; "/>', {"@style/width": ".5", "@style/fill": "red"}),
        ('<label style="url(a;b"/>', {"@style": "url(a;b"}),
        ("<link>a<![CDATA[<b>]]>c</link>", {"text": "a<b>c"}),
    ],
)
def test_fields(text, fields):
    assert only(text) == fields


@pytest.mark.parametrize(
    ("one", "other"),
    [("a='1'", 'a="1"'), ("a='&quot;'", 'a="&quot;"'), ("a='&apos;'", 'a="&apos;"'), ("a='x &quot;&apos;'", 'a="x &quot;&apos;"')],
)
def test_either_quotes_are_kept_and_mean_the_same(one, other):
    comparison = compare({"a.xml": f"<robot {one}/>"}, {"a.xml": f"<robot {other}/>"}, DOMAIN)
    assert (comparison.score, {finding.severity.value for finding in comparison.findings}) == (1, {"layout"})
    assert [read(FORM.write(read(f"<robot {text}/>"))) == read(f"<robot {text}/>") for text in (one, other)] == [True, True]


def test_attributes_in_another_order_are_layout_and_come_back():
    usual, other = '<link name="a" id="1" zeal="2"/>', '<link zeal="2" id="1" name="a"/>'
    assert only(usual) == {"@name": "a", "@id": "1", "@zeal": "2"}
    assert only(other) == {**only(usual), "attributes": ("zeal", "id", "name")}
    comparison = compare({"a.xml": f"<robot>{usual}</robot>"}, {"a.xml": f"<robot>{other}</robot>"}, DOMAIN)
    assert (comparison.score, {finding.severity.value for finding in comparison.findings}) == (1, {"layout"})
    assert FORM.write(read(other)) == f"{other}\n"
    changed = read(other)[0].having(**{"@id": None, "@mass": "7"})
    assert FORM.write((changed,)) == '<link zeal="2" name="a" mass="7"/>\n'


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ('<code mark=" &#32;x ">  &lt;b&gt; </code>', {"@mark": " x ", "text": "  <b> "}),
        ("<code>  </code>", {"text": "  "}),
        ("<code>\n  a </code>", {"text": "a"}),
    ],
)
def test_blanks_count_where_a_format_says_so(text, fields):
    assert only(text) == {"tag": "code", **fields}
    assert read(FORM.write(read(text))) == read(text)


def test_of_several_leaves_the_first_is_a_field():
    (link,) = within("<link><note>1</note><note>2</note><box><size>1</size><size>2</size></box></link>")
    assert dict(link.fields) == {"note": "1"}
    assert [child.fields.get("text", child.fields.get("size")) for child in link.children] == ["2", "1"]
    assert read(FORM.write((link,))) == (link,)


def test_text_among_tags_keeps_its_blanks():
    (label,) = within("<label> Turn <b>left</b> <b>now</b>,\n or right </label>")
    assert [child.fields["text"] for child in label.children] == ["Turn ", "left", " ", "now", ",\n or right"]
    assert "<label>Turn <b>left</b> <b>now</b>,\n or right</label>" in FORM.write((label,))


def test_leaves_are_written_in_their_order_and_another_order_is_kept():
    usual, other = "<link><mass/><zeal/><extra/></link>", "<link><extra/><mass/><zeal/></link>"
    assert "order" not in only(usual)
    assert only(other)["order"] == ("extra", "mass", "zeal")
    assert compare({"a.xml": usual}, {"a.xml": other}, DOMAIN).score == 1
    assert compare({"a.xml": usual}, {"a.xml": other}, DOMAIN).clean
    assert FORM.write(read(other)).split() == ["<link>", "<extra/>", "<mass/>", "<zeal/>", "</link>"]
    nested = "<link><box><z/><y><b>1</b><a>2</a></y></box></link>"
    assert only(nested)["box/y/order"] == ("b", "a")
    assert "".join(FORM.write(read(nested)).split()) == nested
    shuffled = read(usual)[0].having(zeal=None, note="n")
    assert FORM.write((shuffled,)).split() == ["<link>", "<mass/>", "<note>n</note>", "<extra/>", "</link>"]


def test_lines_are_known():
    assert [(e.kind, e.line) for e in read(ROBOT)[2].children[:4]] == [("comment", 4), ("link", 6), ("link", 13), ("label", 14)]


def robots(number, damaged, bad):
    return (
        "<robot>\n"
        + "".join(f'<link name="{k}">\n<mass value="{k}"/>\n</link>\n' if k != damaged else bad for k in range(number))
        + "</robot>\n"
    )


@pytest.mark.parametrize(
    "bad",
    [
        '<link name="4>\n<mass value="4"/>\n</link>\n',
        '<link name="4"\n<mass value="4"/>\n</link>\n',
        '<lnk name="4">\n<mass value="4"/>\n</link>\n',
        '<link name="4">\n<mass value="4"/>\n</lnk>\n',
        '<link name="4">\n<mass value="4"/>\n',
        '<link name="4">\n<mass value=4/>\n</link>\n',
        '<link name="4">\n<mass value="4"/>\n</link>\n</link>\n',
        '<link name="4">\n<mass value="4"/> a & b\n</link>\n',
        '<link name="4">\n<!-- <mass value="4"/>\n</link>\n',
        '<link name="4">\n<mass value="4" value="4"/>\n</link>\n',
    ],
)
def test_a_damaged_tag_costs_what_it_damages(bad):
    whole, text = robots(20, None, ""), robots(20, 4, bad)
    assert refused(text)
    comparison = compare({"a.xml": whole}, {"a.xml": text}, DOMAIN)
    assert 0.5 * 18 / 23 <= comparison.score <= 0.5
    assert read(FORM.write(read(text))) == read(text)


def test_a_lost_tail_and_a_lost_head_leave_the_rest():
    whole = robots(20, None, "")
    assert compare({"a.xml": whole}, {"a.xml": whole[: len(whole) // 2]}, DOMAIN).score >= 0.2
    assert compare({"a.xml": whole}, {"a.xml": whole[len(whole) // 2 :]}, DOMAIN).score >= 0.1


def test_what_lxml_takes_is_never_rejected_and_what_it_refuses_is():
    for text in ("", "<a/>", "<a>&#x41;</a>", "<a b='>'/>", '<!DOCTYPE a [<!ENTITY e "]">]><a>&e;</a>'):
        assert [e.kind for e in read(text)][:1] != ["rejected"], text
    for text in (
        "a",
        "<a>",
        "<a b=c/>",
        "<a/><a/>",
        "<a>&nbsp;</a>",
        "<a><!-- -- --></a>",
        "<a>]]></a>",
        "<a b='1' b='2'/>",
        "<a>&#0;</a>",
    ):
        assert read(text)[0].kind == "rejected", text


def test_entities_are_not_resolved(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    text = f'<!DOCTYPE a [<!ENTITY e SYSTEM "file://{secret}">]><a>&e;</a>'
    assert "hidden" not in FORM.write(read(text))
    assert "&e;" in FORM.write(read(text))


def test_the_tokens_put_together_are_the_text():
    rng = random.Random(2)
    for _ in range(200):
        text = "".join(
            rng.choice(["<", ">", "a", " ", "/", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", '"', "<a>", "</a>", "=", "&"])
            for _ in range(30)
        )
        assert "".join(raw for raw, _ in tokens(text)) == text


def test_any_mutation_comes_back_as_it_was_read():
    rng = random.Random(4)
    for _ in range(400):
        text = list(ROBOT)
        for _ in range(rng.randint(1, 5)):
            at, length = rng.randrange(len(text)), rng.randint(0, 9)
            text[at : at + length] = rng.choice(["", "<", ">", '"', "&", "]]>", "</link>", "<b>", "<!--", "\n", "<![CDATA["])
        elements = read("".join(text))
        assert read(FORM.write(elements)) == elements


@pytest.mark.parametrize(
    "text",
    [
        "<a>" * 40_000,
        "<a><b>" * 1_000 + "</b></a>" * 1_000,
        "</a>" * 40_000,
        "<!--" * 40_000,
        "<![CDATA[" * 20_000,
        "<!DOCTYPE [" * 15_000,
        "<a b='" * 30_000,
        "<a " + "b='c' " * 30_000,
        "&" * 150_000,
        "<![CDATA[a]]>b" * 8_000,
        "<label>" + "a<b>c</b> " * 5_000,
        "<link><mass/>\n</link>\n" * 5_000,
        "<" * 150_000,
        "< > " * 20_000,
    ],
    ids=lambda text: text[:9],
)
def test_no_text_makes_it_hang(text):
    start = time.process_time()
    elements = read(text)
    assert time.process_time() - start < 4
    assert all(depth(element) <= MAX_DEPTH for element in elements)
