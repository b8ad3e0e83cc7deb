import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../../store/index.js'
import { courseWith, inCourse, libraryWith } from '../migrate/made-store.js'
import { SearchedSite } from './searched-site.js'

const key = 'lib:O:L'
const course = 'course-v1:O+C+R'
const [one, two, unit] = ['lb:O:L:problem:one', 'lb:O:L:problem:two', 'lb:O:L:unit:week'] as const
const version = 'a'.repeat(64)
const problem = '<problem display_name="P"><p>x</p></problem>'

const container = `[entity]
key = "week"
can_stand_alone = true
[entity.container.unit]
[entity.published]
version_num = 1
[[version]]
title = "Week"
version_num = 1
[version.container]
children = ["xblock.v1:problem:one", "xblock.v1:problem:two"]
`

const library = libraryWith(
  { 'problem/one': problem, 'problem/two': problem },
  { 'entities/week.toml': container },
)

const refers = (id: string, blocks: readonly string[]) =>
  `<library_content_v2 url_name="${id}" source_libraries="[&quot;${key}:${version}&quot;]" library_blocks="[${blocks.map((block) => `&quot;${block}&quot;`).join(',')}]"/>`

const linked = (id: string, to: string) =>
  `<problem url_name="${id}" upstream="${to}" upstream_version="3"><p>x</p></problem>`

async function site(inside: string) {
  const made = new SearchedSite(memoryStore())
  await made.import(library)
  await made.import(courseWith(inside))
  await made.follow()
  return made
}

const usesOf = async (made: SearchedSite, block: string) => {
  const [used] = await made.usage.used([block])
  return (used?.uses ?? []).map(({ context, places }) => `${context} ${places}`)
}

describe('where library blocks are used', () => {
  it('tells references, links of copies, containers and banks over a whole library, with version and unit', async () => {
    const made = await site(
      `${refers('r', [one, two])}${linked('copy', one)}${linked('kept', 'lct:O:L:unit:week')}<itembank url_name="bank" source_libraries="[&quot;${key}:${version}&quot;]" candidates="[]"/>`,
    )
    expect(await usesOf(made, one)).toEqual([`${course} 3`, `${key} 1`])
    expect(await usesOf(made, unit)).toEqual([`${course} 2`])
    const { items } = await made.usage.places(one, course)
    const at = inCourse('vertical', 'v')
    expect(items).toEqual([
      {
        usage: inCourse('itembank', 'bank'),
        type: 'itembank',
        version,
        how: 'whole',
        in: ['draft', 'published'],
        unit: at,
      },
      {
        usage: inCourse('library_content_v2', 'r'),
        type: 'library_content_v2',
        version,
        how: 'reference',
        in: ['draft', 'published'],
        unit: at,
      },
      {
        usage: inCourse('problem', 'copy'),
        type: 'problem',
        version: '3',
        how: 'link',
        in: ['draft', 'published'],
        unit: at,
      },
    ])
    expect((await made.usage.places(one, key)).items).toEqual([
      { usage: unit, type: 'vertical', how: 'child', in: ['draft', 'published'] },
    ])
    expect(await made.usage.users(key)).toEqual([
      { context: course, kind: 'course', places: 5 },
      { context: key, kind: 'library', places: 2 },
    ])
  })

  it('is kept up by what differs: drafts and what learners see apart, and gone with what referred', async () => {
    const made = await site(refers('r', [one]))
    const files = courseWith(refers('r', [two]))
    await made.import(files, 'ann', false)
    await made.follow()
    const where = async (block: string) => (await made.usage.places(block, course)).items.map((one) => one.in)
    expect([await where(one), await where(two)]).toEqual([[['published']], [['draft']]])
    await made.import(files)
    await made.follow()
    expect([await where(one), await where(two)]).toEqual([[], [['draft', 'published']]])
    await made.import(courseWith('<html url_name="h"/>'))
    await made.follow()
    expect([await usesOf(made, one), await usesOf(made, two)]).toEqual([[`${key} 1`], [`${key} 1`]])
    expect(await made.usage.users(key)).toEqual([{ context: key, kind: 'library', places: 2 }])
  })

  it('says what it is behind of, and reads of a large course only what differs', async () => {
    const many = Array.from({ length: 300 }, (_, at) => `<html url_name="h${at}"/>`).join('')
    const made = await site(many + refers('r', [one]))
    const change = (text: string) => made.change(course, { 'course/R.xml': text }, 'ann')
    const text = courseWith(many + refers('r', [one, two]))['course/R.xml'] ?? ''
    await change(text)
    expect((await made.usage.used([two]))[0]).toMatchObject({ behind: [course] })
    const before = made.store.counts.content.reads
    await made.usage.follow(course)
    const reads = made.store.counts.content.reads - before
    expect(await usesOf(made, two)).toEqual([`${course} 1`, `${key} 1`])
    expect(await made.usage.behind()).toEqual([])
    // Heads, entries, readings, and a path of nodes in each of some maps.
    expect(reads).toBeLessThan(60)
  })

  it('lists many blocks at once and many places in pages', async () => {
    const made = await site(Array.from({ length: 7 }, (_, at) => refers(`r${at}`, [one])).join(''))
    expect((await made.usage.used([one, two])).map(({ uses }) => uses.length)).toEqual([2, 1])
    const usages: string[] = []
    let after: string | undefined
    do {
      const page = await made.usage.places(one, course, { limit: 3, after })
      usages.push(...page.items.map(({ usage }) => usage))
      after = page.next ?? undefined
    } while (after !== undefined)
    expect(usages).toEqual(Array.from({ length: 7 }, (_, at) => inCourse('library_content_v2', `r${at}`)))
    await expect(made.usage.used(['block-v1:O+C+R+type@html+block@h'])).rejects.toMatchObject({
      code: 'key-kind',
    })
  })
})
