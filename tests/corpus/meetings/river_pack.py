"""An invented conflict with names in three languages, and reports on it."""

from __future__ import annotations

from detente.corpus.document import Document, DocumentKind, Metadata
from detente.kernel.dates import parse_when

HEAD = """
id: small
title: "Orvia and Tarn"
belligerents: [orvia, tarn]
source: "invented"
"""
PARTIES = """
parties:
- {id: orvia, name: Orvia, source: x, aliases: {en: [Orvia, Halden], ru: [Орвия, Орвии, Орвию, Орвией, Халден, Халдене], uk: [Орвія, Орвії, Орвію, Орвією]},
   demonyms: {en: [Orvian, Orvians], ru: [орвийский, орвийцы], uk: [орвійський, орвійці]}}
- {id: tarn, name: Tarn, source: x, aliases: {en: [Tarn], ru: [Тарн, Тарна, Тарну, Тарном], uk: [Тарн, Тарну, Тарном]},
   demonyms: {en: [Tarnish, Tarns], ru: [тарнский], uk: [тарнський]}}
- {id: host, name: Lund Isle, source: x, aliases: {en: [Lund Isle]}}
bodies:
- {id: orvia_mfa, name: Orvian Foreign Ministry, party: orvia, source: x, aliases: {en: [Orvian Foreign Ministry], ru: [МИД Орвии]}}
- {id: tarn_council, name: Council of Tarn, party: tarn, source: x, aliases: {en: [Council of Tarn, the Council], uk: [Рада Тарну]}}
persons:
- {id: vael, name: Ada Vael, source: x, aliases: {en: [Ada Vael, Vael], ru: [Ада Ваэль, Ваэль], uk: [Ада Ваель, Ваель]},
   offices: [{party: orvia, title: President, from: 2020-01-01, to: null, source: x}]}
- {id: rusk, name: Ivo Rusken, source: x, aliases: {en: [Ivo Rusken, Rusken], ru: [Иво Рускен, Рускен], uk: [Іво Рускен, Рускен]},
   offices: [{party: orvia, title: Minister, from: 2019-01-01, to: 2022-12-31, source: x}, {party: tarn, title: Chair, from: 2023-01-01, to: null, source: x}]}
"""
PLACES = """
places:
- {id: geneth, name: Geneth, kind: city, source: x, aliases: {en: [Geneth], ru: [Генет, Генете], uk: [Генет, Генеті]}}
- {id: morra, name: Morra, kind: city, source: x, aliases: {en: [Morra], ru: [Морра, Морре], uk: [Морра, Моррі]}}
- {id: sill, name: Sill, kind: river, source: x, aliases: {en: [Sill]}}
"""
SOURCES = """
publishers:
- {id: wire, name: Delta Wire, kind: agency, source: x}
- {id: orvia_press, name: Press service of Orvia, kind: official, source: x}
- {id: halden_post, name: Halden Post, kind: newspaper, source: x, aliases: {en: [Halden Post]}}
"""
EVENTS = """
events:
- {id: r1, date: 2024-05-14, kind: talks, parties: [orvia, tarn], place: Geneth, terms: "Invented."}
- {id: r2, date: 2024-05-14, kind: reaction, parties: [orvia, tarn], place: Geneth, terms: "Invented."}
"""


def report(
    text: str, *, publisher: str = "Delta Wire", day: str | None = "2024-05-15", kind: DocumentKind = "news", title: str | None = None
) -> Document:  # fmt: skip
    about = Metadata(publisher=publisher, title=title, kind=kind, published=parse_when(day))
    return Document(publisher, text, about)
