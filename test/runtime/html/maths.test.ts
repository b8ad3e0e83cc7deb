import { describe, expect, it } from 'vitest'
import { cleanHtml, renderMaths } from '../../../runtime/html/index.js'

const shown = (html: string) => renderMaths(cleanHtml(html))

describe('formulas in course HTML', () => {
  it.each([
    ['in the line', '\\(x^2\\)', false],
    ['on a line of its own', '\\[x^2\\]', true],
    ['in the line, with the old mark', '[mathjaxinline]x^2[/mathjaxinline]', false],
    ['on a line of its own, with the old mark', '[mathjax]x^2[/mathjax]', true],
  ])('become MathML %s', (_where, written, display) => {
    const html = shown(`<p>So ${written}.</p>`)
    expect(html).toMatch(/^<p>So <span class="katex"><math .*<msup>.*<\/math><\/span>\.<\/p>$/s)
    expect(html.includes('display="block"')).toBe(display)
  })

  it('may hold signs that HTML escapes', () => {
    expect(shown('<p>\\(a &lt; b\\)</p>')).toContain('<mo>&lt;</mo>')
  })

  it('stay as written where they cannot be understood', () => {
    expect(shown('<p>\\(\\frac{\\) and \\(x\\)</p>')).toMatch(
      /^<p><code>\\\(\\frac{\\\)<\/code> and <span class="katex">/,
    )
  })

  it.each([
    '<pre>\\(x\\)</pre>',
    '<code>\\[x\\]</code>',
    '<p title="\\(x\\)">t</p>',
    '<p>\\( never closed</p>',
    '<p>costs $5 or $6</p>',
  ])('are not looked for in %s', (html) => expect(shown(html)).toBe(html))

  it('bring no markup or address of their own into the page', () => {
    const html = shown('<p>\\(\\href{javascript:alert(1)}{x} \\text{&lt;script&gt;1&lt;/script&gt;}\\)</p>')
    expect(html).not.toMatch(/<script|href=/)
  })

  it('end even when nothing closes them', () => {
    expect(shown('\\('.repeat(200_000))).toBe('\\('.repeat(200_000))
  })
})
