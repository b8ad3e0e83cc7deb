import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { figuresSection } from '../../host/pages/index.js'
import { questionsOf } from '../../host/reports/problem-report.js'
import { englishWords } from '../../host/words/index.js'
import { fewestLearners, ItemTally, SpreadTally } from '../../lms/index.js'
import { MadeSite } from './made-site.js'

/** A learner at an item: attempts, share at the first, mean share in the rest, and what was chosen. */
type Fared = readonly [attempts: number, first: number | undefined, rest: number | undefined, choice: string]

function figuresOf(learners: readonly Fared[]) {
  const tally = new ItemTally()
  for (const [attempts, first, rest, choice] of learners)
    tally.add({ attempts, first, rest, answers: { q: [choice] } })
  return tally.figures()
}

describe('figures of an item', () => {
  it('are spread over scores, tries until right and variants, and what is neither nothing nor all is never counted as such', () => {
    const tally = new SpreadTally()
    // [attempts, right at, variant, share]
    for (const [attempts, rightAt, variant, share] of [
      [1, 1, 7, 1],
      [9, 9, 7, 1],
      [2, undefined, 3, 0],
      [4, undefined, 3, 0.001],
      [1, undefined, 3, 0.999],
      [1, undefined, 3, undefined],
    ] as const)
      tally.add({ attempts, rightAt, variant, answers: {} }, share)
    expect(tally.figures()).toEqual({
      scores: [1, 1, 0, 0, 1, 2],
      rightAt: [1, 0, 0, 0, 1],
      neverRight: 4,
      variants: [
        { variant: 3, learners: 4, right: 0, meanAttempts: 2 },
        { variant: 7, learners: 2, right: 2, meanAttempts: 5 },
      ],
    })
  })

  it('are what they are by hand: M1 - M0 over the deviation, times the root of pq', () => {
    const figures = figuresOf([
      [1, 1, 0.9, 'a'],
      [1, 1, 0.8, 'a'],
      [2, 0.5, 0.4, 'a'],
      [1, 1, 0.6, 'a'],
      [3, 0, 0.5, 'a'],
      [2, 0, 0.2, 'b'],
    ])
    expect(figures).toMatchObject({
      learners: 6,
      firstRight: 0.5,
      choices: { q: [{ value: 'a', learners: 5 }] },
    })
    expect(figures.meanAttempts).toBeCloseTo(10 / 6, 10)
    // Means of the rest 2.3/3 and 1.1/3; squares of the deviations from 3.4/6 are 1/3 together; p = q = 1/2.
    expect(figures.discrimination).toBeCloseTo((1.2 / 3 / Math.sqrt(1 / 18)) * 0.5, 10)
    expect(figures.discrimination).toBeCloseTo(0.848_528, 5)
  })

  it.each<[string, readonly Fared[], string[]]>([
    ['all right', Array.from({ length: 6 }, (_, at): Fared => [1, 1, at / 6, 'a']), ['firstRight']],
    [
      'all equal elsewhere',
      Array.from({ length: 6 }, (_, at): Fared => [1, at % 2, 0.1, 'a']),
      ['firstRight'],
    ],
    ['first tries that nobody knows', Array.from({ length: 6 }, (): Fared => [2, undefined, 1, 'a']), []],
    [
      'nothing else in the course',
      Array.from({ length: 6 }, (_, at): Fared => [1, at % 2, undefined, 'a']),
      ['firstRight'],
    ],
  ])('leave out what does not follow from the learners: %s', (_, learners, also) => {
    expect(Object.keys(figuresOf(learners)).sort()).toEqual(
      ['choices', 'compared', 'learners', 'meanAttempts', ...also].sort(),
    )
  })

  it('tell nothing of so few learners that they could be told apart, and no answer that so few gave', () => {
    const few = Array.from({ length: fewestLearners - 1 }, (): Fared => [1, 1, 1, 'a'])
    expect(figuresOf(few)).toEqual({ choices: {} })
    const enough = figuresOf([...few, [1, 0, 0, 'my name is Ann']])
    expect(enough.learners).toBe(fewestLearners)
    expect(enough.choices).toEqual({})
    const figures = { ...enough, isSample: false }
    const questions = questionsOf(figures, undefined)
    const page = figuresSection(englishWords, { figures, questions })
    expect(String(page)).not.toContain('Ann')
  })
})

describe('figures of a component', () => {
  let site: MadeSite
  beforeAll(async () => {
    site = await MadeSite.open({ author: (request) => request.header('x-learner') === 'ann' })
  }, 60_000)
  afterAll(() => site.close())

  const question = (title: string) =>
    `<problem display_name="${title}" max_attempts="3"><multiplechoiceresponse><choicegroup label="Which?"><choice correct="true">Yes</choice><choice correct="false">No</choice></choicegroup></multiplechoiceresponse></problem>`

  it('come of all courses that use it, of what learners submitted there', async () => {
    const path = 'entities/xblock.v1/problem/one'
    const { version } = await site.publish({
      'package.toml': '[learning_package]\nkey = "lib:O:L"\ntitle = "Library"\n',
      [`${path}.toml`]:
        '[entity]\nkey = "xblock.v1:problem:one"\n[entity.published]\nversion_num = 1\n[[version]]\ntitle = ""\nversion_num = 1\n',
      [`${path}/component_versions/v1/block.xml`]: question('One'),
    })
    const component = 'lb:O:L:problem:one'
    const learners: readonly (readonly [
      course: string,
      name: string,
      answers: readonly boolean[],
      other: boolean,
    ])[] = [
      ['A', 'l1', [true], true],
      ['A', 'l2', [true], true],
      ['A', 'l3', [false, true], false],
      ['B', 'l4', [false], false],
      ['B', 'l5', [true], true],
      ['B', 'l6', [false, false, true], true],
    ]
    for (const course of ['A', 'B'])
      await site.publish({
        'course.xml': `<course org="O" course="${course}" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">
          <library_content_v2 url_name="r" source_libraries="[&quot;lib:O:L:${version}&quot;]" library_blocks="[&quot;${component}&quot;]"/>
          ${question('Other').replace('<problem', '<problem url_name="other"')}</vertical></sequential></chapter></course>`,
      })
    for (const [course, learner, answers, other] of learners) {
      const own = (type: string, id: string) => `block-v1:O+${course}+R+type@${type}+block@${id}`
      await answer(own('problem', 'other'), learner, other)
      const key = `cb::${own('library_content_v2', 'r')}::${component}`
      for (const right of answers) await answer(key, learner, right)
    }
    await site.host.catalogue.followAll()
    const figures = await site.host.catalogue.figures.of(component)
    expect(figures).toMatchObject({ usage: component, learners: 6, firstRight: 0.5, isSample: false })
    expect(figures.meanAttempts).toBeCloseTo(9 / 6, 10)
    // Right at first: rest 1, 1, 1; else 0, 0, 1. Means 1 and 1/3, deviation of the rest sqrt(2)/3.
    expect(figures.discrimination).toBeCloseTo((2 / 3 / (Math.SQRT2 / 3)) * 0.5, 10)
    expect(Object.values(figures.choices)).toEqual([[{ value: 'choice_0', learners: 5 }]])
    const [place] = (await site.host.catalogue.places(component, 'course-v1:O+A+R')).items
    expect(place).toMatchObject({ how: 'reference', version, learners: 3 })
    const shown = await site.get(`/author/blocks/${encodeURIComponent(component)}/figures`, 'ann')
    const page = await shown.text()
    for (const text of ['<svg', '<dd>6</dd>', '50%', '0.71', 'right</small>']) expect(page).toContain(text)
    for (const { 1: learner } of learners) expect(JSON.stringify(figures)).not.toContain(learner)
  })

  async function answer(key: string, learner: string, isRight: boolean): Promise<void> {
    const path = `/blocks/${encodeURIComponent(key)}/handlers`
    const shown = await (await site.post(`${path}/problem_get`, {}, learner)).text()
    const [, name = ''] = /name=\\?"(input_[^"\\]+)/.exec(shown) ?? []
    const response = await site.post(
      `${path}/problem_check`,
      { [name]: isRight ? 'choice_0' : 'choice_1' },
      learner,
    )
    expect([response.status, await response.text().then((text) => text.slice(0, 200))]).toEqual([
      200,
      expect.anything(),
    ])
  }
})
