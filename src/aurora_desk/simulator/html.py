"""The look of the simulator's pages: one style, light or dark as the reader's system is, no scripts, no assets."""

from __future__ import annotations

from html import escape

STYLE = (
    ":root{color-scheme:light dark;--ink:#1d2433;--soft:#5c6578;--line:#d9dee8;--paper:#f4f6fa;--card:#fff;"
    "--accent:#3b4fd8;--on-accent:#fff;--bad:#b3261e;--good:#1a7f4b}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8ebf2;--soft:#9aa4b8;--line:#333c4f;--paper:#12161f;"
    "--card:#1b212d;--accent:#98a5ff;--on-accent:#12161f;--bad:#ff8a80;--good:#6fd6a0}}"
    "*{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;margin:0;color:var(--ink);background:var(--paper)}"
    "main{max-width:64rem;margin:0 auto;padding:1.5rem 1rem 3rem}h1{font-size:1.5rem;margin:.2rem 0}"
    "h2{font-size:1.05rem;margin:1.8rem 0 .6rem}p{margin:.3rem 0}.soft{color:var(--soft)}.bad{color:var(--bad)}"
    ".good{color:var(--good)}.card{background:var(--card);border:1px solid var(--line);border-radius:.8rem;"
    "padding:1rem 1.2rem;margin:.6rem 0}.narrow{max-width:28rem;margin:2rem auto}"
    ".screen{font-size:1.6rem;font-weight:600;margin:.2rem 0;font-variant-numeric:tabular-nums}"
    ".scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;background:var(--card)}"
    "td,th{text-align:left;padding:.45rem .7rem;border-bottom:1px solid var(--line);white-space:nowrap}"
    "th{color:var(--soft);font-weight:500;font-size:.85rem}tr:last-child td{border-bottom:0}"
    "td.amount{text-align:right;font-variant-numeric:tabular-nums}code{font-size:.85em}"
    "form{display:inline-block;margin:.25rem .35rem .25rem 0}"
    "button,input{font:inherit;border-radius:.5rem;border:1px solid var(--line);padding:.45rem .95rem}"
    "button{cursor:pointer;min-height:2.6rem;background:var(--card);color:var(--ink)}"
    "button.main{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}"
    "input{width:7rem;margin-left:.4rem;background:var(--card);color:var(--ink)}"
    "button:focus-visible,input:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}"
    "a{color:var(--accent)}.wide button{width:100%}.wide form{display:block;margin:.5rem 0}"
)


def document(title: str, body: str, *, refresh_s: int | None = None) -> str:
    """A whole page; `body` is HTML."""
    refresh = "" if refresh_s is None else f'<meta http-equiv="refresh" content="{refresh_s}">'
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">{refresh}'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>"
    )


def button(action: str, label: str, *, main: bool = False, fields: str = "") -> str:
    """A button that posts to an address, with further form fields before it."""
    look = ' class="main"' if main else ""
    return f'<form method="post" action="{escape(action)}">{fields}<button{look}>{escape(label)}</button></form>'
