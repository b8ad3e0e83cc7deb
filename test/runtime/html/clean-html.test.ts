import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanHtml } from '../../../runtime/html/clean-html.js'

/** What could act in this HTML; clean HTML has nothing such, whatever it was made from. */
function harmIn(html: string): string[] {
  return (html.match(/<[^>]*>/g) ?? []).filter((tag) => {
    const names = [...tag.replace(/"[^"]*"/g, '""').matchAll(/\s([^\s=/>]+)/g)].map(([, name = '']) => name)
    return (
      /^<\/?(?:script|style|object|embed|form|input|meta|base|link|use|animate|set|foreignobject)\b/i.test(
        tag,
      ) ||
      names.some((name) => /^(?:on|srcdoc|formaction|xlink:|data-client|data-handlers)/i.test(name)) ||
      /(?:href|src|poster)="\s*(?:javascript|vbscript)/i.test(tag)
    )
  })
}

describe('cleaning course HTML', () => {
  it.each([
    '<h2 id="a" class="big">Title</h2>',
    '<table><tbody><tr><th scope="row" colspan="2">a</th><td>b</td></tr></tbody></table>',
    '<figure><img src="/static/a.png" alt="A" width="10" /><figcaption>A</figcaption></figure>',
    '<video src="/static/a.mp4" controls></video>',
    '<details open><summary>More</summary><p>text</p></details>',
    '<a href="mailto:a@example.org">mail</a>',
    '<a href="/jump_to_id/unit1">next</a>',
    '<div data-answer="3" aria-label="x" role="note">n</div>',
    '<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>',
    '<svg viewbox="0 0 10 10" width="10"><path d="M0 0L10 10" stroke="red"></path></svg>',
    '<p style="color: red; margin-left: 2em">x</p>',
    '<img src="data:image/png;base64,AAAA" alt="" />',
    'a &lt; b &amp; c',
  ])('keeps %s', (html) => expect(cleanHtml(html)).toBe(html))

  it.each([
    ['<p>a<script>alert(1)</script>b</p>', '<p>ab</p>'],
    ['<SCRIPT SRC=//x></SCRIPT>b', 'b'],
    ['<img src="x.png" onerror="alert(1)" alt="">', '<img src="x.png" alt="" />'],
    ['<a href="javascript:alert(1)">x</a>', '<a>x</a>'],
    ['<a href=" java&#10;script:alert(1)">x</a>', '<a>x</a>'],
    ['<a href="&#x6A;avascript:alert(1)">x</a>', '<a>x</a>'],
    ['<a href="data:text/html,<script>1</script>">x</a>', '<a>x</a>'],
    ['<img src="data:text/html,x" alt="">', '<img alt="" />'],
    [
      '<svg><a xlink:href="javascript:1"><text>t</text></a><set attributeName="href"></svg>',
      '<svg><a><text>t</text></a></svg>',
    ],
    ['<svg onload=alert(1)><use href="data:x"></use></svg>', '<svg></svg>'],
    ['<svg><rect fill="url(https://x.example/a#b)"></rect></svg>', '<svg><rect></rect></svg>'],
    ['<meta http-equiv="refresh" content="0;url=//x">t', 't'],
    ['<base href="//evil.example/">t', 't'],
    ['<iframe srcdoc="<script>1</script>"></iframe>t', 't'],
    ['<iframe src="javascript:alert(1)"></iframe>t', 't'],
    ['<iframe src="/handlers/x"></iframe>t', 't'],
    ['<form action="//x"><input name="password"><button>Go</button></form>', 'Go'],
    ['<style>body { display: none }</style>t', 't'],
    ['<link rel="stylesheet" href="//x">t', 't'],
    ['<object data="x.swf"><embed src="x.swf"></object>t', 't'],
    ['<!-- [if IE]><script>1</script><![endif] -->t', 't'],
    ['<noscript><p>Without scripts</p></noscript>', '<p>Without scripts</p>'],
    ['<p style="position: fixed; color: red">x</p>', '<p style="color: red">x</p>'],
    ['<p style="background: url(https://x.example/spy.png)">x</p>', '<p>x</p>'],
    ['<p style="width: expression(alert(1))">x</p>', '<p>x</p>'],
    ['<p style="color: red\\3b position: fixed">x</p>', '<p>x</p>'],
    ['<img srcset="javascript:alert(1) 2x" alt="">', '<img alt="" />'],
    ['<main>m</main>', '<div>m</div>'],
    ['<p tabindex="5">x</p>', '<p>x</p>'],
    ['<p>open <b>bold', '<p>open <b>bold</b></p>'],
    [
      '<a href="https://x.example" target="_blank">x</a>',
      '<a href="https://x.example" target="_blank" rel="noopener noreferrer">x</a>',
    ],
  ])('%s becomes %s', (html, expected) => expect(cleanHtml(html)).toBe(expected))

  it('lets no content pass itself off as a block', () => {
    const html =
      '<div class="a xblock xblock-problem" data-client="//evil.example/x.js" data-handlers="/h/" data-x="1">t</div>'
    expect(cleanHtml(html)).toBe('<div class="a" data-x="1">t</div>')
  })

  it('frames strangers in a sandbox, over https, with a title', () => {
    const html = cleanHtml(
      '<iframe src="http://www.example.org/embed/1" sandbox="allow-top-navigation" name="top"></iframe>',
    )
    expect(html).toContain('src="https://www.example.org/embed/1"')
    expect(html).toContain(
      'sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-presentation allow-downloads"',
    )
    expect(html).toContain('title="Content from www.example.org"')
    expect(html).not.toContain('name=')
  })

  it('gives a framed course file no origin, and a PDF no sandbox', () => {
    expect(cleanHtml('<iframe src="/static/demo.html"></iframe>')).toContain(
      'sandbox="allow-scripts allow-forms allow-popups allow-presentation allow-downloads"',
    )
    expect(cleanHtml('<iframe src="/static/guide.pdf#page=2" title="Guide"></iframe>')).not.toContain(
      'sandbox',
    )
    expect(cleanHtml('<iframe src="/static/x.html?a=.pdf"></iframe>')).toContain('sandbox')
  })

  it('stays harmless when harmless parts are nested and cut in odd ways', () => {
    const part = fc.constantFrom(
      '<script>',
      '</script>',
      '<style>',
      '</style>',
      '<svg>',
      '</svg>',
      '<math>',
      '<mtext>',
      '<table>',
      '<mglyph>',
      '<title>',
      '</title>',
      '<iframe src="https://x.example">',
      '</iframe>',
      '<noscript>',
      '</noscript>',
      '<!--',
      '-->',
      '<img src=x onerror=alert(1)>',
      '<img title="</style><img src=x onerror=alert(1)>">',
      '<a href="javascript:1">',
      '<textarea>',
      '</textarea>',
      '<xmp>',
      '<plaintext>',
      '<select>',
      '<template>',
      '"',
      "'",
      '>',
      '<',
      '&lt;',
      '<![CDATA[',
      ']]>',
      '<p ',
      'onclick=alert(1) ',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        expect(harmIn(cleanHtml(parts.join('')))).toEqual([])
      }),
      { seed: 7, numRuns: 500 },
    )
  })

  it('cleans what is clean already to itself', () => {
    const once = cleanHtml(
      '<p style="color:red" class="a">x<iframe src="https://x.example/a?b=1&c=2"></iframe></p>',
    )
    expect(cleanHtml(once)).toBe(once)
  })

  it('takes big input in its stride and refuses absurd nesting', () => {
    expect(cleanHtml(`<p title="${'x'.repeat(2_000_000)}">t</p>`)).toHaveLength(2_000_017)
    expect(cleanHtml('<p>'.repeat(20_000))).toContain('<p></p>')
    expect(() => cleanHtml('<div>'.repeat(100_000))).toThrow(
      expect.objectContaining({ code: 'olx-too-deep' }),
    )
  })
})
