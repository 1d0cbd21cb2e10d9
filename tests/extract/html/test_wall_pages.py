"""Paywalls, consent forms and error pages in four languages, each as a whole page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from newsdigest.errors import ExtractionError
from newsdigest.extract import extract_articles
from newsdigest.model import Article, Document, Partial

AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a site in one language says on pages of each sort."""

    language: str
    title: str
    # The free part of an article, two paragraphs.
    lead: str
    second: str
    # What stands on the paywall's box and its button.
    offer: str
    button: str
    consent: str
    accept: str
    reject: str
    missing: str
    missing_text: str


WORDINGS = [
    Wording(
        "de",
        "Fähre fährt wieder",
        "Die Fähre zwischen den beiden Städten fährt seit Montag wieder, nachdem sie drei Monate "
        "lang in der Werft gelegen hatte und die Leute den Umweg über die Brücke nehmen mussten.",
        "Der Kapitän sagte, die neue Maschine sei leiser und brauche ein Drittel weniger Diesel. "
        "Wer früh am Morgen fährt, soll den Unterschied schon am Kai hören können.",
        "Alle Artikel des Uferblatts für einen Euro im ersten Monat.",
        "Zu den Angeboten",
        "Wir und unsere Partner verwenden Cookies, um Inhalte zu messen und Anzeigen auszuwählen.",
        "Alle akzeptieren",
        "Alle ablehnen",
        "Seite nicht gefunden",
        "Die gesuchte Seite wurde nicht gefunden. Vielleicht hilft die Suche weiter.",
    ),
    Wording(
        "fr",
        "Le bac reprend la mer",
        "Le bac entre les deux villes a repris la mer lundi, après trois mois de travaux pendant "
        "lesquels les habitants ont dû faire le détour par le pont, parfois plus d’une heure.",
        "Le capitaine affirme que le nouveau moteur est plus discret et consomme bien moins. "
        "Le matin, dit-il, on entend de nouveau les mouettes sur le quai.",
        "Tous les articles du Courrier pour un euro le premier mois.",
        "Voir les offres",
        "Nous et nos partenaires utilisons des cookies pour mesurer l’audience et nos publicités.",
        "Tout accepter",
        "Tout refuser",
        "Page introuvable",
        "La page que vous recherchez n’existe pas ou a été déplacée.",
    ),
    Wording(
        "es",
        "El transbordador vuelve a navegar",
        "El transbordador entre las dos ciudades volvió a navegar el lunes, después de tres meses "
        "en el astillero en los que los vecinos tuvieron que dar la vuelta por el puente.",
        "El capitán dijo que el motor nuevo hace menos ruido y gasta un tercio menos de gasóleo. "
        "Por la mañana, añadió, vuelven a oírse las gaviotas en el muelle.",
        "Todos los artículos del Diario por un euro el primer mes.",
        "Ver las ofertas",
        "Nosotros y nuestros socios utilizamos cookies para medir la audiencia y elegir anuncios.",
        "Aceptar todo",
        "Rechazar todo",
        "Página no encontrada",
        "La página que busca no existe o ha cambiado de dirección.",
    ),
    Wording(
        "zh",
        "渡轮恢复通航",
        "往返两市之间的渡轮周一恢复通航。此前渡轮在船厂停了三个月，市民只好绕道大桥，"
        "有时要多走一个多小时。",
        "船长说，新发动机声音更小，耗油量也减少了三分之一。清晨乘船的人站在码头上就能听出"
        "不同，海鸥的叫声又回来了。",
        "首月一元，畅读河岸日报全部文章。",
        "查看优惠",
        "我们和我们的合作伙伴使用cookie来统计访问量并选择广告。",
        "全部接受",
        "全部拒绝",
        "页面不存在",
        "您访问的页面不存在或已经移动。",
    ),
]
ALL = pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.language)


def page(wording: Wording, title: str, body: str, head: str = "") -> Document:
    menu = '<nav><a href="/">A</a> <a href="/b">B</a> <a href="/c">C</a></nav>'
    html = (
        f'<!doctype html><html lang="{wording.language}"><head><meta charset="utf-8">'
        f"<title>{title}</title>{head}</head><body>{menu}{body}<footer>© 2026</footer></body>"
    )
    return Document(content=html.encode(), origin="page.html")


def read(document: Document) -> Article:
    (article,) = extract_articles(document, as_of=AS_OF)
    return article


def reason(document: Document) -> str:
    with pytest.raises(ExtractionError) as caught:
        read(document)
    return caught.value.code


def free_part(wording: Wording) -> str:
    return (
        f"<article><h1>{wording.title}</h1><p>{wording.lead}</p><p>{wording.second}</p></article>"
    )


@ALL
def test_the_free_part_before_a_paywall_is_kept_and_marked(wording: Wording) -> None:
    """A box named as a paywall, with a button, cuts the article off, whatever it says."""
    offer = f'<div class="paywall"><p>{wording.offer}</p><button>{wording.button}</button></div>'
    article = read(page(wording, wording.title, free_part(wording) + offer))
    assert article.partial is Partial.PAYWALL
    assert [block.text for block in article.blocks] == [wording.lead, wording.second]


@ALL
def test_the_publishers_statement_on_access_counts(wording: Wording) -> None:
    """JSON-LD that names a missing paid part needs neither words nor names."""
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false, '
        '"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": false, '
        '"cssSelector": ".rest"}}</script>'
    )
    article = read(page(wording, wording.title, free_part(wording), head))
    assert article.partial is Partial.PAYWALL


@ALL
def test_a_free_article_is_complete(wording: Wording) -> None:
    """A short article without a wall is not marked, whether it is declared free or not."""
    free = '{"@type": "NewsArticle", "isAccessibleForFree": true}'
    head = f'<script type="application/ld+json">{free}</script>'
    assert read(page(wording, wording.title, free_part(wording), head)).partial is None
    assert read(page(wording, wording.title, free_part(wording))).partial is None


@ALL
def test_a_consent_form_alone_is_no_article(wording: Wording) -> None:
    """A form of a consent service, by name or by its words and two buttons."""
    form = (
        f"<p>{wording.consent}</p><button>{wording.accept}</button>"
        f"<button>{wording.reject}</button>"
    )
    for box in (f'<div id="didomi-host">{form}</div>', f"<main><h1>Cookies</h1>{form}</main>"):
        assert reason(page(wording, "Cookies", box)) == "consent"


@ALL
def test_a_consent_form_over_an_article_is_no_wall(wording: Wording) -> None:
    """The page contains the text behind a form that readers must close."""
    form = f'<div id="didomi-host"><p>{wording.consent}</p><button>{wording.accept}</button></div>'
    article = read(page(wording, wording.title, form + free_part(wording)))
    assert article.partial is None
    assert [block.text for block in article.blocks] == [wording.lead, wording.second]


@ALL
def test_an_error_page_is_reported_as_such(wording: Wording) -> None:
    """A page without an article, by its title; the status may be lost."""
    body = f"<main><h1>{wording.missing}</h1><p>{wording.missing_text}</p></main>"
    assert reason(page(wording, wording.missing, body)) == "error-page"
