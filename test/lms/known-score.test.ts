import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../runtime/index.js'
import { alice, keyOf, one, person, post, side, unitOf } from './sky-unit.js'

const noon = Date.UTC(2026, 0, 15, 12)
const known = one('question', 'known', { weight: 3 })

/** The progress of somebody who answered both questions of a unit, the second under these settings, at noon. */
async function progressUnder(settings: JsonObject, learner = alice) {
  const { lms, clock } = side()
  clock.time = noon
  const unit = unitOf('v1', known, one('question', 'q', { weight: 5, ...settings }))
  for (const id of ['known', 'q']) await lms.handle(unit, learner, post(keyOf('question', id), 'answer', '1'))
  const progress = await lms.unitProgress(unit, learner)
  expect(await lms.courseProgress([unit], learner)).toEqual(progress)
  return progress
}

describe('the progress of a learner who may not know a score', () => {
  it.each<[string, JsonObject]>([
    ['never', { show_correctness: 'never' }],
    [
      'never, counted when due, and it is not',
      { show_correctness: 'never_but_include_grade', due: '2026-01-15T12:00:01Z' },
    ],
    ['when due, and it is not', { show_correctness: 'past_due', due: '2026-01-15T12:00:01Z' }],
    [
      'when due, and there is grace',
      { show_correctness: 'past_due', due: '2026-01-15T11:59:00Z', graceperiod: '2 minutes' },
    ],
    [
      'when due, and the course goes on',
      { show_correctness: 'past_due', course_end: '2026-02-01T00:00:00Z' },
    ],
  ])('tells it nowhere, not in sums either: %s', async (_when, settings) => {
    const { score, blocks, completion } = await progressUnder(settings)
    expect(score.possible).toBe(3)
    const [, hidden] = blocks
    expect(hidden).not.toHaveProperty('score')
    expect(hidden).toMatchObject({ key: keyOf('question', 'q'), scoreWithheld: true })
    expect(completion.blocks).toBe(2)
  })

  it.each<[string, JsonObject]>([
    ['it was due', { due: '2026-01-15T11:59:59Z' }],
    ['nothing is ever due', {}],
    ['the course has ended', { course_end: '2026-01-14T00:00:00Z' }],
  ])(
    'hides the single result and counts it, under never_but_include_grade, when %s',
    async (_when, settings) => {
      const progress = await progressUnder({
        show_correctness: 'never_but_include_grade',
        graded: true,
        ...settings,
      })
      expect(progress.score).toEqual({ earned: 1.5 + 2.5, possible: 8 })
      expect(progress.graded).toEqual({ earned: 2.5, possible: 5 })
      expect(progress.blocks[1]).not.toHaveProperty('score')
      expect(progress.blocks[1]).toMatchObject({ scoreWithheld: true })
    },
  )

  it.each<[string, JsonObject]>([
    ['always', { show_correctness: 'always' }],
    ['when due, and it was', { show_correctness: 'past_due', due: '2026-01-15T11:59:59Z' }],
    ['when due, and it never is', { show_correctness: 'past_due' }],
    ['when due, of which nothing can be read', { show_correctness: 'past_due', due: 'soon' }],
  ])('is told where they may: %s', async (_when, settings) => {
    const { score, blocks } = await progressUnder(settings)
    expect(score.possible).toBe(8)
    expect(blocks[1]?.score?.possible).toBe(5)
  })

  it('is told to staff before it is due, but not where nobody is told', async () => {
    const staff = person('stella', true)
    const later = { show_correctness: 'past_due', due: '2027-01-01T00:00:00Z' }
    expect((await progressUnder(later, staff)).score.possible).toBe(8)
    expect((await progressUnder({ show_correctness: 'never' }, staff)).score.possible).toBe(3)
  })
})
