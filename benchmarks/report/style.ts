/** Of a page that is read on a phone, on a desk and on paper. */
export const style = `
:root{color-scheme:light dark;--ink:#1c2430;--soft:#566170;--line:#d5dbe3;--ground:#fff;--good:#0b6e4f;--bad:#b3261e;--mark:#2457a6}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#a3afbf;--line:#38424f;--ground:#14181e;--good:#5fd3a6;--bad:#ff8a80;--mark:#8ab4f8}}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:break-word}
main{max-width:62rem;margin:0 auto;padding:1rem}
h1{font-size:1.6rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.25rem;margin:2.5rem 0 .5rem}h3{font-size:1rem;margin:1.25rem 0 .25rem}
p{margin:.5rem 0;max-width:46rem}.sum{font-size:1.1rem;font-weight:600}small{color:var(--soft)}code{font-size:.9em}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:start;vertical-align:top;padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--line)}
thead th{color:var(--soft);font-weight:600}tbody th{font-weight:500;min-width:9rem}.wide{overflow-x:auto}
dl{margin:.5rem 0}dl div{display:grid;grid-template-columns:minmax(10rem,18rem) 1fr;gap:0 1rem;padding:.35rem 0;border-bottom:1px solid var(--line)}dt{font-weight:500}dd{margin:0}
.met{color:var(--good)}.missed{color:var(--bad);font-weight:600}.warning{border-inline-start:4px solid var(--bad);padding-inline-start:.75rem}
.shares{list-style:none;padding:0;margin:.25rem 0}.bar{display:inline-block;width:6rem;height:.55rem;background:var(--line);margin-inline-end:.5rem}.bar span{display:block;height:100%;background:var(--mark)}h3::first-letter{text-transform:uppercase}
figure{margin:1.5rem 0;max-width:38rem}figcaption{font-weight:600;margin-bottom:.25rem}
svg{display:block;width:100%;height:auto;font:9.5px system-ui,sans-serif;fill:var(--ink)}
svg .mark,svg .value{fill:var(--soft)}svg .grid,svg .axis{stroke:var(--line);stroke-width:.7;fill:none}
svg .range{stroke:var(--mark);stroke-width:1.2}svg .half{stroke:var(--mark);stroke-width:6;opacity:.45}svg .goal{stroke:var(--ink);stroke-width:1.6}
svg circle.met{fill:var(--good)}svg circle.missed{fill:var(--bad)}svg .dot{fill:var(--mark)}svg .ring{fill:var(--ground);stroke:var(--mark);stroke-width:1.5}svg .line{fill:none;stroke:var(--mark);stroke-width:1}
summary{cursor:pointer;color:var(--mark);padding:.15rem 0}:focus-visible{outline:2px solid var(--mark);outline-offset:2px}
pre{overflow-x:auto;font-size:.8rem}details{margin:.25rem 0}
@media (max-width:40rem){svg{font-size:12px}table{font-size:.85rem}dl div{grid-template-columns:1fr}dt{color:var(--soft)}}
@media print{:root{--ink:#000;--soft:#333;--line:#999;--ground:#fff;--good:#000;--bad:#000;--mark:#333}body{font-size:10pt}main{max-width:none;padding:0}tr,figure,article,li{break-inside:avoid}h2,h3{break-after:avoid}.wide{overflow:visible}td.missed::before,td .missed::before{content:"✗ "}summary{color:var(--ink)}svg .half{opacity:1;stroke:#999}.bar,.bar span{print-color-adjust:exact}}
`.trim()
