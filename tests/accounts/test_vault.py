"""Secrets at rest."""

import pytest

from tasklore.accounts.vault import Vault


def test_what_is_sealed_can_be_opened_for_the_same_purpose_only() -> None:
    vault = Vault("a secret of thirty-two characters")
    sealed = vault.seal("the text", "mail")

    assert vault.open(sealed, "mail") == "the text"
    assert "the text" not in sealed
    for other, purpose in ((vault, "backup codes"), (Vault("another secret"), "mail")):
        with pytest.raises(ValueError, match="another BETTER_AUTH_SECRET"):
            other.open(sealed, purpose)


def test_a_changed_text_is_noticed() -> None:
    vault = Vault("a secret of thirty-two characters")
    sealed = vault.seal("the text", "mail")
    changed = sealed[:20] + ("A" if sealed[20] != "A" else "B") + sealed[21:]

    for text in (changed, "", "nonsense", sealed[:-8]):
        with pytest.raises(ValueError, match="damaged"):
            vault.open(text, "mail")
