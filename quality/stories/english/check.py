"""Checks this folder: JSON parses, listed sentences occur verbatim, 5-word-run overlap, counts."""
import collections
import glob
import json
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = {"strengthened", "weakened", "reversed", "number", "speaker", "condition", "added", "dropped"}


def runs(text, n=5):
    words = re.findall(r"[\w']+", text.lower().replace("’", "'"))
    return {tuple(words[i:i + n]) for i in range(len(words) - n + 1)}


def main():
    n = collections.Counter()
    for path in sorted(glob.glob(os.path.join(HERE, "[0-9][0-9]-*.json"))):
        with open(path, encoding="utf-8") as f:
            d = json.load(f)
        sp, text = d["split"], d["origin"]["text"]
        origin = runs(text)
        assert 170 <= len(text.split()) <= 320, path
        n[sp, "origins"] += 1
        row = [d["id"], sp]
        for r in d["rewrites"]:
            share = len(origin & runs(r["text"])) / len(origin)
            assert (0.35 <= share <= 0.70) if r["kind"] == "light" else share < 0.20, (path, share)
            row.append(f"{r['kind']} {share:.2f} ({len(r['changes'])} changes)")
            n[sp, r["kind"]] += 1
            n[sp, r["kind"], "without changes"] += not r["changes"]
            altered = set()
            for c in r["changes"]:
                assert c["type"] in TYPES
                assert (c["origin"] is None) == (c["type"] == "added")
                assert (c["rewrite"] is None) == (c["type"] == "dropped")
                assert c["origin"] is None or text.count(c["origin"]) == 1, c
                assert c["rewrite"] is None or r["text"].count(c["rewrite"]) == 1, c
                n[sp, "type " + c["type"]] += 1
                if c["origin"] and c["rewrite"]:
                    altered.add(c["rewrite"])
            n[sp, "altered sentences"] += len(altered)
        for i in d["independent"]:
            row.append(f"independent {len(origin & runs(i['text'])) / len(origin):.2f}")
            n[sp, "independent"] += 1
        n[sp, "origins with independent"] += bool(d["independent"])
        print(" | ".join(row))
    for k in sorted(n):
        print(*k, n[k])


if __name__ == "__main__":
    main()
