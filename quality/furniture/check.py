"""Checks the labelled pages in this folder (standard library only).

python3 check.py            parse, counts by kind and language, digests if frozen
"""
import collections, hashlib, pathlib, re, sys

KINDS = ["title", "menu", "label", "byline", "date", "caption", "credit", "teaser",
         "biography", "advert", "newsletter", "share", "cookie notice",
         "republication", "toc", "comments"]
HERE = pathlib.Path(__file__).resolve().parent
MARK = re.compile(r"⟦([^⟦⟧\n]*)⟧")


def parse(text):
    """Returns (plain text, spans [(start, end, kind)], body); raises ValueError."""
    plain, spans, body, pos, at, kind, start = [], [], [], 0, 0, None, 0
    for m in MARK.finditer(text):
        piece = text[pos:m.start()]
        plain.append(piece)
        at += len(piece)
        if kind is None:
            body.append(piece)
        if m[1] == "/":
            if kind is None:
                raise ValueError("close without open")
            inner = "".join(plain)[start:at]
            if not inner.strip() or "\n" in inner:
                raise ValueError("empty piece or line break inside: %r" % inner)
            spans.append((start, at, kind))
            kind = None
        elif m[1] in KINDS:
            if kind is not None:
                raise ValueError("nested " + m[1])
            kind, start = m[1], at
        else:
            raise ValueError("unknown kind " + m[1])
        pos = m.end()
    if kind is not None:
        raise ValueError("never closed: " + kind)
    plain.append(text[pos:])
    body.append(text[pos:])
    plain = "".join(plain)
    if "⟦" in plain or "⟧" in plain or not "".join(body).strip():
        raise ValueError("stray bracket or no body")
    return plain, spans, "".join(body)


def language(text):
    if not re.search("[А-я]{3}", text):
        return "en"
    return "uk" if re.search("[іїєґ]", text) else "ru"


def main():
    bad, pieces, files = 0, collections.Counter(), collections.Counter()
    langs, bare = collections.Counter(), []
    paths = sorted(HERE.glob("*.tagged.txt"))
    for path in paths:
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8")
            plain, spans, body = parse(text)
        except ValueError as error:
            print("BAD", path.name, error)
            bad += 1
            continue
        for line in text.splitlines():
            rest = re.sub("⟦[^/⟧]+⟧.*?⟦/⟧", "", line)
            if "⟦" in line and rest.strip() and not re.search(r"\w", rest):
                print("SEPARATOR LEFT IN BODY", path.name, line)
                bad += 1
        words = len(plain.split())
        if not 120 <= words <= 450:
            print("LENGTH", path.name, words)
            bad += 1
        langs[language(body)] += 1
        pieces.update(k for _, _, k in spans)
        files.update({k for _, _, k in spans})
        if {k for _, _, k in spans} <= {"title"}:
            bare.append(path.name)
    for kind in KINDS:
        print("%-15s %4d pieces in %2d files" % (kind, pieces[kind], files[kind]))
        if files[kind] < 5:
            print("TOO FEW", kind)
            bad += 1
    print(len(paths), "files;", dict(langs), ";", sum(pieces.values()), "pieces;", len(bare), "bare:", *bare)
    frozen = HERE / "frozen.sha256"
    if frozen.exists():
        seen = {}
        for line in frozen.read_text().splitlines():
            digest, name = line.split(None, 1)
            seen[name.lstrip("*")] = digest
        now = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}
        if seen != now:
            print("FROZEN LIST DIFFERS", sorted(set(seen.items()) ^ set(now.items())))
            bad += 1
    print("ok" if not bad else "%d problem(s)" % bad)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
