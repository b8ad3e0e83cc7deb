import { describe, expect, it } from 'vitest'
import { compileProblem, shownAnswers, type Answer } from '../../../blocks/problem/engine.js'
import { CompositorError } from '../../../runtime/errors/index.js'
import { grade, gradeOne, verdict } from './problems.js'

/** The code of the refusal of an answer, or `graded`. */
function refusal(xml: string, answer: Answer): string {
  try {
    grade(xml, { '2_1': answer })
  } catch (error) {
    return error instanceof CompositorError ? error.code : 'unknown'
  }
  return 'graded'
}

const text = (attributes: string, inside = '') =>
  `<stringresponse ${attributes}>${inside}<textline/></stringresponse>`

describe('a text', () => {
  it('is compared without the white space around it, and with its case unless told', () => {
    expect(verdict(text('answer="Rome"'), ' Rome\n')).toBe('correct')
    expect(verdict(text('answer="Rome"'), 'rome')).toBe('incorrect')
    expect(verdict(text('answer="Rome" type="ci"'), 'ROME')).toBe('correct')
    expect(verdict(text('answer="Rome"'), '  ')).toBe('incorrect')
  })

  it('is freed of what Python takes for white space', () => {
    expect(verdict(text('answer="Rome"'), '\u001f\u00a0Rome\u2003\u0085')).toBe('correct')
  })

  it.each([
    ['New York', 'New\u00a0York'],
    ['New York', '\ufeffNew York\u200b'],
    ['naïve', 'nai\u0308ve'],
    ['nai\u0308ve', 'naïve'],
    ['co-op', 'co\u2011op'],
    ['col\u00adleague', 'colleague'],
    ['-5', '\u22125'],
    ["it's", 'it\u2019s'],
    ['the &quot;end&quot;', 'the \u201cend\u201d'],
    ['l\u2019eau', "l'eau"],
  ])('is compared by what can be seen: %j and %j are the same', (answer, given) => {
    expect(verdict(text(`answer="${answer}"`), given)).toBe('correct')
    const expression = answer.normalize('NFC').replaceAll('\u00ad', '')
    expect(verdict(text(`answer="${expression}$" type="regexp"`), given)).toBe('correct')
    expect(verdict(text(`answer="${answer}x"`), given)).toBe('incorrect')
  })

  it('is blank when nothing in it can be seen', () => {
    expect(verdict(text('answer=".*" type="regexp"'), '\u200b\u2060')).toBe('incorrect')
  })

  it('may be any of several answers, in the old and the new way', () => {
    expect(verdict(text('answer="a _or_ b"'), 'b')).toBe('correct')
    expect(verdict(text('answer="a_OR_b"'), 'a_OR_b')).toBe('correct')
    const xml = text('answer="a"', '<additional_answer answer="b"/><additional_answer>c</additional_answer>')
    expect(verdict(xml, 'b')).toBe('correct')
    expect(verdict(xml, 'c')).toBe('correct')
    expect(shownAnswers(compileProblem(`<problem>${xml}</problem>`), 1)).toEqual({
      '2_1': 'a <b>or</b> b <b>or</b> c',
    })
  })

  it('may match expressions, joined as the incumbent joins them', () => {
    const xml = text('answer="cat|dog" type="ci regexp"', '<additional_answer answer="co+w"/>')
    expect(verdict(xml, 'Catfish')).toBe('correct')
    expect(verdict(xml, 'a cow')).toBe('correct')
    expect(verdict(xml, 'sheep')).toBe('incorrect')
  })

  it('is not refused for a hint with a faulty expression, but for a faulty answer', () => {
    expect(verdict(text('answer="a"', '<regexphint answer="(">x</regexphint>'), 'b')).toBe('incorrect')
    expect(refusal(text('answer="(" type="regexp"'), 'b')).toBe('problem-input')
    expect(refusal(text('answer="a+" type="regexp"'), 'a'.repeat(3000))).toBe('problem-input')
    expect(refusal(text('answer="a"'), ['a'])).toBe('problem-input')
  })

  it('gets the first hint that fits', () => {
    const xml = text(
      'answer="A" type="ci"',
      `<correcthint>right</correcthint><additional_answer answer="B"><correcthint label="Also">too</correcthint></additional_answer>
       <stringequalhint answer="C">that is C</stringequalhint><regexphint answer="C|D+">like D</regexphint>`,
    )
    expect(gradeOne(xml, 'a').msg).toMatch(/Correct:.*right/s)
    expect(gradeOne(xml, 'b').msg).toMatch(/Also.*too/s)
    expect(gradeOne(xml, 'c').msg).toMatch(/Incorrect:.*that is C/s)
    expect(gradeOne(xml, 'dd').msg).toContain('like D')
    expect(gradeOne(xml, 'e').msg).toBe('')
  })

  it('gets the hint of a hint group in place of others', () => {
    const xml = text(
      'answer="A"',
      `<correcthint>right</correcthint><hintgroup mode="on_request"><stringhint answer="B" name="b"/><stringhint answer="C" name="c"/>
       <hintpart on="b"><text>not <b>B</b></text></hintpart></hintgroup>`,
    )
    expect(gradeOne(xml, 'B')).toMatchObject({ hint: 'not <b>B</b>', hintmode: 'on_request', msg: '' })
    expect(gradeOne(xml, 'C')).toMatchObject({ hint: '', hintmode: null })
  })
})

const number = (attributes: string, inside = '') =>
  `<numericalresponse ${attributes}>${inside}<formulaequationinput/></numericalresponse>`
const tolerance = (value: string, more = '') => `<responseparam type="tolerance" default="${value}" ${more}/>`

describe('a number', () => {
  it('may be written as an expression, by author and learner', () => {
    expect(verdict(number('answer="2*pi"'), '6.28319')).toBe('correct')
    expect(verdict(number('answer="1e3"'), '10^3')).toBe('correct')
    expect(verdict(number('answer="3+4j"'), '3+4*i')).toBe('correct')
    expect(verdict(number('answer="5"'), '')).toBe('incorrect')
  })

  it.each(['five', '5 apples', '5,0', '(5', 'x+1', 'fact(-1)', '1/0'])('%s is refused', (answer) => {
    expect(refusal(number('answer="5"'), answer)).toBe('problem-input')
  })

  it.each([
    ['-5.333', '-5.333\u200b'],
    ['-5.333', '\u22125.333'],
    ['-5.333', '\u20135.333'],
    ['-5.333', '\u2066-5.333\u2069'],
    ['6', '2\u00d73'],
    ['6', '2\u22c53'],
    ['0.5', '1\u00f72'],
    ['1200', '1.2e\u200a3'],
    ['42', '\uff14\uff12'],
    ['8', '2\u02c63'],
    ['7', '\u{1d7d5}'],
    ['-5', '-\u0665'],
    ['12.5', '\u0661\u0662\u066b\u0665'],
    ['307', '\u06f3\u06f0\u06f7'],
    ['69', '\u096c\u096f'],
    ['1.5e3', '1.5 \u00d7 10\u00b3'],
    ['0.25', '5\u00b2\u00d710\u207b\u00b2'],
    ['6', '\u061c6\u200f'],
  ])('%s is read where it is written %j', (answer, given) => {
    const xml = `<numericalresponse answer="${answer}"><formulaequationinput/></numericalresponse>`
    expect(verdict(xml, given)).toBe('correct')
    expect(verdict(xml, `${given}+1`)).toBe('incorrect')
  })

  it('is refused with the name of a character that only looks right', () => {
    const xml = '<numericalresponse answer="3"><formulaequationinput/></numericalresponse>'
    expect(() => grade(xml, { '2_1': 'e\u0445p(1)' })).toThrow(
      "the character '\u0445' (U+0445) has no meaning",
    )
    expect(() => grade(xml, { '2_1': '3\u00bd' })).toThrow('(U+00BD)')
  })

  it('may be off by the tolerance, absolute or as a share', () => {
    expect(verdict(number('answer="10"', tolerance('0.5')), '10.5')).toBe('correct')
    expect(verdict(number('answer="10"', tolerance('0.5')), '10.51')).toBe('incorrect')
    expect(verdict(number('answer="-10"', tolerance('5%')), '-9.5')).toBe('correct')
    expect(verdict(number('answer="10"', tolerance('1/2')), '10.5')).toBe('correct')
    expect(verdict(number('answer="10"', tolerance('0.001%')), '10.00005')).toBe('correct')
  })

  it('has the usual tolerance where the author’s is none, which is noted', () => {
    const problem = compileProblem(`<problem>${number('answer="10"', tolerance('a little'))}</problem>`)
    expect(problem.findings).toMatchObject([{ code: 'problem-attribute' }])
    expect(verdict(number('answer="10"', tolerance('1,2')), '11')).toBe('incorrect')
  })

  it('may lie in a range, whose ends belong to it or not', () => {
    expect(['1', '2', '3', '4'].map((answer) => verdict(number('answer="(1,3]"'), answer))).toEqual([
      'incorrect',
      'correct',
      'correct',
      'incorrect',
    ])
    expect(refusal(number('answer="[1,3]"'), '2+0*i')).toBe('problem-input')
    expect(refusal(number('answer="[1,x]"'), '2')).toBe('problem-input')
    expect(verdict(number('answer="[1,x]"'), '1')).toBe('correct')
    expect(compileProblem(`<problem>${number('answer="[1]"')}</problem>`).findings).toMatchObject([
      { code: 'problem-unsupported' },
    ])
  })

  it('earns half when close or in the list of others, a quarter when close to one of those', () => {
    const credit = (kinds: string) =>
      number(
        `answer="100" partial_credit="${kinds}"`,
        tolerance('1', 'partial_range="5" partial_answers="200, 300"'),
      )
    expect(['104', '201', '204', '110'].map((answer) => verdict(credit('List, Close'), answer))).toEqual([
      0.5,
      0.5,
      0.25,
      'incorrect',
    ])
    expect(['104', '201', '204'].map((answer) => verdict(credit('close'), answer))).toEqual([
      0.5,
      'incorrect',
      'incorrect',
    ])
    expect(['104', '201', '204'].map((answer) => verdict(credit('list'), answer))).toEqual([
      'incorrect',
      0.5,
      'incorrect',
    ])
    expect(
      verdict(number('answer="[10,20]" partial_credit="close"', tolerance('1', 'partial_range="0.5"')), '24'),
    ).toBe(0.5)
  })

  it('may equal an additional answer exactly, each with its own hint', () => {
    const xml = number(
      'answer="5"',
      '<correcthint>five</correcthint><additional_answer answer="7"><correcthint>seven</correcthint></additional_answer>',
    )
    expect(gradeOne(xml, '5').msg).toContain('five')
    expect(gradeOne(xml, '7').msg).toContain('seven')
    expect(verdict(xml, '7.00001')).toBe('incorrect')
  })

  it('gets the hint of a hint group within the tolerance', () => {
    const xml = number(
      'answer="5"',
      '<hintgroup><numericalhint answer="-5" name="sign"/><hintpart on="sign"><text>Sign?</text></hintpart></hintgroup>',
    )
    expect(gradeOne(xml, '-5').hint).toBe('Sign?')
    expect(gradeOne(xml, '4').hint).toBe('')
  })
})

describe('a formula', () => {
  const formula = (attributes: string, inside = '') =>
    `<formularesponse ${attributes}>${inside}<textline/></formularesponse>`
  const product = 'answer="x*(y+1)" samples="x,y@1,1:3,4#10"'

  it('is correct in any form that has the same values', () => {
    expect(verdict(formula(product), 'x*y + x')).toBe('correct')
    expect(verdict(formula(product), 'X*Y + X')).toBe('correct')
    expect(verdict(formula(product), 'x*y')).toBe('incorrect')
    expect(verdict(formula(product), '')).toBe('incorrect')
    expect(verdict(formula(product), undefined)).toBe('incorrect')
  })

  it('is refused when it uses what it may not', () => {
    expect(refusal(formula(product), 'x*z')).toBe('problem-input')
    expect(refusal(formula(product), 'xy')).toBe('problem-input')
    expect(refusal(formula(`type="cs" ${product}`), 'X*y+x')).toBe('problem-input')
  })

  it('is graded the same each time', () => {
    const xml = formula(product, tolerance('0.3'))
    const first = grade(xml, { '2_1': 'x*y+x+0.29' }, 7)
    expect(grade(xml, { '2_1': 'x*y+x+0.29' }, 7)).toEqual(first)
  })

  it('gets the hint of a wrong formula it equals', () => {
    const xml = formula(
      product,
      '<hintgroup><formulahint answer="x*y-x" samples="x,y@1,1:3,4#10" name="minus"/><hintpart on="minus"><text>Plus!</text></hintpart></hintgroup>',
    )
    expect(gradeOne(xml, 'x*(y-1)').hint).toBe('Plus!')
  })

  it.each(['x@1:2', 'x@1#5', 'x', 'x@1:2#999999', '@#'])('is not supported with samples="%s"', (samples) => {
    const problem = compileProblem(`<problem>${formula(`answer="x" samples="${samples}"`)}</problem>`)
    expect(problem.findings).toMatchObject([{ code: 'problem-unsupported' }])
  })
})

describe('a place in a picture', () => {
  const image = (attributes: string) =>
    `<imageresponse><imageinput src="/static/a.png" ${attributes}/></imageresponse>`

  it('counts in a rectangle with its edges, and inside the hull of a region without', () => {
    const xml = image(
      'rectangle="(10,10)-(20,30); [40,40]-[50,50]" regions="[[[100,100],[200,100],[200,200],[100,200],[150,150]],[[1,1],[2,2]]]"',
    )
    const places: Record<string, string> = {
      '[10,30]': 'correct',
      '[45, 45]': 'correct',
      '[30,30]': 'incorrect',
      '[101,150]': 'correct',
      '[100,150]': 'incorrect',
      '[1,1]': 'incorrect',
    }
    for (const [place, expected] of Object.entries(places))
      expect([place, verdict(xml, place)]).toEqual([place, expected])
    expect(verdict(xml, '')).toBe('incorrect')
    expect(refusal(xml, 'left')).toBe('problem-input')
    expect(refusal(xml, '[1.5,2]')).toBe('problem-input')
  })

  it.each(['rectangle="10,10"', 'regions="[[1,2"', 'regions="{}"', 'regions="[1,2]"'])(
    'ignores %s and says so',
    (attributes) => {
      expect(compileProblem(`<problem>${image(attributes)}</problem>`).findings).toMatchObject([
        { code: 'problem-attribute' },
      ])
    },
  )
})
