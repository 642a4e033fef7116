"""W3C Web Annotation (JSON-LD): each line as an annotation of the words in its report.

Source: Web Annotation Data Model, W3C Recommendation of 23 February 2017. A target has a TextQuoteSelector (the words with
what stands around them) and a TextPositionSelector (code points of the text as given).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from detente.exporters.exchange.concepts import concept_of
from detente.exporters.exchange.port import Exchange, Outgoing, Record, stands

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32  # characters


def write(path: Path, project: Outgoing) -> tuple[str, ...]:
    """A collection of annotations on one page; rejected lines are not in it."""
    texts = {one["hash"]: one for one in project.records() if one["record"] == "document"}
    lines = (line for line in project.lines() if stands(line) and line["doc"] in texts)
    items = [_annotation(line, texts[line["doc"]]) for line in lines]
    collection = {
        "@context": _CONTEXT,
        "id": "urn:detente:lines",
        "type": "AnnotationCollection",
        "label": project.name,
        "total": len(items),
        "first": {"id": "urn:detente:lines:1", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    try:
        text = json.dumps(collection, ensure_ascii=False, indent=1)
        path.write_text(text, encoding="utf-8", newline="")
    except UnicodeEncodeError:
        path.write_text(json.dumps(collection, indent=1), encoding="ascii", newline="")
    return (
        "texts of reports beyond the words of lines and what stands around them",
        "rejected lines, reviews and the history of reports",
    )


def _annotation(line: Record, document: Record) -> dict[str, Any]:
    text, start, end = document["text"], line["start"], line["stop"]
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
    }
    about = {name: line[name] for name in ("kind", "holder", "stance", "issue", "option", "instance", "speaker", "stage",
                                           "basis", "certainty", "date", "condition", "via", "standing", "confidence")
             if line.get(name) not in (None, [])}  # fmt: skip
    return {
        "id": f"urn:detente:line:{line['id']}",
        "type": "Annotation",
        "motivation": "classifying",
        "created": line["recorded"],
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": concept_of(line)},
            {"type": "TextualBody", "purpose": "describing", "format": "application/json",
             "value": json.dumps(about, ensure_ascii=False)},
        ],
        "target": {
            "source": document["url"] or f"urn:sha256:{document['hash']}",
            "selector": [quote, {"type": "TextPositionSelector", "start": start, "end": end}],
        },
    }  # fmt: skip


EXCHANGE = Exchange("W3C Web Annotation", write, None)
