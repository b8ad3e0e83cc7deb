import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AuthoringStore } from '../../content/index.js'
import { courseOf, memoryStore, saveTexts, testTypes } from './made-olx.js'
import { publishParts } from './published-parts.js'

const context = 'course-v1:O+C+R'

/** A course as a test changes it: chapters of subsections of units of blocks. */
interface Unit {
  readonly id: number
  readonly title: string
  readonly blocks: readonly { readonly id: number; readonly text: string; readonly draws?: boolean }[]
}
interface Section {
  readonly id: number
  readonly due: number
  readonly units: readonly Unit[]
}
interface Course {
  readonly start: number
  readonly files: readonly string[]
  readonly chapters: readonly { readonly id: number; readonly sections: readonly Section[] }[]
}

const some = <T>(of: fc.Arbitrary<T>, maxLength = 3) => fc.array(of, { maxLength })
const id = fc.integer({ min: 0, max: 6 })
const word = fc.constantFrom('a', 'b', 'c')
const course: fc.Arbitrary<Course> = fc.record({
  start: fc.integer({ min: 0, max: 2 }),
  files: fc.subarray(['p.png', 'a b.png', 'c.pdf']),
  chapters: some(
    fc.record({
      id,
      sections: some(
        fc.record({
          id,
          due: fc.integer({ min: 0, max: 2 }),
          units: some(
            fc.record({
              id,
              title: word,
              blocks: some(fc.record({ id, text: word, draws: fc.boolean() })),
            }),
          ),
        }),
      ),
    }),
  ),
})

/** Its OLX; what stands in it a second time is left out, as it may stand but once. */
function olxOf({ start, files, chapters }: Course, library: string): Record<string, string> {
  const seen = new Set<string>()
  const fresh = <T extends { readonly id: number }>(kind: string, all: readonly T[]) =>
    all.filter(({ id: one }) => seen.size !== seen.add(`${kind} ${one}`).size)
  const block = ({ id: one, text, draws }: Unit['blocks'][number]) =>
    draws
      ? `<bank url_name="b${one}" source_libraries='["lib:O:L:${text === 'c' ? 'gone' : library}"]' blocks='${text === 'a' ? '[]' : '["lb:O:L:quiz:x"]'}'/>`
      : `<quiz url_name="b${one}">${text}</quiz>`
  const unit = ({ id: one, title, blocks }: Unit) =>
    `<vertical url_name="v${one}" display_name="${title}">${fresh('block', blocks).map(block).join('')}</vertical>`
  const section = ({ id: one, due, units }: Section) =>
    `<sequential url_name="s${one}" due="202${due}-01-01T00:00:00Z">${fresh('unit', units).map(unit).join('')}</sequential>`
  const inside = fresh('chapter', chapters).map(
    ({ id: one, sections }) =>
      `<chapter url_name="c${one}">${fresh('section', sections).map(section).join('')}</chapter>`,
  )
  return {
    ...courseOf(''),
    'course/R.xml': `<course display_name="T" start="202${start}-01-01T00:00:00Z">${inside.join('')}</course>`,
    ...Object.fromEntries(files.map((name) => [`static/${name}`, `${name} ${start}`])),
  }
}

const library = {
  'package.toml': '[learning_package]\nkey = "lib:O:L"\ntitle = "L"\n',
  ...Object.fromEntries(
    ['x', 'y'].flatMap((one) => [
      [
        `entities/xblock.v1/quiz/${one}.toml`,
        `[entity]\nkey = "xblock.v1:quiz:${one}"\n[entity.published]\nversion_num = 1\n`,
      ],
      [`entities/xblock.v1/quiz/${one}/component_versions/v1/block.xml`, `<quiz>${one}</quiz>`],
      [`entities/xblock.v1/quiz/${one}/component_versions/v1/static/p.png`, one],
    ]),
  ),
}

const publishAs = (store: AuthoringStore, place: ReturnType<typeof memoryStore>['place']) => ({
  store,
  place,
  types: testTypes,
})

describe('a publication', () => {
  it('that is made of the difference to another is the one that is made of everything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(course, { minLength: 2, maxLength: 4 }), async (courses) => {
        const { store, place } = memoryStore()
        const pin = await saveTexts(store, library)
        const site = publishAs(store, place)
        let before: Awaited<ReturnType<typeof publishParts>> | undefined
        for (const one of courses) {
          const version = await saveTexts(store, olxOf(one, pin))
          const { publication } = before ?? {}
          const whole = await publishParts(context, { ...site, version })
          const step = await publishParts(context, { ...site, version, before: publication })
          expect(step.publication).toEqual(whole.publication)
          expect(step.findings).toEqual(whole.findings)
          before = step
        }
      }),
      { numRuns: 20, seed: 20_26 },
    )
  }, 120_000)

  it('makes no unit anew for a date of the course, and one for a change of one block', async () => {
    const { store, place } = memoryStore()
    const texts = (start: string, word: string) => ({
      ...courseOf(''),
      'course/R.xml': `<course display_name="T" start="${start}"><chapter url_name="c"><sequential url_name="s">${Array.from(
        { length: 30 },
        (_, one) =>
          `<vertical url_name="v${one}"><quiz url_name="q${one}">${one === 7 ? word : one}</quiz></vertical>`,
      ).join('')}</sequential></chapter></course>`,
    })
    const site = publishAs(store, place)
    await saveTexts(store, texts('2020-01-01T00:00:00Z', 'old'))
    const first = await publishParts(context, site)
    expect(first.progress.at(0)).toBe('0/30')
    await saveTexts(store, texts('2030-01-01T00:00:00Z', 'old'))
    const dated = await publishParts(context, { ...site, before: first.publication })
    expect(dated.progress).toEqual(['0/0'])
    expect(dated.publication.units).toBe(first.publication.units)
    expect(dated.units[3]?.inherited['start']).toBe('2030-01-01T00:00:00Z')
    await saveTexts(store, texts('2030-01-01T00:00:00Z', 'new'))
    const edited = await publishParts(context, { ...site, before: dated.publication })
    expect(edited.progress).toEqual(['0/1', '1/1'])
    // The unit, its summary and the publication.
    expect(edited.written).toBe(3)
  })

  it('heals references that led nowhere once the library is there', async () => {
    const { store: elsewhere } = memoryStore()
    const pin = await saveTexts(elsewhere, library)
    const { store, place } = memoryStore()
    const site = publishAs(store, place)
    const bank = `<bank url_name="b" source_libraries='["lib:O:L:${pin}"]' blocks='["lb:O:L:quiz:x"]'/>`
    await saveTexts(store, courseOf(`<vertical url_name="v">${bank}</vertical><vertical url_name="w"/>`))
    const before = await publishParts(context, site)
    expect(before.waiting).toEqual([{ library: 'lib:O:L', version: pin }])
    await saveTexts(store, library)
    const after = await publishParts(context, { ...site, before: before.publication })
    expect([after.waiting, after.findings, after.progress]).toEqual([[], [], ['0/1', '1/1']])
    expect(Object.values(after.units.flatMap(({ blocks }) => Object.values(blocks)))).toHaveLength(1)
    expect(Object.keys(after.assets)).toContain('lb:O:L:quiz:x/p.png')
  })
})
