import pytest

from delegate_audit.corpus import locate
from delegate_audit.errors import UsageError


def test_the_checkout_has_its_data_beside_the_package():
    assert locate.corpora_root().name == "corpora"
    assert locate.data_root("relays").is_dir()


def test_an_installed_package_has_its_data_inside(tmp_path, monkeypatch):
    package = tmp_path / "site-packages" / "delegate_audit"
    (package / "_data" / "corpora").mkdir(parents=True)
    (tmp_path / "site-packages" / "corpora").mkdir()
    monkeypatch.setattr(locate, "_PACKAGE", package)
    assert locate.corpora_root() == package / "_data" / "corpora"
    with pytest.raises(UsageError, match="relays is missing"):
        locate.data_root("relays")
