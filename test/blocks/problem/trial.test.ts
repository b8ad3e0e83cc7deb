import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readProblemCases, tryProblem } from '../../../blocks/problem/index.js'

const seeds = Array.from({ length: 100 }, (_, seed) => seed)
const tried = (inside: string, cases: object[] = []) =>
  tryProblem(`<problem>${inside}</problem>`, {
    seeds,
    cases: readProblemCases(JSON.stringify({ cases }), 'tests.json'),
    runner: undefined,
    context: '',
  })
const random = '<script type="loncapa/python">import random\na = random.randint(1, 2)\nb = 2 * a</script>'
const number = (answer: string, more = '') =>
  `<numericalresponse answer="${answer}" ${more}><textline/></numericalresponse>`

it.each([
  ['a number', number('3.2', 'tolerance="5%"')],
  ['a range', number('[2,5)')],
  ['a text of several', '<stringresponse answer="a_or_b"><textline/></stringresponse>'],
  [
    'a formula',
    '<formularesponse type="cs" samples="x@1:3#5" answer="2*x+1"><responseparam type="tolerance" default="0.01"/><formulaequationinput/></formularesponse>',
  ],
  [
    'one choice',
    '<multiplechoiceresponse><choicegroup type="MultipleChoice"><choice correct="false">A</choice><choice correct="true">B</choice></choicegroup></multiplechoiceresponse>',
  ],
  [
    'several choices',
    '<choiceresponse><checkboxgroup><choice correct="true">A</choice><choice correct="false">B</choice><choice correct="true">C</choice></checkboxgroup></choiceresponse>',
  ],
  ['a dropdown', '<optionresponse><optioninput options="(\'a\',\'b\')" correct="b"/></optionresponse>'],
  [
    'a place in a picture',
    '<imageresponse><imageinput src="/static/a.png" width="10" height="10" rectangle="(2,2)-(6,8)"/></imageresponse>',
  ],
  ['numbers of a script', `${random}${number('$b')}`],
])('%s that shows its right answer earns all there is, for each seed', async (_, inside) => {
  expect(await tried(inside)).toEqual({ seeds: 100, cases: 0, hasAnswer: true, faults: [] })
})

it.each([
  ['an answer that is no number where one is due', number('about 3'), 'error'],
  [
    'no choice that is right',
    '<optionresponse><optioninput options="(\'a\',\'b\')" correct="c"/></optionresponse>',
    'error',
  ],
  [
    'points that no answer earns',
    '<multiplechoiceresponse><choicegroup type="MultipleChoice" points="3"><choice correct="true">B</choice><choice correct="false">A</choice></choicegroup></multiplechoiceresponse>',
    'warning',
  ],
])('%s is found', async (_, inside, level) => {
  const { faults } = await tried(inside)
  expect(faults).toMatchObject([{ level, code: 'problem-answer', seeds }])
})

it('what fails for some seeds only is told with these', async () => {
  const { faults } = await tried(`${random}<stringresponse answer="$a"><textline/></stringresponse>`, [
    { name: 'one', answers: { '2_1': '1' }, verdict: 'correct' },
  ])
  expect(faults).toHaveLength(1)
  expect(faults[0]).toMatchObject({ code: 'problem-case', message: expect.stringContaining("'1'") })
  expect(faults[0]?.seeds.length).toBeGreaterThan(20)
  expect(faults[0]?.seeds.length).toBeLessThan(80)
})

it('cases say verdicts and points, of given seeds or all, with variables of the script in their answers', async () => {
  const good = await tried(`${random}${number('$b', 'tolerance="0.1"')}${number('7')}`, [
    { answers: { '2_1': '$b', '3_1': '7' }, verdict: 'correct', points: 2 },
    { answers: { '2_1': '${b}', '3_1': '8' }, verdict: { '2_1': 'correct', '3_1': 'incorrect' }, points: 1 },
    { answers: { '2_1': 'x x', '3_1': '7' }, refused: true, seeds: [3] },
  ])
  expect(good.faults).toEqual([])
  const bad = await tried(number('7'), [
    { name: 'verdict', answers: { '2_1': '7' }, verdict: 'incorrect', seeds: [4] },
    { name: 'points', answers: { '2_1': '7' }, points: 2, seeds: [4] },
    { name: 'input', answers: { '2_1': '7' }, verdict: { '9_1': 'correct' }, seeds: [4] },
    { name: 'refused', answers: { '2_1': '7' }, refused: true, seeds: [4] },
    { name: 'not refused', answers: { '2_1': 'x x' }, seeds: [4] },
  ])
  expect(bad.faults.map((fault) => [fault.code, fault.case?.name, fault.seeds])).toEqual(
    ['verdict', 'points', 'input', 'refused', 'not refused'].map((name) => ['problem-case', name, [4]]),
  )
})

it('a file of tests of another shape is refused with what is wrong; cases know their lines', () => {
  for (const text of [
    '{',
    '[]',
    '{"cases": [{}]}',
    '{"cases": [{"answers": {"2_1": 3}}]}',
    '{"cases": [], "more": 1}',
  ])
    expect(() => readProblemCases(text, 'tests.json')).toThrow(
      expect.objectContaining({ code: 'problem-cases' }),
    )
  const text = JSON.stringify({ cases: [{ answers: { '2_1': 'a' } }, { answers: { '2_1': 'b' } }] }, null, 1)
  expect(readProblemCases(text, 'tests.json').map(({ line }) => line)).toEqual([4, 9])
})

it('no time, and no Python where it is needed, are said and no faults of the problem', async () => {
  const late = await tryProblem(`<problem>${number('1')}</problem>`, {
    seeds,
    runner: undefined,
    context: '',
    hasTime: () => false,
  })
  expect(late).toMatchObject({ seeds: 0, faults: [], untried: { code: 'problem-untried' } })
  const custom =
    '<script type="loncapa/python">def check(e, a):\n  return a == "1"</script><customresponse cfn="check" expect="1"><textline/></customresponse>'
  expect(await tried(custom)).toMatchObject({ faults: [], untried: { code: 'script-unavailable' } })
  expect((await tried('<p>Text</p>')).hasAnswer).toBe(false)
  expect((await tried('<p>Text')).faults).toMatchObject([{ code: 'olx-malformed' }])
})

const oracle = new URL('../../../../shared/oracles/capa-grading.json', import.meta.url)
describe.skipIf(!existsSync(oracle))('problems of the incumbent', () => {
  it('give their own answers full marks wherever the incumbent does so', async () => {
    const entries = JSON.parse(readFileSync(oracle, 'utf8')) as {
      xml: string
      seed: number
      answers: Record<string, unknown>
      score?: number
      max_score?: number
      expected?: Record<string, { correctness: string }>
      tags?: readonly string[]
    }[]
    const wrong: string[] = []
    let count = 0
    for (const { xml, seed, tags = [], score, max_score: most, expected = {} } of entries) {
      const isRight =
        score === most && Object.values(expected).every(({ correctness }) => correctness === 'correct')
      if (!isRight || tags.some((tag) => tag === 'python' || tag === 'script')) continue
      count++
      const { faults } = await tryProblem(xml, { seeds: [seed], runner: undefined, context: '' })
      if (faults.length > 0) wrong.push(`${faults[0]?.message} ${xml.slice(0, 300)}`)
    }
    expect(count).toBeGreaterThan(20)
    expect(wrong).toEqual([])
  })
})
