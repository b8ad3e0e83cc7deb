import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choiceOrder, compileProblem, maxScore, shownAnswers } from '../../../blocks/problem/engine.js'
import { grade, gradeOne, verdict } from './problems.js'

const colours = (attributes = '', group = '') => `
  <multiplechoiceresponse ${attributes}><choicegroup ${group}>
    <choice correct="false">red<choicehint>Red stops.</choicehint></choice>
    <choice correct="TRUE" name="g">green<choicehint label="Go">Green goes.</choicehint></choice>
    <choice correct="Partial" point_value="0.3">yellow<choicehint label="">Nearly.</choicehint></choice>
    <choice correct="partial" point_value="oops">amber</choice>
  </choicegroup></multiplechoiceresponse>`

describe('a multiple choice', () => {
  it('accepts the correct choice by its name; named choices do not count', () => {
    expect(verdict(colours(), 'choice_g')).toBe('correct')
    expect(verdict(colours(), 'choice_0')).toBe('incorrect')
    expect(verdict(colours(), 'choice_2')).toBe('incorrect')
    expect(verdict(colours(), undefined)).toBe('incorrect')
    expect(verdict(colours(), ['choice_g'])).toBe('incorrect')
  })

  it('takes a choice for correct only where the author says so without spaces', () => {
    const xml = `<multiplechoiceresponse><choicegroup><choice correct=" true">a</choice><choice correct="True">b</choice></choicegroup></multiplechoiceresponse>`
    expect(verdict(xml, 'choice_0')).toBe('incorrect')
    expect(verdict(xml, 'choice_1')).toBe('correct')
  })

  it('gives partial credit only where the response asks for points, in any letter case', () => {
    expect(verdict(colours(), 'choice_1')).toBe('incorrect')
    expect(verdict(colours('partial_credit="Points"'), 'choice_1')).toBe(0.3)
    expect(verdict(colours('partial_credit="points"'), 'choice_2')).toBe(0.5)
    expect(verdict(colours('partial_credit="False"'), 'choice_1')).toBe('incorrect')
  })

  it('ignores credit of an unknown kind and says so', () => {
    const problem = compileProblem(`<problem>${colours('partial_credit="EDC"')}</problem>`)
    expect(problem.findings).toMatchObject([{ code: 'problem-attribute', line: 2, column: 3 }])
  })

  it('shows the hint of the choice under the author’s label, the usual one, or none', () => {
    expect(gradeOne(colours(), 'choice_0').msg).toMatch(/Incorrect:.*Red stops\./s)
    expect(gradeOne(colours(), 'choice_g').msg).toMatch(/Go.*Green goes\./s)
    expect(gradeOne(colours(), 'choice_1').msg).not.toContain('<strong')
    expect(gradeOne(colours(), 'choice_2').msg).toBe('')
  })

  it('raises only the maximum with points', () => {
    const xml =
      '<multiplechoiceresponse><choicegroup points="4"><choice correct="true">a</choice></choicegroup></multiplechoiceresponse>'
    expect(grade(xml, { '2_1': 'choice_0' })).toMatchObject({ score: 1, maxScore: 4 })
  })
})

describe('the order of choices', () => {
  const group = (attributes: string) =>
    `<multiplechoiceresponse><choicegroup ${attributes}>
      <choice correct="false" fixed="true">0</choice><choice correct="true">1</choice><choice correct="false">2</choice>
      <choice correct="false" fixed="true">3</choice><choice correct="true">4</choice><choice correct="false">5</choice>
    </choicegroup></multiplechoiceresponse>`
  const orders = (xml: string, seed: number) => choiceOrder(compileProblem(`<problem>${xml}</problem>`), seed)

  it('is the author’s without shuffling', () => {
    expect(orders(group(''), 9)['2_1']).toEqual([0, 1, 2, 3, 4, 5].map((index) => `choice_${index}`))
  })

  it('keeps fixed choices at the start there and puts later fixed ones last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), (seed) => {
        const order = orders(group('shuffle="true"'), seed)['2_1'] ?? []
        expect(order[0]).toBe('choice_0')
        expect(order[5]).toBe('choice_3')
        expect(order.toSorted()).toEqual([0, 1, 2, 3, 4, 5].map((index) => `choice_${index}`))
        expect(orders(group('shuffle="true"'), seed)['2_1']).toEqual(order)
      }),
      { numRuns: 50 },
    )
  })

  it('draws one correct choice into a pool, and takes all incorrect ones when there are few', () => {
    for (let seed = 0; seed < 50; seed++) {
      const drawn = orders(group('answer-pool="3"'), seed)['2_1'] ?? []
      expect(drawn.filter((name) => name === 'choice_1' || name === 'choice_4')).toHaveLength(1)
      expect(new Set(drawn).size).toBe(3)
      expect(orders(group('answer-pool="9"'), seed)['2_1']).toHaveLength(5)
    }
  })

  it('continues one series of draws through the responses of a problem', () => {
    const both = Array.from({ length: 20 }, (_, seed) => orders(group('shuffle="true"').repeat(2), seed))
    for (const [seed, order] of both.entries()) {
      expect(order['2_1']).toEqual(orders(group('shuffle="true"'), seed)['2_1'])
    }
    expect(both.filter((order) => String(order['2_1']) !== String(order['3_1'])).length).toBeGreaterThan(10)
  })

  it.each(['answer-pool="many"', 'answer-pool="-2"'])('ignores %s and says so', (attribute) => {
    const problem = compileProblem(`<problem>${group(attribute)}</problem>`)
    expect(choiceOrder(problem, 1)['2_1']).toHaveLength(6)
    expect(problem.findings).toMatchObject([{ code: 'problem-attribute' }])
  })

  it('shows only the solution that belongs to the drawn choice', () => {
    const xml = `<problem><multiplechoiceresponse><choicegroup answer-pool="2">
      <choice correct="true" explanation-id="a">1</choice><choice correct="true" explanation-id="b">2</choice>
      <choice correct="false">3</choice></choicegroup></multiplechoiceresponse>
      <solutionset><solution explanation-id="a">A</solution><solution explanation-id="b">B</solution></solutionset></problem>`
    const problem = compileProblem(xml)
    for (let seed = 0; seed < 20; seed++) {
      const first = choiceOrder(problem, seed)['2_1']?.includes('choice_0') ?? false
      const { solution_1: a, solution_2: b } = shownAnswers(problem, seed)
      expect([a, b]).toEqual(first ? ['A', undefined] : [undefined, 'B'])
    }
  })
})

describe('checkboxes', () => {
  const boxes = (attributes: string, correct: string, points = '') =>
    `<choiceresponse ${attributes}><checkboxgroup ${points}>${Array.from(correct, (letter) => `<choice correct="${letter === '1' ? 'True' : 'false'}">x</choice>`).join('')}</checkboxgroup></choiceresponse>`
  const ticked = (...positions: number[]) => positions.map((position) => `choice_${position}`)

  it('want exactly the correct ones', () => {
    expect(verdict(boxes('', '101'), ticked(2, 0))).toBe('correct')
    expect(verdict(boxes('', '101'), ticked(0))).toBe('incorrect')
    expect(verdict(boxes('', '101'), ticked(0, 1, 2))).toBe('incorrect')
    expect(verdict(boxes('', '10'), 'choice_0')).toBe('correct')
    expect(verdict(boxes('', '10'), ticked(0, 7))).toBe('incorrect')
  })

  it('are incorrect when none is ticked, also where none should be and under partial credit', () => {
    expect(verdict(boxes('', '00'), [])).toBe('incorrect')
    expect(verdict(boxes('partial_credit="EDC"', '000'), [])).toBe('incorrect')
  })

  it('count every decision under EDC, halves rounded away from zero to two places', () => {
    expect(verdict(boxes('partial_credit="edc"', '101'), ticked(0))).toBe(0.67)
    expect(verdict(boxes('partial_credit="EDC"', '10010000'), ticked(0, 3, 4))).toBe(0.88)
    expect(verdict(boxes('partial_credit="EDC"', '10'), ticked(1))).toBe('incorrect')
    expect(verdict(boxes('partial_credit="EDC"', '101', 'points="3"'), ticked(0))).toBe(2)
    expect(grade(boxes('partial_credit="EDC"', '101', 'points="3"'), { '2_1': ticked(0, 2) }).score).toBe(1)
  })

  it('lose half the credit with each of two errors under halves, if there are choices enough', () => {
    expect(verdict(boxes('partial_credit="halves"', '10101'), ticked(0, 2))).toBe(0.5)
    expect(verdict(boxes('partial_credit="halves"', '10101'), ticked(0))).toBe(0.25)
    expect(verdict(boxes('partial_credit="halves"', '10101'), ticked(1))).toBe('incorrect')
    expect(verdict(boxes('partial_credit="halves"', '1010'), ticked(0, 1))).toBe('incorrect')
    expect(verdict(boxes('partial_credit="halves"', '11'), ticked(0))).toBe('incorrect')
  })

  const hinted = `<choiceresponse><checkboxgroup>
    <choice correct="true">a<choicehint selected="TRUE" label="Well">took a</choicehint><choicehint selected="false">missed a</choicehint></choice>
    <choice correct="false" id="Z">b<choicehint selected="true">took b</choicehint></choice>
    <compoundhint value="z a">both of them</compoundhint></checkboxgroup></choiceresponse>`

  it('give hints for what was ticked and what was not, under a label that stands alone', () => {
    expect(gradeOne(hinted, ticked(0)).msg).toMatch(/Well.*took a/s)
    expect(gradeOne(hinted, []).msg).toMatch(/Incorrect:.*missed a/s)
    expect(gradeOne(hinted, ticked(1)).msg).toMatch(/missed a.*took b/s)
  })

  it('give the hint for an exact combination in place of the others', () => {
    const { msg } = gradeOne(hinted, ticked(0, 1))
    expect(msg).toContain('both of them')
    expect(msg).not.toContain('took')
  })
})

describe('true or false', () => {
  const xml = `<truefalseresponse><choicegroup><choice correct="true">a</choice><choice name="x" correct="false">b</choice>
    <choice correct="true">c</choice></choicegroup></truefalseresponse>`

  it('wants exactly the true ones', () => {
    expect(verdict(xml, ['choice_1', 'choice_0'])).toBe('correct')
    expect(verdict(xml, ['choice_0'])).toBe('incorrect')
    expect(verdict(xml, 'choice_0')).toBe('incorrect')
    expect(verdict(xml, undefined)).toBe('incorrect')
  })
})

describe('a dropdown', () => {
  it.each([
    [`options="('up','down')"`, ['up', 'down']],
    [`options="('can\\'t', 'don't', 'a b')"`, ["can't", "don't", 'a b']],
    [`options='("up", "it&apos;s")'`, ['up', "it's"]],
    [`options="(one, two)"`, ['one', 'two']],
    [`options="('&lt;b&gt;','é')"`, ['<b>', 'é']],
  ])('reads %s', (attribute, expected) => {
    const problem = compileProblem(
      `<problem><optionresponse><optioninput ${attribute} correct="x"/></optionresponse></problem>`,
    )
    expect(problem.inputs['2_1']?.choices.map(({ name }) => name)).toEqual(expected)
  })

  const listed = `<optionresponse><optioninput><option correct="False"> blue <optionhint>cold</optionhint></option>
    <option correct="True">red<optionhint label="Yes">warm</optionhint></option></optioninput>
    <optioninput options="('a','b')" correct="b"/></optionresponse>`

  it('grades each of several inputs, and gives the hint of the chosen option', () => {
    const { correctMap, score, maxScore: most } = grade(listed, { '2_1': 'red', '2_2': 'a' })
    expect([correctMap['2_1']?.correctness, correctMap['2_2']?.correctness, score, most]).toEqual([
      'correct',
      'incorrect',
      1,
      2,
    ])
    expect(correctMap['2_1']?.msg).toMatch(/Yes.*warm/s)
    expect(gradeOne(listed, 'blue').msg).toMatch(/Incorrect:.*cold/s)
    expect(gradeOne(listed, 'option_p_2_1_dummy_default').correctness).toBe('incorrect')
  })

  it('without a correct option takes no answer, not even none', () => {
    const xml =
      '<optionresponse><optioninput><option correct="false">a</option></optioninput></optionresponse>'
    expect(verdict(xml, '')).toBe('incorrect')
    expect(verdict(xml, 'a')).toBe('incorrect')
  })

  it('shows its correct options escaped', () => {
    const problem = compileProblem(
      `<problem><optionresponse><optioninput options="('&lt;b&gt;')" correct="&lt;b&gt;"/></optionresponse></problem>`,
    )
    expect(shownAnswers(problem, 1)).toEqual({ '2_1': '&lt;b&gt;' })
    expect(maxScore(problem)).toBe(1)
  })
})
