import { describe, expect, it } from 'vitest'
import { cleanHtml } from '../../../runtime/html/index.js'
import { chromiumPath } from '../../browser/chromium.js'
import { Site } from '../../browser/site.js'

/** HTML that runs `hit(n)` in a browser unless it is cleaned; some only by confusing one parser about another. */
const attacks = [
  '<script>hit()</script>',
  '<img src=x onerror=hit()>',
  '<svg onload=hit()>',
  '<svg><script>hit()</script></svg>',
  '<svg><style><img src=x onerror=hit()></style></svg>',
  '<svg><title><style><img title="</style><img src=x onerror=hit()>"></style></title></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=hit()&gt;">',
  '<math><annotation-xml encoding="text/html"><img src=x onerror=hit()></annotation-xml></math>',
  '<noscript><p title="</noscript><img src=x onerror=hit()>"></noscript>',
  '<textarea><img title="</textarea><img src=x onerror=hit()>"></textarea>',
  '<iframe src="https://x.invalid/"><img title="</iframe><img src=x onerror=hit()>"></iframe>',
  '<iframe srcdoc="<script>parent.hit()</script>"></iframe>',
  '<iframe src="javascript:parent.hit()"></iframe>',
  '<iframe src="data:text/html,<script>parent.hit()</script>"></iframe>',
  '<object data="javascript:hit()"></object><embed src="javascript:hit()">',
  '<details open ontoggle=hit()><summary>x</summary></details>',
  '<video><source onerror=hit()></video><audio src onerror=hit()>',
  '<input autofocus onfocus=hit()><select autofocus onfocus=hit()>',
  '<p style="animation: x" onanimationstart=hit()>x</p><style>@keyframes x{}</style>',
  '<a href="jav&Tab;ascript:hit()" class="click">x</a>',
  '<a href="&#1;javascript:hit()" class="click">x</a>',
  '<svg><a><animate attributeName=href values=javascript:hit() /><text class="click" y=20>x</text></a></svg>',
  '<form action="javascript:hit()"><button class="click">x</button></form>',
  '<!--><img src=x onerror=hit()>-->',
  '<!--!><img src=x onerror=hit()>',
  '<![CDATA[><img src=x onerror=hit()>]]>',
  '<p title="`><img src=x onerror=hit()>">x</p>',
  '<img src="x` `<script>hit()</script>"` `>',
  '<a/onmouseover=hit() class="click">x</a>',
  '<x onclick=hit() class="click">x</x>',
  '<plaintext><img src=x onerror=hit()>',
  '<template><img src=x onerror=hit()></template>',
  '<base href="javascript:/a/-hit()//"><a href="#" class="click">x</a>',
]

/** Shows each piece of HTML in turn, touches what can be clicked, and tells which of them ran something. */
const showEach = `async (pieces) => {
  const hits = []
  const wait = (ms) => new Promise((done) => setTimeout(done, ms))
  for (const piece of pieces) {
    const place = document.createElement('div')
    globalThis.hit = () => hits.push(piece)
    place.innerHTML = piece
    document.body.replaceChildren(place)
    for (const one of place.querySelectorAll('.click')) {
      one.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
      one.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
    }
    await wait(40)
  }
  await wait(400)
  return hits
}`

describe.skipIf(chromiumPath === undefined)('cleaned HTML, in a browser', () => {
  it('runs nothing, neither by itself nor when clicked', async () => {
    await using site = await Site.open({ '/': { type: 'text/html', body: '<!doctype html><body></body>' } })
    await site.goto('/')
    const run = (parts: readonly string[]) =>
      site.page.evaluate<string[]>(`(${showEach})(${JSON.stringify(parts)})`)
    expect(await run(attacks.map(cleanHtml))).toEqual([])
    // The net catches something where there is something to catch.
    expect((await run(['<img src=x onerror=hit()>', '<details open ontoggle=hit()></details>'])).length).toBe(
      2,
    )
  })
})
