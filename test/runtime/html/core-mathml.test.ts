import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coreMathml } from '../../../runtime/html/core-mathml.js'
import { inMathAlphabet } from '../../../runtime/html/math-alphabets.js'
import { renderTex } from '../../../runtime/html/maths.js'

const drawn = (tex: string, display = false) =>
  renderTex(tex, display).replace(/<annotation.*<\/annotation>/s, '')

describe('letters in a typeface of maths', () => {
  it.each([
    ['\\mathbb{NZQRC}', 'ℕℤℚℝℂ'],
    ['\\mathbb{k}', '𝕜'],
    ['\\mathbf{F}', '𝐅'],
    ['\\mathbf{12}', '𝟏𝟐'],
    ['\\mathcal{L}\\mathcal{A}', 'ℒ𝒜'],
    ['\\mathfrak{gC}', '𝔤ℭ'],
    ['\\boldsymbol{\\alpha\\Omega}', '𝜶𝛀'],
    ['\\mathsf{x}\\mathtt{y}', '𝗑𝚢'],
  ])('are characters of their own, as browsers know no other: %s', (tex, letters) => {
    const html = drawn(tex)
    expect(html.replace(/<[^>]*>/g, '')).toBe(letters)
    expect(html).not.toContain('mathvariant')
  })

  it('are those that Unicode takes for the plain ones, whatever the typeface', () => {
    const variants = ['bold', 'italic', 'bold-italic', 'script', 'bold-script', 'fraktur', 'bold-fraktur']
    variants.push('double-struck', 'sans-serif', 'bold-sans-serif', 'sans-serif-italic', 'monospace')
    const text = fc.string({ unit: fc.constantFrom(...Array.from('ABHZabehoyz019ΑΣΩαςω∇∂é+')) })
    fc.assert(
      fc.property(fc.constantFrom(...variants), text, (variant, plain) => {
        expect(inMathAlphabet(plain, variant).normalize('NFKC').replaceAll('ϐ', 'β')).toBe(plain)
      }),
      { seed: 4 },
    )
  })

  it('stay letters in words, which are searched for, with a style', () => {
    expect(drawn('\\textbf{Given}')).toContain('<mtext style="font-weight:bold">Given</mtext>')
  })
})

describe('what browsers do not draw of MathML', () => {
  /** What the cells of each row are styled with. */
  const cells = (html: string) =>
    [...html.matchAll(/<mtr>(.*?)<\/mtr>/gs)].map(([, row = '']) =>
      [...row.matchAll(/<mtd([^>]*)>/g)].map(([, attributes = '']) => attributes),
    )

  it('is the alignment of columns, which becomes a style', () => {
    const [first = [], second = []] = cells(drawn('\\begin{aligned}a&=b\\\\c&=d\\end{aligned}'))
    for (const row of [first, second]) {
      expect(row.map((cell) => /text-align:(\w+)/.exec(cell)?.[1])).toEqual(['right', 'left'])
      expect(row.every((cell) => cell.includes('padding-left:0;padding-right:0'))).toBe(true)
    }
  })

  it('is lines between columns and rows', () => {
    const rows = cells(drawn('\\begin{array}{l|c|r}1&2&3\\\\ \\hline 4&5&6\\\\7&8&9\\end{array}'))
    expect(rows.map((row) => row.map((cell) => cell.includes('border-right')))).toEqual(
      Array.from({ length: 3 }, () => [true, true, false]),
    )
    expect(rows.map((row) => row.map((cell) => cell.includes('border-bottom')))).toEqual([
      [true, true, true],
      [false, false, false],
      [false, false, false],
    ])
  })

  it('is the lines around a table', () => {
    expect(drawn('\\begin{array}{|c|}\\hline a\\\\\\hline\\end{array}')).toMatch(
      /<menclose [^>]*style="[^"]*border-top:thin solid/,
    )
  })

  it('is columns that begin further left where a row has no number', () => {
    const rows = cells(drawn('\\begin{align}a&=b\\tag{1}\\\\c&=d\\end{align}', true))
    expect(rows.map(([first]) => first)).toEqual([' class="mtr-glue"', ' class="mtr-glue"'])
  })

  it.each(['\\overset{!}{=}', '\\underset{x}{\\min}', '\\stackrel{d}{\\to}'])(
    'is a symbol that holds elements: %s',
    (tex) => {
      const html = drawn(tex)
      expect(html).toMatch(/<m(?:over|under)>/)
      expect(html).not.toMatch(/<m[ion]\b[^>]*><m/)
    },
  )

  it('is space that is added to a width', () => {
    expect(drawn('\\colorbox{yellow}{z}')).toMatch(
      /<mpadded mathbackground="yellow" style="padding:3pt 3pt">/,
    )
  })

  it('leaves all else as it is', () => {
    const html = '<span><math><semantics><mrow><mi>x</mi><mo>&lt;</mo></mrow></semantics></math></span>'
    expect(coreMathml(html)).toBe(html)
    const more = html.replace('<mi>', '<mi mathvariant="normal">')
    expect(coreMathml(more)).toBe(more)
  })
})

describe('commands of MathJax that KaTeX lacks', () => {
  it.each([
    [
      '\\cancelto{0}{x}',
      /<msup><menclose notation="updiagonalstrike"><mi>x<\/mi><\/menclose><mn>0<\/mn><\/msup>/,
    ],
    ["\\sideset{}{'}\\sum_{k=1}^n", /∑.*′.*k/s],
    ['\\sideset{_a^b}{_c^d}\\prod', /∏.*a.*b.*∏.*c.*d/s],
    ['\\overparen{AB}', /<mover.*B/s],
    ['\\raise 2pt {x}\\lower 3pt y', /voffset="2pt".*x.*voffset="-3pt".*y/s],
    ['\\bbox[yellow,5px]{x^2}', /mathbackground="yellow".*<msup>/s],
    ['\\bbox[5px]{x}', /^(?!.*mathbackground).*<mi>x<\/mi>/s],
    ['\\mspace{3mu}x', /<mtext>.<\/mtext><mi>x/],
    ['\\Rule{1em}{2em}{0em}', /width="1em" height="2em"/],
  ])('are drawn: %s', (tex, shape) => expect(drawn(tex)).toMatch(shape))
})
