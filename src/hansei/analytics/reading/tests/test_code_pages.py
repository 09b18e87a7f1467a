"""The code page of a text is told by its letters: those of one language stand in its alphabet on one page only."""

from __future__ import annotations

from pathlib import Path

import pytest

from hansei.analytics.reading import UnreadableFile, open_raw
from hansei.analytics.reading.encoding import CHOOSABLE, Encoding, clean_copy, guess, known_encoding

WRITTEN = {
    "Spanish": (
        "cp1252",
        "Contraseña olvidada\nLa impresora no funciona en la administración\nMañana no habrá conexión",
    ),
    "Portuguese": (
        "cp1252",
        "Impressora não funciona em São Paulo\nSolicitação de acesso\nUsuário não consegue entrar",
    ),
    "French": ("cp1252", "Imprimante bloquée au deuxième étage\nAccès refusé à la boîte aux lettres\nÇa ne marche pas"),
    "German": ("cp1252", "Drucker für Büro München gestört\nZugriff nicht möglich\nStörung groß, alle Geräte"),
    "Italian": ("cp1252", "La stampante non è più disponibile\nAttività già chiusa\nNon riesce perché il server è giù"),
    "Swedish": ("cp1252", "Skrivaren fungerar inte på våning två\nBegäran om åtkomst\nNätverket är långsamt"),
    "Danish": ("cp1252", "Printeren på anden etage\nBrugeren får ikke adgang til løn\nÆndring af adgangskode"),
    "German and Spanish": ("cp1252", "Störung groß, alle Geräte\nMañana no habrá conexión\nDrucker für Büro München"),
    "Polish": ("cp1250", "Drukarka nie działa na drugim piętrze\nUżytkownik nie może się zalogować\nHasło wygasło"),
    "Czech": ("cp1250", "Tiskárna nefunguje ve druhém patře\nUživatel se nemůže přihlásit\nSíť je velmi pomalá"),
    "Hungarian": (
        "cp1250",
        "A nyomtató nem működik\nA felhasználó nem tud belépni\nHozzáférési kérelem a bérszámfejtő",
    ),
    "Romanian": (
        "cp1250",
        "Imprimanta nu funcţionează la etajul doi\nReţeaua este foarte lentă\nParolă expirată şi blocată",
    ),
    "Croatian": ("cp1250", "Pisač ne radi na drugom katu\nKorisnik se ne može prijaviti\nRačun zaključan, šaljem"),
    "Turkish": ("cp1254", "Yazıcı ikinci katta çalışmıyor\nKullanıcı giriş yapamıyor\nAğ çok yavaş"),
    "Lithuanian": ("cp1257", "Vartotojas negali prisijungti\nPrašymas suteikti prieigą\nTinklas labai lėtas, padėkite"),
    "German on a Mac": (
        "mac_roman",
        "Drucker für Büro München gestört\nZugriff nicht möglich\nStörung groß, alle Geräte",
    ),
    "Greek": ("cp1253", "Ο εκτυπωτής δεν λειτουργεί\nΟ χρήστης δεν μπορεί να συνδεθεί"),
    "Russian": ("cp1251", "Принтер не работает\nПользователь не может войти"),
}


@pytest.mark.parametrize("language", WRITTEN)
def test_letters_are_read_as_they_were_written(language: str) -> None:
    page, text = WRITTEN[language]
    rows = [f"INC{number},{line},2025-03-01 10:00,High" for number, line in enumerate(text.split("\n"))]
    written = "\n".join(row for row in rows if not row.isascii()).encode(page)
    assert written.decode(guess(written, "tickets.csv").name) == written.decode(page)


def test_what_a_person_says_of_the_encoding_holds_but_a_mark_of_the_file_holds_more(tmp_path: Path) -> None:
    said = tmp_path / "said.csv"
    said.write_bytes("Номер\nИНЦ1\n".encode("cp1251"))
    copy = clean_copy(said, tmp_path / "copy.txt", encoding="koi8_r")
    assert (copy.path.read_text("utf-8"), copy.encoding) == (
        "Номер\nИНЦ1\n".encode("cp1251").decode("koi8_r"),
        Encoding("koi8_r", 1.0),
    )
    assert copy.found == guess(said.read_bytes(), "said.csv")
    said.write_bytes("Номер\n".encode("utf-16"))
    assert clean_copy(said, tmp_path / "copy.txt", encoding="cp1251").encoding == Encoding("utf-16", 1.0)


def test_an_encoding_whose_letters_these_evidently_are_not_is_refused_and_some_damage_is_not(tmp_path: Path) -> None:
    said = tmp_path / "said.csv"
    said.write_bytes("Номер\nИНЦ1\n".encode("cp1251"))
    with pytest.raises(UnreadableFile) as no:
        clean_copy(said, tmp_path / "copy.txt", encoding="utf-8")
    assert (no.value.code, no.value.details) == ("file.other_encoding", {"file": "said.csv", "encoding": "utf-8"})
    said.write_bytes("Номер\n".encode() * 100 + b"\xff\n")
    assert clean_copy(said, tmp_path / "copy.txt", encoding="utf-8").undecodable == 1


def test_what_was_said_of_other_files_gives_way_to_utf8_unless_it_holds(tmp_path: Path) -> None:
    said, target = tmp_path / "said.csv", tmp_path / "copy.txt"
    said.write_bytes("Störung Büro\n".encode())
    assert clean_copy(said, target, encoding="cp1252").encoding == Encoding("utf-8", 1.0)
    assert target.read_text("utf-8") == "Störung Büro\n"
    held = clean_copy(said, target, encoding="cp1252", holds=True)
    assert (held.encoding, held.found) == (Encoding("cp1252", 1.0), Encoding("utf-8", 1.0))
    assert target.read_text("utf-8") == "StÃ¶rung BÃ¼ro\n"
    said.write_bytes(b"plain\n")  # fits either
    assert clean_copy(said, target, encoding="cp1252").encoding == Encoding("cp1252", 1.0)


def test_of_several_files_those_in_utf8_stay_so_whatever_is_chosen(tmp_path: Path) -> None:
    for name, page in (("old", "cp1252"), ("new", "utf-8")):
        (tmp_path / f"{name}.csv").write_bytes(f"{name};title\n1;Störung\n2;Büro\n".encode(page))
    files = [tmp_path / "old.csv", tmp_path / "new.csv"]
    raw = open_raw(files, folder=tmp_path, encoding="cp1252", by_hand=True)
    assert [each.encoding for each in raw.files] == ["cp1252", "utf-8"]
    assert {tuple(table.title.to_pyarrow().to_pylist()) for table in raw.tables.values()} == {("Störung", "Büro")}
    alone = open_raw(files[1:], folder=tmp_path, encoding="cp1252", by_hand=True)
    assert [(each.encoding, each.found) for each in alone.files] == [("cp1252", ("utf-8", 1.0))]


def test_letters_that_windows_has_beyond_the_standard_are_read(tmp_path: Path) -> None:
    said, target = tmp_path / "said.csv", tmp_path / "copy.txt"
    for named, written in (
        ("euc-kr", "서비스 접속이 안 됩니다 문의\n" * 100 + "똠방각하 펲시콜라 햏자\n"),
        ("shift-jis", "できるだけ早く対応してください\n" * 100 + "髙橋 ①\n"),
    ):
        known = known_encoding(named)
        assert known is not None
        said.write_bytes(written.encode(known))
        for encoding in (None, known):
            copy = clean_copy(said, target, encoding=encoding)
            assert (copy.encoding.name, copy.undecodable) == (known, 0)
            assert target.read_text("utf-8") == written


@pytest.mark.parametrize(
    ("given", "known"),
    [("Windows-1251", "cp1251"), ("UTF8", "utf-8"), ("GBK", "gb18030"), ("shift-jis", "cp932"), ("ms932", "cp932"),
     ("Big5", "cp950"), ("cp950", "cp950"), ("EUC-KR", "cp949"), ("ms949", "cp949"), ("latin-1", "cp1252"),
     ("rot13", None), ("zip", None), ("utf-16", None), ("", None), ("\x00", None), ("../aliases", None)],
)  # fmt: skip
def test_an_encoding_is_known_by_its_usual_names(given: str, known: str | None) -> None:
    assert known_encoding(given) == known
    assert known is None or known in CHOOSABLE
