"""A proposition that points at a text nobody sees is told from one that can be read alone."""

from __future__ import annotations

import pytest

from claimx.extraction.standalone import pointing_words


@pytest.mark.parametrize(
    ("proposition", "language", "words"),
    [
        ("He resigned on Monday.", "en", "He"),
        ("They were not told.", None, "They"),
        ("The official denied it.", "en-GB", "The official"),
        ("The company will close the plant.", "en", "The company"),
        ("This was known in May.", "en", "This"),
        ("Er ist zurückgetreten.", "de", "Er"),
        ("Die Firma schließt das Werk.", "de", "Die Firma"),
        ("Ella dimitió.", "es", "Ella"),
        ("他已辞职。", "zh", "他"),
        ("该公司将关闭工厂。", "zh", "该公司"),
    ],
)
def test_a_pronoun_or_a_bare_role_at_the_head_points_away(proposition: str, language: str, words: str) -> None:
    assert pointing_words(proposition, language) == words


@pytest.mark.parametrize(
    ("proposition", "language"),
    [
        ("It is not known how the fire started.", "en"),
        ("Mayor Vik said that he would resign.", "en"),
        ("The company of Jon Vik will close the plant.", "en"),
        ("The official in charge of the bridge resigned.", "en"),
        ("Theyden Bois is a village.", "en"),
        ("Es ist nicht bekannt, wie das Feuer ausbrach.", "de"),
        ("Erfurt hat einen neuen Bürgermeister.", "de"),
        ("Il est prouvé que le pont est fermé.", "fr"),
        ("他山公司已关闭。".replace("他山", "泰山"), "zh"),
        ("Hän erosi.", "fi"),
    ],
)
def test_what_can_be_read_alone_is_left_alone(proposition: str, language: str) -> None:
    assert pointing_words(proposition, language) is None
