import { describe, expect, it } from 'vitest'
import { compileProblem, shownAnswers } from '../../../blocks/problem/engine.js'
import { verdict } from './problems.js'

const number = (attributes: string, inside = '') =>
  `<numericalresponse ${attributes}>${inside}<formulaequationinput/></numericalresponse>`
const text = (attributes: string, inside = '') =>
  `<stringresponse ${attributes}>${inside}<textline/></stringresponse>`
const also = (...answers: string[]) =>
  answers.map((answer) => `<additional_answer answer="${answer}"/>`).join('')
const partly = (attributes: string) => `<responseparam ${attributes}/>`

/** What an answer earns, what authors are told, and what is shown. */
function outcome(xml: string, answers: readonly string[]) {
  const problem = compileProblem(`<problem>${xml}</problem>`)
  return {
    verdicts: answers.map((answer) => verdict(xml, answer)),
    told: problem.findings.map(({ code, message }) => `${code}: ${message}`),
    shown: shownAnswers(problem, 1)['2_1'],
  }
}

const yes = 'correct'
const no = 'incorrect'

describe('other right answers', () => {
  it.each([
    [
      'a range beside a number',
      number('answer="1"', also('[5, 7)')),
      ['1', '5', '6.5', '7', '4', '9'],
      [yes, yes, yes, no, no, no],
      '1 <b>or</b> [5,  7)',
    ],
    [
      'a range beside a range',
      number('answer="(0,1)"', also('(2,3]')),
      ['0', '0.5', '2', '3', '1.5'],
      [no, yes, no, yes, no],
      '(0, 1) <b>or</b> (2, 3]',
    ],
    [
      'a complex number before a range',
      number('answer="1"', also('[5,7]')),
      ['2*i'],
      [no],
      '1 <b>or</b> [5, 7]',
    ],
    [
      'an expression',
      number('answer="1"', also('2*3', '[8,9]')),
      ['6', '8.5', '7'],
      [yes, yes, no],
      '1 <b>or</b> 2*3 <b>or</b> [8, 9]',
    ],
    [
      'expressions that only together are one',
      text('answer="(a" type="regexp"', also('b)')),
      ['b', 'c'],
      [yes, no],
      '(a <b>or</b> b)',
    ],
  ])('may be %s', (_, xml, answers, verdicts, shown) => {
    expect(outcome(xml, answers)).toEqual({ verdicts, told: [], shown })
  })

  it.each([
    ['no number', number('answer="1"', also('many', '2')), ['1', '2', '3'], [yes, yes, no], "'many'"],
    ['half a range', number('answer="1"', also('[5)', '2')), ['1', '2', '5'], [yes, yes, no], "'[5)'"],
    [
      'a range without a number',
      number('answer="1"', also('[a,b]', '2')),
      ['1', '2', '5'],
      [yes, yes, no],
      "'[a,b]'",
    ],
    ['empty', number('answer="1"', also('', '2')), ['1', '2', '0'], [yes, yes, no], "''"],
    [
      'no partial number',
      number('answer="1" partial_credit="list"', partly('partial_answers="x, 2"')),
      ['1', '2', '3'],
      [yes, 0.5, no],
      "'x'",
    ],
    [
      'no range of partial credit',
      number(
        'answer="100" partial_credit="close"',
        partly('partial_range="wide"') + partly('type="tolerance" default="1"'),
      ),
      ['101', '102', '104'],
      [yes, 0.5, no],
      "'wide'",
    ],
    [
      'no expression',
      text('answer="cat" type="regexp"', also('(', 'dog')),
      ['cat', 'dog', 'cow'],
      [yes, yes, no],
      "'('",
    ],
  ])('that are %s are told, and spoil no other', (_, xml, answers, verdicts, named) => {
    const { told, ...found } = outcome(xml, answers)
    expect(found.verdicts).toEqual(verdicts)
    expect(told).toEqual([expect.stringMatching(/^problem-attribute: /) as string])
    expect(told[0]).toContain(named)
  })

  it('that are empty do not make an expression match everything', () => {
    const xml = text('answer="cat" type="regexp"', also('', 'dog'))
    expect(outcome(xml, ['cat', 'dog', 'cow']).verdicts).toEqual([yes, yes, no])
    expect(outcome(text('answer="" type="regexp"', also('dog')), ['cow', 'dog']).verdicts).toEqual([no, yes])
  })
})

describe('an empty answer', () => {
  it.each([
    ['a text', text('answer=""'), ['a', ' '], 'no answer is right'],
    ['a text in any case', text('answer="" type="ci"'), ['a'], 'no answer is right'],
    ['a number', number('answer=""'), ['0', '1'], 'no answer is right'],
    [
      'a formula',
      '<formularesponse answer="" samples="x@1:5#3"><formulaequationinput/></formularesponse>',
      ['x'],
      'no answer is right',
    ],
  ])('of %s is said to be empty, and the question is asked', (_, xml, answers, said) => {
    const { verdicts, told, shown } = outcome(xml, answers)
    expect(verdicts).toEqual(answers.map(() => no))
    expect(told).toEqual([`problem-attribute: answer='' is empty: ${said}.`])
    expect(shown).toBe('')
  })

  it.each([
    ['texts', text('answer=""', also('b')), 'b', 'a'],
    ['numbers', number('answer=""', also('7')), '7', '8'],
  ])('leaves additional %s to be right', (_, xml, right, wrong) => {
    expect(outcome(xml, [right, wrong])).toEqual({
      verdicts: [yes, no],
      told: ["problem-attribute: answer='' is empty: only the additional answers are right."],
      shown: right,
    })
  })

  it('is not taken for one that is missing', () => {
    const [missing] = compileProblem(
      '<problem><stringresponse><textline/></stringresponse></problem>',
    ).findings
    expect(missing).toMatchObject({
      code: 'problem-unsupported',
      message: "<stringresponse> has no attribute 'answer'.",
    })
  })
})
