import pytest
from django.core.exceptions import ImproperlyConfigured

from pmo_site.settings import environment


def test_a_socket_folder_is_read_as_the_host() -> None:
    address = environment.database_address("postgresql://app:p%40ss@/site?host=/tmp/socket")
    assert (address.host, address.user, address.password, address.name) == ("/tmp/socket", "app", "p@ss", "site")


def test_a_flag_that_is_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_FLAG", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="A_FLAG"):
        environment.flag("A_FLAG")
