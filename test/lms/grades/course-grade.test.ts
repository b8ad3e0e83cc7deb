import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { gradeLine } from '../../../lms/index.js'

/** Results of the incumbent; see the README beside the file. */
const oracle = new URL('../../../../shared/oracles/course-grade.json', import.meta.url)

const entry = (type: string, weight: number, more: object = {}) => ({ type, weight, ...more })
const score = (format: string | null, earned: number, possible: number, graded = true) => ({
  format,
  graded,
  earned,
  possible,
})
const of = (GRADER: object[], subsections: object[], GRADE_CUTOFFS: object = { Pass: 0.5 }) =>
  gradeLine({ policy: { GRADER, GRADE_CUTOFFS }, subsections })

describe.skipIf(!existsSync(oracle))('course grades, against the incumbent', () => {
  const cases = existsSync(oracle)
    ? (JSON.parse(readFileSync(oracle, 'utf8')) as { id: string; expected: object }[])
    : []

  it.each(cases)('$id', (one) => expect(gradeLine(one)).toEqual(one.expected))
})

describe('a course grade', () => {
  it.each([
    [
      'adds the shares of its types by their weights',
      [entry('Lab', 0.4), entry('Exam', 0.6)],
      [score('Lab', 1, 2), score('Exam', 3, 4)],
      0.65,
    ],
    [
      'fills up with zeros to the least number',
      [entry('Lab', 1, { min_count: 4 })],
      [score('Lab', 1, 1), score('Lab', 1, 1)],
      0.5,
    ],
    [
      'drops the lowest, missing ones first',
      [entry('Lab', 1, { min_count: 3, drop_count: 1 })],
      [score('Lab', 1, 1), score('Lab', 1, 2)],
      0.75,
    ],
    [
      'is 0 where all are dropped',
      [entry('Lab', 1, { drop_count: 3 })],
      [score('Lab', 1, 1), score('Lab', 1, 1)],
      0,
    ],
    [
      'leaves out what is ungraded, worth nothing, or of no type',
      [entry('Lab', 1)],
      [
        score('Lab', 1, 1),
        score('Lab', 0, 1, false),
        score('Lab', 0, 0),
        score(null, 0, 5),
        score('Quiz', 0, 5),
      ],
      1,
    ],
    [
      'rounds what is a twentieth of a hundredth below a half up',
      [entry('Lab', 1)],
      [score('Lab', 4945, 10_000)],
      0.5,
    ],
    ['and what is less than that down', [entry('Lab', 1)], [score('Lab', 4944, 10_000)], 0.49],
    ['goes above 1 where weights or scores do', [entry('Lab', 1.2)], [score('Lab', 3, 2)], 1.8],
    [
      'counts a type that is named twice twice',
      [entry('Lab', 0.5), entry('Lab', 0.25)],
      [score('Lab', 1, 1)],
      0.75,
    ],
  ])('%s', (_, grader, subsections, percent) => {
    expect(of(grader, subsections)).toMatchObject({ percent })
  })

  it.each([
    ['the highest cut-off that is reached', { A: 0.9, B: 0.6, C: 0.5 }, { grade: 'B', passed: true }],
    ['none below all of them', { A: 0.9, B: 0.8 }, { grade: null, passed: false }],
    ['one at 0, with which nobody passes', { Pass: 0 }, { grade: 'Pass', passed: false }],
    ['one at 0 beside the pass mark', { F: 0, Pass: 0.75 }, { grade: 'F', passed: false }],
    ['none where there are no cut-offs', {}, { grade: null, passed: false }],
  ])('is %s', (_, cutOffs, expected) => {
    expect(of([entry('Lab', 1)], [score('Lab', 6, 10)], cutOffs)).toMatchObject(expected)
  })

  it('costs no more for a least number of a million', () => {
    const lab = entry('Lab', 1, { min_count: 1_000_000, drop_count: 999_999 })
    expect(of([lab], [score('Lab', 1, 4)])).toMatchObject({ percent: 0.25 })
  })

  it.each([
    ['a list', [], 'handler-input', /policy/],
    ['no subsections', { policy: { GRADER: [], GRADE_CUTOFFS: {} } }, 'handler-input', /subsections/],
    [
      'a score that is text',
      { policy: {}, subsections: [{ earned: '1', possible: 1 }] },
      'handler-input',
      /subsections\.0\.earned/,
    ],
    ['no cut-offs', { policy: { GRADER: [] }, subsections: [] }, 'olx-policy', /GRADE_CUTOFFS/],
    [
      'a weight below 0',
      { policy: { GRADER: [entry('Lab', -1)], GRADE_CUTOFFS: {} }, subsections: [] },
      'olx-policy',
      /GRADER\.0\.weight/,
    ],
    [
      'half an assignment',
      { policy: { GRADER: [entry('Lab', 1, { min_count: 0.5 })], GRADE_CUTOFFS: {} }, subsections: [] },
      'olx-policy',
      /min_count/,
    ],
  ])('refuses %s', (_, line, code, message) => {
    expect(gradeLine(line)).toEqual({ error: { code, message: expect.stringMatching(message) } })
  })
})
