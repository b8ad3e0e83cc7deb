/** Of a page that is read on a phone, on a desk and on paper. */
export const style = `
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--line:#d5dbe3;--ground:#fff;--good:#0b6e4f;--bad:#b3261e;--mark:#2457a6}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa6b6;--line:#38424f;--ground:#14181e;--good:#5fd3a6;--bad:#ff8a80;--mark:#8ab4f8}}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:62rem;margin:0 auto;padding:1rem}
h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.2rem;margin:2rem 0 .5rem}
p{margin:.5rem 0}small,figcaption{color:var(--soft)}figcaption{font-weight:600;margin:1.5rem 0 .25rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line)}
thead th{color:var(--soft);font-weight:600}tbody th{font-weight:500}.wide{overflow-x:auto}
.met{color:var(--good)}.missed{color:var(--bad);font-weight:600}.warning{border-left:4px solid var(--bad);padding-left:.75rem}
figure{margin:0}svg{display:block;width:100%;height:auto;font:12px system-ui,sans-serif;fill:var(--ink)}
svg .mark{fill:var(--soft)}svg .value{fill:var(--soft)}svg .grid,svg .axis{stroke:var(--line);fill:none}
svg .range{stroke:var(--mark);stroke-width:1.5}svg .half{stroke:var(--mark);stroke-width:7;opacity:.45}svg .goal{stroke:var(--ink);stroke-width:2}
svg circle.met{fill:var(--good)}svg circle.missed{fill:var(--bad)}svg .line{fill:none;stroke:var(--mark);stroke-width:1.5}
pre{overflow-x:auto;font-size:.8rem}details{margin:.25rem 0}
@media (max-width:40rem){svg{font-size:17px}table{font-size:.85rem}}
@media print{:root{--ink:#000;--soft:#333;--line:#bbb;--ground:#fff;--good:#000;--bad:#000;--mark:#333}body{font-size:10pt}section{break-inside:avoid-page}.wide{overflow:visible}.missed::before{content:"✗ "}.met::before{content:"✓ "}}
`.trim()
