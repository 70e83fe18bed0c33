"""The colours and letters of the SVG, for light and for dark surroundings and for paper."""

from __future__ import annotations

LIGHT = """
.smsaudit-graph .sheet{fill:#fff}
.smsaudit-graph text{fill:#1c2733;font-size:10.5px;font-family:system-ui,"Segoe UI","Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei","DejaVu Sans",sans-serif}
.smsaudit-graph .text,.smsaudit-graph .quiet{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace}
.smsaudit-graph .text{font-size:12px;font-weight:600}
.smsaudit-graph .quiet,.smsaudit-graph .title,.smsaudit-graph .caption{fill:#55606c}
.smsaudit-graph .head{font-style:italic}
.smsaudit-graph .caption{font-size:11px;font-weight:600;letter-spacing:.04em}
.smsaudit-graph .heading{font-size:18px;font-weight:600}
.smsaudit-graph .verdict{font-size:13px}
.smsaudit-graph .letter{fill:#fff;font-size:12px;font-weight:700}
.smsaudit-graph .outline{fill:#f6f7f9;stroke:#7b8692;stroke-width:1.2}
.smsaudit-graph .inner{fill:none;stroke:#7b8692;stroke-width:1}
.smsaudit-graph .choice .outline{fill:#fff8dc;stroke:#a08a3c}
.smsaudit-graph .line{fill:none;stroke:#7b8692;stroke-width:1.4}
.smsaudit-graph .tip,.smsaudit-graph .badge{fill:#7b8692}
.smsaudit-graph .badge{fill:#55606c}
.smsaudit-graph .inferred{stroke-dasharray:7 4}
.smsaudit-graph .by-name{stroke-dasharray:2 4}
.smsaudit-graph .A .outline{fill:#e7f5f0;stroke:#007a5c;stroke-width:2}
.smsaudit-graph .B .outline{fill:#e8f2f9;stroke:#0069a6;stroke-width:2}
.smsaudit-graph .C .outline{fill:#fdf0e6;stroke:#c55300;stroke-width:2}
.smsaudit-graph .A .inner,.smsaudit-graph .line.A{stroke:#007a5c}
.smsaudit-graph .B .inner,.smsaudit-graph .line.B{stroke:#0069a6}
.smsaudit-graph .C .inner,.smsaudit-graph .line.C{stroke:#c55300}
.smsaudit-graph .tip.A,.smsaudit-graph .badge.A{fill:#007a5c}
.smsaudit-graph .tip.B,.smsaudit-graph .badge.B{fill:#0069a6}
.smsaudit-graph .tip.C,.smsaudit-graph .badge.C{fill:#c55300}
""".strip()
"""For light surroundings and paper. Every selector begins with the class of the drawing: it changes no page around it."""

_DARK = """
@media (prefers-color-scheme:dark){
.smsaudit-graph .sheet{fill:#11161c}
.smsaudit-graph text{fill:#e8eaed}
.smsaudit-graph .quiet,.smsaudit-graph .title,.smsaudit-graph .caption{fill:#aab3bd}
.smsaudit-graph .outline{fill:#1b232c;stroke:#7b8692}
.smsaudit-graph .choice .outline{fill:#2b2714;stroke:#a08a3c}
.smsaudit-graph .A .outline{fill:#10291f;stroke:#3dbb95}
.smsaudit-graph .B .outline{fill:#10222f;stroke:#5cb0e6}
.smsaudit-graph .C .outline{fill:#301d0e;stroke:#f4924a}
.smsaudit-graph .A .inner,.smsaudit-graph .line.A{stroke:#3dbb95}
.smsaudit-graph .B .inner,.smsaudit-graph .line.B{stroke:#5cb0e6}
.smsaudit-graph .C .inner,.smsaudit-graph .line.C{stroke:#f4924a}
.smsaudit-graph .tip.A{fill:#3dbb95}
.smsaudit-graph .tip.B{fill:#5cb0e6}
.smsaudit-graph .tip.C{fill:#f4924a}
.smsaudit-graph .letter{fill:#fff}
}
""".strip()

STYLE = f".smsaudit-graph{{color-scheme:light dark}}\n{LIGHT}\n{_DARK}"
"""For a drawing on its own, which follows its surroundings."""
