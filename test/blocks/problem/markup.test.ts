import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanAddress } from '../../../blocks/problem/markup/clean-address.js'
import { cleanMarkup } from '../../../blocks/problem/markup/markup-writer.js'
import { compileProblem, renderProblem } from '../../../blocks/problem/engine.js'
import { cleanStyle } from '../../../runtime/html/index.js'
import { parseXml } from '../../../runtime/olx/index.js'

const clean = (inside: string) => cleanMarkup(parseXml(`<x>${inside}</x>`).children)

describe('an author’s markup', () => {
  it('keeps usual elements and attributes, and writes them as HTML', () => {
    const kept =
      '<p class="a">1 &lt; 2 &amp; <b>bold</b><br><img src="/static/a.png" alt="A"></p><table border="1"><tr><td colspan="2"></td></tr></table>'
    expect(
      clean(
        kept
          .replace('<br>', '<br/>')
          .replace('alt="A">', 'alt="A"/>')
          .replace('<td colspan="2"></td>', '<td colspan="2"/>'),
      ),
    ).toBe(kept)
  })

  it.each([
    ['<script>alert(1)</script>', ''],
    ['<SCRIPT>alert(1)</SCRIPT>', ''],
    ['<style>p{}</style>', ''],
    ['<object data="x"><embed src="x"/></object>', ''],
    ['<form action="/x">a<input name="n"/></form>', 'a'],
    ['<svg onload="x"><script/></svg>', ''],
    ['<p onclick="x()" ONMOUSEOVER="y()" id="main">a</p>', '<p>a</p>'],
    ['<a href="javascript:x">a</a>', '<a>a</a>'],
    ['<a href=" java&#10;script:x">a</a>', '<a>a</a>'],
    ['<a href="data:text/html,x">a</a>', '<a>a</a>'],
    ['<img src="x" onerror="y"/>', '<img src="x" alt="">'],
    ['<iframe src="http://example.com"/>', ''],
    ['<iframe srcdoc="&lt;script&gt;"/>', ''],
    ['<unknown>kept <i>too</i></unknown>', 'kept <i>too</i>'],
    ['<choicehint>secret</choicehint><hintgroup>secret</hintgroup><solution>secret</solution>', ''],
    ['<text>plain</text>', '<span>plain</span>'],
    ['<p>a<ul><li>b</li></ul></p>', '<div class="paragraph">a<ul><li>b</li></ul></div>'],
    ['<math>$\\displaystyle x$</math>', '[mathjax] x[/mathjax]'],
    ['<math>$x$</math>', '[mathjaxinline]x[/mathjaxinline]'],
  ])('%s becomes %s', (inside, expected) => expect(clean(inside)).toBe(expected))

  it('contains frames', () => {
    expect(clean('<iframe src="https://example.com/x" width="5"/>')).toContain('sandbox="allow-scripts')
    expect(clean('<iframe src="/static/sim.html"/>')).not.toContain('allow-same-origin')
    expect(clean('<iframe src="//example.com/x"/>')).toContain('src="https://example.com/x"')
  })

  it('renders the maths between its delimiters, and leaves it where that fails', () => {
    const render = (tex: string, display: boolean) => {
      if (tex === 'bad') throw new Error('cannot')
      return `<m d="${display}">${tex}</m>`
    }
    const inside = String.raw`a &lt; \(x\) \[y\] [mathjaxinline]z[/mathjaxinline] [mathjax]w[/mathjax] \(bad\)`
    expect(cleanMarkup(parseXml(`<x>${inside}</x>`).children, render)).toBe(
      String.raw`a &lt; <m d="false">x</m> <m d="true">y</m> <m d="false">z</m> <m d="true">w</m> \(bad\)`,
    )
  })

  it('is done soon with maths that never ends', () => {
    const text = String.raw`\( [mathjax] `.repeat(100_000)
    expect(cleanMarkup([text], (tex) => tex)).toBe(text)
  })

  it('never lets a tag out of text or attributes', () => {
    const texts = fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', ' ', '='), maxLength: 12 })
    const escaped = (text: string) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
    fc.assert(
      fc.property(texts, texts, (inner, title) => {
        const html = clean(`<b title="${escaped(title)}">${escaped(inner)}</b>`)
        expect(html.match(/<[^>]*>/g)).toHaveLength(2)
      }),
    )
  })
})

describe('an address', () => {
  it.each([
    '/static/a.png',
    'a/b.html',
    '#top',
    '?x=1',
    'https://example.com',
    'mailto:a@example.com',
    '//example.com',
  ])('%s is kept', (address) => {
    expect(cleanAddress(address, 'a')).toBe(address)
  })

  it.each([
    'javascript:x',
    'JaVaScRiPt:x',
    'vbscript:x',
    'data:text/html,x',
    'file:///etc',
    '\u0001javascript:x',
    'java\tscript:x',
    ':x',
    'é:x',
  ])('%j is not', (address) => {
    expect(cleanAddress(address, 'a')).toBeUndefined()
  })

  it('may hold a picture, but no drawing that could run code', () => {
    expect(cleanAddress('data:image/png;base64,AAAA', 'img')).toBeDefined()
    expect(cleanAddress('data:image/svg+xml;base64,AAAA', 'img')).toBeUndefined()
    expect(cleanAddress('data:image/png;base64,AAAA', 'a')).toBeUndefined()
  })
})

describe('a style', () => {
  it('keeps what changes only the element’s own looks', () => {
    expect(cleanStyle('color: red; position:fixed; WIDTH: 10px;')).toBe('color: red; WIDTH: 10px')
    expect(cleanStyle('background:url(http://x)')).toBe('')
    expect(cleanStyle('width: expression(x)')).toBe('')
    expect(cleanStyle(String.raw`color:\72 ed`)).toBe('')
  })
})

describe('formulas over several lines', () => {
  const shown = (inside: string) =>
    renderProblem(
      compileProblem(`<problem><p>${inside}</p></problem>`, { renderMath: (tex) => `<${tex}>` }),
      {
        id: 'p',
        seed: 1,
      },
    )

  it('are one formula, whatever line breaks their author put into them', () => {
    expect(shown(String.raw`a \[x<br/>+y<br/>+z\] b<br/>c`)).toBe('<p>a <x\n+y\n+z> b<br>c</p>')
  })

  it('are text where they do not end, or where something else stands inside', () => {
    expect(shown(String.raw`\(x<br/>y`)).toBe(String.raw`<p>\(x<br>y</p>`)
    expect(shown(String.raw`\(x<br/><b>y</b>\)`)).toBe(String.raw`<p>\(x<br><b>y</b>\)</p>`)
  })
})
