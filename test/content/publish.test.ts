import { describe, expect, it } from 'vitest'
import type { AuthoringStore } from '../../content/index.js'
import { publishParts, type PublishedParts } from './published-parts.js'
import type { GatheredUnit, PublishedBlock } from '../../runtime/unit/index.js'
import { contentHash, type Json } from '../../runtime/values/index.js'
import { courseOf, memoryStore, saveTexts, testTypes } from './made-olx.js'

const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const context = 'course-v1:O+C+R'
const lb = (type: string, id: string) => `lb:O:L:${type}:${id}`

async function published(texts: Readonly<Record<string, string>>): Promise<PublishedParts> {
  const { store, place } = memoryStore()
  await saveTexts(store, texts)
  return publishParts(context, { store, place, types: testTypes })
}

function library(blocks: Readonly<Record<string, string>>): Record<string, string> {
  const files = Object.entries(blocks).flatMap(([id, xml]) => {
    const type = /^<([\w-]+)/.exec(xml)?.[1] ?? ''
    const path = `entities/xblock.v1/${type}/${id}`
    return [
      [`${path}.toml`, `[entity]\nkey = "xblock.v1:${type}:${id}"\n[entity.published]\nversion_num = 1\n`],
      [`${path}/component_versions/v1/block.xml`, xml],
      [`${path}/component_versions/v1/static/p.png`, id],
    ]
  })
  return {
    'package.toml': '[learning_package]\nkey = "lib:O:L"\ntitle = "L"\n',
    ...Object.fromEntries(files),
  }
}

/** What a bank of a course's unit refers to. */
function referredBy(unit: GatheredUnit | undefined, id: string): NonNullable<PublishedBlock['referred']> {
  const open = unit ? [unit.unit.root] : []
  for (let block = open.pop(); block; block = open.pop()) {
    if (block.key === key('bank', id)) return block.referred ?? []
    open.push(...block.children)
  }
  return []
}

const bank = (version: string, blocks: readonly string[], id = 'b') =>
  `<bank url_name="${id}" source_libraries='["lib:O:L:${version}"]' blocks='${JSON.stringify(blocks)}'/>`

describe('a publication of a course', () => {
  it('has an outline, and as units verticals and blocks that stand alone', async () => {
    const { outline, units } = await published({
      ...courseOf(''),
      'course/R.xml': `<course display_name="T"><chapter url_name="c" display_name="C" visible_to_staff_only="true">
        <sequential url_name="s" hide_from_toc="true"><vertical url_name="v" display_name="V"><note url_name="n"/></vertical><quiz url_name="q"/></sequential>
        </chapter><chapter url_name="empty" display_name="E"/><chapter url_name="gone"/></course>`,
    })
    expect(outline).toEqual({
      key: key('course', 'course'),
      type: 'course',
      title: 'T',
      children: [
        {
          key: key('chapter', 'c'),
          type: 'chapter',
          title: 'C',
          staffOnly: true,
          children: [
            {
              key: key('sequential', 's'),
              type: 'sequential',
              title: 's',
              hideFromToc: true,
              children: [
                { key: key('vertical', 'v'), type: 'vertical', title: 'V', isUnit: true, children: [] },
                { key: key('quiz', 'q'), type: 'quiz', title: 'q', isUnit: true, children: [] },
              ],
            },
          ],
        },
        { key: key('chapter', 'empty'), type: 'chapter', title: 'E', children: [] },
        { key: key('chapter', 'gone'), type: 'error', title: 'gone', children: [] },
      ],
    })
    expect(units.map(({ unit }) => unit.root.key)).toEqual([key('vertical', 'v'), key('quiz', 'q')])
    expect(units[0]?.unit.root.children.map((child) => child.key)).toEqual([key('note', 'n')])
  })

  it('names each unit record by the hash of its content', async () => {
    const { entries, units } = await published(courseOf('<note url_name="n"/>'))
    // A record is plain JSON, so its hash can be taken from its parsed text.
    const parsed = units.map(({ unit }): Json => JSON.parse(JSON.stringify(unit)))
    expect(entries.map(({ record }) => record)).toEqual(parsed.map(contentHash))
  })

  it('gives each unit the settings that inherit, as they stand at its parent', async () => {
    const { units } = await published({
      ...courseOf(''),
      'course/R.xml': `<course showanswer="always" max_attempts="3" graceperiod="1 hour" language="en"><chapter url_name="c" max_attempts="null" due="2026-01-01T00:00"><sequential url_name="s" graded="true"><vertical url_name="v" showanswer="never"/></sequential></chapter></course>`,
    })
    expect(units[0]?.inherited).toEqual({
      showanswer: 'always',
      max_attempts: null,
      graceperiod: '1 hour',
      due: '2026-01-01T00:00:00Z',
      graded: true,
    })
    expect(units[0]?.unit.root.settings).toEqual({ showanswer: 'never' })
  })

  it.each([
    ['2026-02-01T00:00:00Z', '2026-02-01T00:00:00Z'],
    ['&quot;2026-02-01T00:00:00Z&quot;', '2026-02-01T00:00:00Z'],
    ['null', undefined],
  ])('tells each unit when the course ends: end="%s"', async (end, told) => {
    const { units } = await published({
      ...courseOf('<vertical url_name="v"/>'),
      'course/R.xml': `<course end="${end}"><chapter url_name="c" end="2026-01-01T00:00:00Z"><sequential url_name="s"><vertical url_name="v"/></sequential></chapter></course>`,
    })
    expect(units[0]?.inherited['course_end']).toBe(told)
  })

  it('takes the end of the course from its policy as well', async () => {
    const { units } = await published({
      ...courseOf('<vertical url_name="v"/>'),
      'policies/R/policy.json': JSON.stringify({ 'course/R': { end: '2026-02-01T00:00:00Z' } }),
    })
    expect(units[0]?.inherited).toEqual({ course_end: '2026-02-01T00:00:00Z' })
  })

  it('leaves out what is for authors only', async () => {
    const { units } = await published(
      courseOf(
        '<quiz url_name="q" secret="S1" attempts="S2">x</quiz><poll url_name="p" display_name="P" answer="S3">S4</poll><quiz url_name="e"/>',
        {
          'quiz/e.xml': '<quiz>S5',
        },
      ),
    )
    expect(JSON.stringify(units)).not.toMatch(/S\d/)
    expect(units[0]?.unit.root.children).toMatchObject([
      { type: 'quiz', content: { data: 'x' } },
      { type: 'poll', content: {}, settings: { display_name: 'P' } },
      { type: 'quiz', key: key('quiz', 'e'), content: {}, failure: { location: { line: 1 } } },
    ])
  })

  it('lists static files by every name they go by, once each', async () => {
    const { assets } = await published(
      courseOf('<note/>', { 'static/a b.png': 'picture', 'static/c.pdf': 'pages' }),
    )
    expect(Object.keys(assets).sort()).toEqual(['a b.png', 'a_b.png', 'c.pdf'])
    expect(assets['a_b.png']).toEqual(assets['a b.png'])
    expect(assets['c.pdf']).toMatchObject({
      mimeType: 'application/pdf',
      size: 5,
    })
  })

  it('can be made of an older version', async () => {
    const { store, place } = memoryStore()
    const first = await saveTexts(store, courseOf('<note url_name="old"/>'))
    await saveTexts(store, courseOf('<note url_name="new"/>'))
    const { publication, units } = await publishParts(context, {
      store,
      place,
      types: testTypes,
      version: first,
    })
    expect(publication.version).toBe(first)
    expect(units[0]?.unit.root.children[0]?.key).toBe(key('note', 'old'))
  })
})

describe('references to a library', () => {
  const blocks = { a: '<quiz>A</quiz>', b: '<quiz>B</quiz>', n: '<note/>' }

  it('bring the blocks of the exact version that is pinned', async () => {
    const { store, place } = memoryStore()
    const pinned = await saveTexts(store, library(blocks))
    await saveTexts(store, library({ ...blocks, a: '<quiz>newer</quiz>' }))
    await saveTexts(store, courseOf(bank(pinned, [lb('quiz', 'a')])))
    const { units, assets, findings } = await publishParts(context, { store, place, types: testTypes })
    const [member] = referredBy(units[0], 'b')
    expect(member).toMatchObject({ library: 'lib:O:L', version: pinned, block: lb('quiz', 'a'), title: 'a' })
    expect(Object.entries(units[0]?.blocks ?? {})).toMatchObject([
      [member && 'record' in member && member.record, { type: 'quiz', content: { data: 'A' } }],
    ])
    expect(Object.keys(assets).sort()).toEqual([`${lb('quiz', 'a')}/p.png`, 'p.png'])
    expect(findings).toEqual([])
  })

  it('without block name all at its top, in its order, whatever else the unit refers to', async () => {
    const { store, place } = memoryStore()
    const pinned = await saveTexts(store, library(blocks))
    await saveTexts(store, courseOf(bank(pinned, [lb('quiz', 'b')], 'one') + bank(pinned, [], 'all')))
    const { units } = await publishParts(context, { store, place, types: testTypes })
    const all = [lb('note', 'n'), lb('quiz', 'a'), lb('quiz', 'b')]
    expect(referredBy(units[0], 'all').map(({ block }) => block)).toEqual(all)
    expect(referredBy(units[0], 'one').map(({ block }) => block)).toEqual([lb('quiz', 'b')])
    // The block of both is kept once.
    expect(Object.keys(units[0]?.blocks ?? {})).toHaveLength(3)
  })

  it('are followed through library blocks that refer to others', async () => {
    const { store, place } = memoryStore()
    const inner = await saveTexts(store, library(blocks))
    const outer = await saveTexts(
      store,
      library({ x: bank(inner, [lb('quiz', 'a')]).replace(' url_name="b"', '') }),
    )
    await saveTexts(store, courseOf(bank(outer, [lb('bank', 'x')])))
    const { units } = await publishParts(context, { store, place, types: testTypes })
    const [first] = referredBy(units[0], 'b')
    expect(first).toMatchObject({ version: outer, block: lb('bank', 'x') })
    const nested = first && 'record' in first ? units[0]?.blocks[first.record] : undefined
    expect(nested?.referred).toMatchObject([{ version: inner, block: lb('quiz', 'a') }])
    expect(Object.values(units[0]?.blocks ?? {}).map(({ key: of }) => of)).toEqual([
      lb('bank', 'x'),
      lb('quiz', 'a'),
    ])
  })

  it('to a version that is not there wait for it', async () => {
    const { store: elsewhere } = memoryStore()
    const version = await saveTexts(elsewhere, library(blocks))
    const { store, place } = memoryStore()
    await saveTexts(store, courseOf(bank(version, [lb('quiz', 'a'), lb('quiz', 'b')])))
    const { units, findings, waiting } = await publishParts(context, { store, place, types: testTypes })
    expect(referredBy(units[0], 'b')).toMatchObject([{ failure: { code: 'library-version-missing' } }])
    expect(findings).toMatchObject([
      { code: 'library-version-missing', level: 'error', usage: key('bank', 'b') },
    ])
    expect(waiting).toEqual([{ library: 'lib:O:L', version }])
    await saveTexts(store, library(blocks))
    expect(await store.contextsWaitingFor('lib:O:L', version)).toEqual([context])
    const again = await publishParts(context, { store, place, types: testTypes })
    expect(referredBy(again.units[0], 'b').map(({ block }) => block)).toEqual([
      lb('quiz', 'a'),
      lb('quiz', 'b'),
    ])
    expect(await store.contextsWaitingFor('lib:O:L', version)).toEqual([])
  })

  it('to blocks that are not in it, or lead nowhere, leave the rest as it is', async () => {
    const { store, place } = memoryStore()
    const pinned = await saveTexts(store, library(blocks))
    await saveTexts(
      store,
      courseOf(
        bank(pinned, [lb('quiz', 'gone'), lb('quiz', 'a'), 'lb:O:Other:quiz:a', 'rubbish'], 'x') +
          bank('1234', [], 'y') +
          bank(pinned, [], 'z').replace(pinned, context),
      ),
    )
    const { units, findings, waiting } = await publishParts(context, { store, place, types: testTypes })
    expect(Object.values(units[0]?.blocks ?? {}).map(({ key: of }) => of)).toEqual([lb('quiz', 'a')])
    expect(referredBy(units[0], 'x').map((one) => ('failure' in one ? one.failure.code : one.block))).toEqual(
      ['library-block-missing', lb('quiz', 'a'), 'library-version-missing', 'library-version-missing'],
    )
    expect(new Set(findings.map(({ code }) => code))).toEqual(
      new Set(['library-block-missing', 'library-version-missing', 'reference-unset']),
    )
    expect(waiting).toEqual([{ library: 'lib:O:L', version: '1234' }])
  })
})

describe('references by which library blocks refer to each other', () => {
  const pinnedTo = async (store: AuthoringStore, blocks: Readonly<Record<string, string>>) => {
    const texts = library(blocks)
    const version = await saveTexts(store, texts)
    return version
  }

  it('follow what the author of the course overrides', async () => {
    const { store, place } = memoryStore()
    const inner = await pinnedTo(store, { a: '<quiz>A</quiz>', b: '<quiz>B</quiz>' })
    const outer = await pinnedTo(store, {
      x: bank(inner, [lb('quiz', 'a')]).replace(' url_name="b"', ''),
    })
    const overrides = JSON.stringify({ blocks: [lb('quiz', 'b')] })
    const own = bank(outer, [lb('bank', 'x')], 'own')
    const other = bank(outer, [lb('bank', 'x')], 'other').replace('/>', ` field_overrides='${overrides}'/>`)
    await saveTexts(store, courseOf(own + other))
    const { units } = await publishParts(context, { store, place, types: testTypes })
    const nestedOf = (id: string) => {
      const [one] = referredBy(units[0], id)
      return one && 'record' in one && units[0]?.blocks[one.record]?.referred?.map(({ block }) => block)
    }
    expect([nestedOf('own'), nestedOf('other')]).toEqual([[lb('quiz', 'a')], [lb('quiz', 'b')]])
  })
})

describe('a publication of a library', () => {
  it('makes each block at its top a unit of its own', async () => {
    const { store, place } = memoryStore()
    const texts = library({ a: '<quiz>A</quiz>', b: '<note display_name="N"/>' })
    await saveTexts(store, texts)
    const { publication, outline, units, assets } = await publishParts('lib:O:L', {
      store,
      place,
      types: testTypes,
    })
    expect(publication).toMatchObject({
      kind: 'library',
      title: 'L',
      root: 'lib:O:L',
      unitCount: 2,
    })
    expect(outline).toMatchObject({ key: 'lib:O:L', type: 'library' })
    expect(units.map(({ unit }) => [unit.root.key, unit.context])).toEqual([
      ['lb:O:L:note:b', 'lib:O:L'],
      ['lb:O:L:quiz:a', 'lib:O:L'],
    ])
    expect(outline.children.map(({ title }) => title)).toEqual(['N', 'a'])
    expect(Object.keys(assets)).toContain('lb:O:L:quiz:a/p.png')
  })
})

it('asks for what has been imported', async () => {
  const { store, place } = memoryStore()
  await expect(publishParts(context, { store, place, types: testTypes })).rejects.toMatchObject({
    code: 'context-unknown',
  })
})
