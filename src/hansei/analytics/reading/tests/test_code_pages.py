"""The code page of a text is told by its letters: those of one language stand in its alphabet on one page only."""

from __future__ import annotations

import pytest

from hansei.analytics.reading.encoding import guess

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
