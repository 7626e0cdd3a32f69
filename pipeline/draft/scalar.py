"""Texts as YAML that reads back as the same text, whatever it holds."""

from __future__ import annotations

import json

from pipeline.sanitise import clean

COMMENT_WIDTH = 110


def quoted(text: str) -> str:
    """Always in quotes: ``2018``, ``no`` and ``-`` stay texts. A JSON string is a YAML string."""
    return json.dumps(clean(text), ensure_ascii=False)


def comment(text: str, indent: str = "") -> list[str]:
    """Lines of a comment."""
    lines, line = [], ""
    for word in clean(text).split():
        if line and len(indent) + len(line) + len(word) > COMMENT_WIDTH:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
    return [f"{indent}# {part}" for part in (*lines, line) if part]
