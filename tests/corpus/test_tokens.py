from delegate_audit.corpus.tokens import estimate_tokens, is_dense


def test_dense_formats_take_more_tokens():
    assert estimate_tokens("x" * 3200, dense=True) == 1000
    assert estimate_tokens("x" * 4000, dense=False) == 1000
    assert estimate_tokens("", dense=True) == 0


def test_density_is_seen_in_the_text():
    assert not is_dense("The harbour was widened twice, and the old crane still stands.\n")
    assert is_dense("1\n00:00:01,000 --> 00:00:02,000\nHi\n")
    assert not is_dense("")
