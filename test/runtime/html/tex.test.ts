import { describe, expect, it } from 'vitest'
import { cleanHtml, renderMaths, texRenderer } from '../../../runtime/html/index.js'
import { texForms } from './tex-forms.js'

/** What a browser draws of a text: its MathML without the source that stands beside it, and the text around. */
function drawn(text: string): string {
  const html = `<p>${text.replace(/&(?!lt;)/g, '&amp;').replace(/<(?!br)/g, '&lt;')}</p>`
  return renderMaths(cleanHtml(html)).replace(/<annotation.*?<\/annotation>/gs, '')
}
/** The same without tags. */
const read = (text: string) =>
  drawn(text)
    .replace(/<[^>]*>/g, '')
    .replace(/[\s\u2061\u200b\u00a0]+/g, '')

describe.each(Object.entries(texForms))('TeX: %s', (_kind, forms) => {
  it.each(forms)('%s is drawn', (form) => {
    const html = drawn(form)
    expect(html).toContain('<math')
    expect(html).not.toMatch(/<code>|#cc0000|merror/)
    // Nothing of the source is left to read.
    expect(html.replace(/<[^>]*>/g, '')).not.toMatch(/\\[a-zA-Z([]/)
  })
})

describe('what formulas of one block have in common', () => {
  it.each([
    [String.raw`\(\newcommand{\R}{Q}\) \(x\in\R\)`, 'x∈Q'],
    [String.raw`\(\newcommand{\f}[2]{#2#1} \f{a}{b}\)`, 'ba'],
    [String.raw`\(\newcommand{\f}[2][c]{#1#2} \f{a}\f[b]{a}\)`, 'caba'],
    [String.raw`\(\def\a{1}\a\) \(\def\a{2}\a\)`, '12'],
    [String.raw`\({\def\a{1}\a}\) \(\newcommand{\b}{3}\b\) \(\renewcommand{\b}{4}\b\)`, '134'],
  ])('macros hold in the formulas after them: %s', (text, expected) => expect(read(text)).toBe(expected))

  it('macros of one block are none of the next', () => {
    expect(drawn(String.raw`\(\newcommand{\mine}{x}\mine\)`)).not.toContain('<code>')
    expect(drawn(String.raw`\(\mine\)`)).toContain('<code>')
  })

  it.each([
    [String.raw`see \eqref{a}: \begin{equation} x \label{a} \end{equation}`, 'see(1):x(1)'],
    [String.raw`\begin{align} x \label{a} \\ y \label{b} \end{align} \(\ref{b}\)`, 'x(1)y(2)2'],
    [String.raw`\[ x \label{a} \tag{7} \] \(\eqref{a}\)`, 'x(7)(7)'],
    [
      String.raw`\begin{align} x \label{a} \tag{A} \\ y \label{b} \end{align} \eqref{a} \eqref{b}`,
      'x(A)y(1)(A)(1)',
    ],
    [String.raw`\[ x \] \eqref{none}`, 'x(???)'],
  ])('equations are numbered and referred to, also before they stand: %s', (text, expected) => {
    const numbers = (one: string) => [...one.matchAll(/\((\w+|\?+)\)/g)].map(([, number]) => number)
    expect(numbers(read(text))).toEqual(numbers(expected))
  })

  it('give screen readers the TeX of the author', () => {
    const html = renderMaths(String.raw`<p>\(\mbox{if } \R\)</p>`.replace(String.raw`\R`, 'x'))
    expect(html).toContain(String.raw`<annotation encoding="application/x-tex">\mbox{if } x</annotation>`)
  })
})

describe('texts that are no TeX', () => {
  it.each([
    'costs $5 or $6',
    'costs $$ and $$',
    '$$5 and $$6',
    String.raw`\begin{itemize} a \end{itemize}`,
    String.raw`\begin{align} never closed`,
    String.raw`\newcommand{\x}{y}`,
    '`a^2`',
  ])('stay as they are: %s', (text) => expect(drawn(text)).toBe(`<p>${text}</p>`))

  it('show quietly what cannot be drawn', () => {
    const failed: string[] = []
    const html = renderMaths(String.raw`<p>\(\frac{\) and \(\nosuch{x}\) and \(y\)</p>`, (tex) =>
      failed.push(tex),
    )
    expect(html).toMatch(/<code>.*<code>.*<math/s)
    expect(html).not.toMatch(/cc0000|error/)
    expect(failed).toEqual([String.raw`\frac{`, String.raw`\nosuch{x}`])
  })
})

describe('hostile TeX', () => {
  const many = (text: string, count: number) => text.repeat(count)
  const laughs = Array.from({ length: 14 }, (_, index) => {
    const name = (at: number) => String.raw`\m${String.fromCharCode(97 + at)}`
    return String.raw`\newcommand{${name(index + 1)}}{${many(`${name(index)} `, 10)}}`
  }).join('')

  it.each([
    ['a macro of itself', String.raw`\(\def\a{\a\a}\a\)`],
    ['macros of macros', String.raw`\(\newcommand{\ma}{x}${laughs}\mo\)`],
    [
      'a long macro called often',
      String.raw`\(\def\ma{${many('x', 5000)}}\)${many(String.raw`\(${many(String.raw`\ma `, 900)}\)`, 20)}`,
    ],
    ['bodies that double', String.raw`\(\edef\a{xxxx}${many(String.raw`\edef\a{\a\a}`, 30)}\a\)`],
    ['openings', many(String.raw`\(`, 100_000)],
    ['environments that begin', many(String.raw`\begin{align}`, 20_000)],
    ['matrices in matrices', String.raw`\(${many(String.raw`\matrix{`, 800)}${many('}', 800)}\)`],
    ['labels', many(String.raw`\begin{align} a \label{b} \end{align}`, 2000)],
  ])('costs a bounded time and place: %s', (_what, text) => {
    const begun = performance.now()
    expect(renderMaths(text).length).toBeLessThan(5_000_000)
    expect(performance.now() - begun).toBeLessThan(15_000)
  })

  it('brings no markup, style or address into the page', () => {
    const render = texRenderer()
    const html = [
      String.raw`\href{javascript:alert(1)}{x}`,
      String.raw`\style{position:fixed}{x}\class{xblock}{y}\cssId{main}{z}`,
      String.raw`\htmlData{usage-key=x}{y}`,
      String.raw`\text{<script>1</script>}`,
      String.raw`\includegraphics{https://example.org/x.png}`,
    ].map((tex) => render(tex, false))
    expect(html.join('').replace(/<annotation.*?<\/annotation>/gs, '')).not.toMatch(
      /<script|<img|href|position|id=|class="(?!katex)|data-/,
    )
  })
})
