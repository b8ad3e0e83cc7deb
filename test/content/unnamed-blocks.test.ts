import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importPath, type AuthoringStore } from '../../content/index.js'
import { generatedId } from '../../content/olx/block-id.js'
import { courseOf, memoryStore, readTexts, saveTexts, testTypes } from './made-olx.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'unnamed-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const unit = 'block-v1:O+C+R+type@vertical+block@v'

/** Imports a course with this in its only unit; gives the ids of what is in the unit, in order, and the findings. */
async function take(store: AuthoringStore, inside: string, more: Readonly<Record<string, string>> = {}) {
  rmSync(folder, { recursive: true, force: true })
  for (const [path, text] of Object.entries(courseOf(inside, more))) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const { version, context, findings } = await importPath(folder, { types: testTypes, store })
  const { children = [] } = (await (await store.view(context, version)).block(unit)) ?? {}
  const ids = children.map((key) => /type@(.+)\+block@(.+)$/.exec(key)?.slice(1) ?? [])
  return {
    ids: ids.map(([, id]) => id),
    types: ids.map(([type]) => type),
    codes: findings.map(({ code }) => code).filter((code) => code !== 'block-type-unknown'),
  }
}

describe('a block without url_name', () => {
  it.each([
    ['slug', '<quiz slug="s" name="n" display_name="d">x</quiz>', 's'],
    ['name', '<quiz name="My name" display_name="d">x</quiz>', 'My_name'],
    ['display name', '<quiz display_name="Why?">x</quiz>', 'Why_'],
    ['a hash of its own XML', '<quiz>x</quiz>', expect.stringMatching(/^quiz_[0-9a-f]{12}$/)],
    [
      'display name where the others are empty',
      '<quiz url_name="" slug=" " name="" display_name="d">x</quiz>',
      'd',
    ],
  ])('is called by its %s', async (_, xml, id) => {
    expect(await take(memoryStore().store, xml)).toMatchObject({ ids: [id], codes: [] })
  })

  it('has an id of its own though others have its name, and leaves a given one to the block it was given to', async () => {
    const { store } = memoryStore()
    const { ids, codes } = await take(
      store,
      '<quiz display_name="Q">a</quiz><quiz display_name="Q">b</quiz><quiz display_name="Q">b</quiz><quiz display_name="g">c</quiz><quiz url_name="g"/><quiz slug="h">d</quiz><quiz url_name="h">e</quiz>',
      { 'quiz/g.xml': '<quiz>given</quiz>' },
    )
    expect(new Set(ids).size).toBe(7)
    expect(ids[0]).toBe('Q')
    expect(ids[4]).toBe('g')
    expect(ids[6]).toBe('h')
    // A slug is a name that its author gave; that another has it is a fault.
    expect(codes).toEqual(['olx-duplicate'])
  })

  const blocks = [
    '<quiz>one</quiz>',
    '<quiz display_name="Two">two</quiz>',
    '<note>three</note>',
    '<quiz>four</quiz>',
  ]

  it.each<[string, readonly string[], readonly (number | undefined)[], number]>([
    ['a corrected typo', ['<quiz>onE</quiz>', ...blocks.slice(1)], [0, 1, 2, 3], 0],
    [
      'another title',
      [blocks[0] ?? '', '<quiz display_name="2">two</quiz>', ...blocks.slice(2)],
      [0, 1, 2, 3],
      0,
    ],
    ['every text', ['<quiz>1</quiz>', '<quiz>2</quiz>', '<note>3</note>', '<quiz>4</quiz>'], [0, 1, 2, 3], 0],
    ['another order', blocks.toReversed(), [3, 2, 1, 0], 0],
    ['one more in front', ['<quiz>new</quiz>', ...blocks], [undefined, 0, 1, 2, 3], 0],
    ['one less', blocks.slice(1), [1, 2, 3], 0],
    [
      'one more, and a typo',
      ['<quiz>onE</quiz>', '<quiz>new</quiz>', ...blocks.slice(1)],
      [0, undefined, 1, 2, 3],
      2,
    ],
    ['a given name', ['<quiz url_name="x">one</quiz>', ...blocks.slice(1)], [undefined, 1, 2, 3], 0],
    ['another type in its place', ['<note>one</note>', ...blocks.slice(1)], [undefined, 1, 2, 3], 0],
  ])('keeps its key over %s', async (_, after, same, unsure) => {
    const { store } = memoryStore()
    const { ids } = await take(store, blocks.join(''))
    const later = await take(store, after.join('\n'))
    const former = ids.map((id, index) => [later.ids.indexOf(id), index])
    expect(
      later.ids.map((id) => (ids.includes(id) ? ids.indexOf(id) : undefined)),
      String(former),
    ).toEqual(same)
    expect(later.codes).toEqual(unsure > 0 ? ['olx-unnamed'] : [])
  })

  it('keeps its key over imports one after another, inside others without a name too', async () => {
    const { store } = memoryStore()
    const nested = (text: string) => `<vertical><quiz>${text}</quiz><quiz>b</quiz></vertical>`
    const keys = async (inside: string) => {
      await take(store, inside)
      const { draft } = await store.head('course-v1:O+C+R')
      const usages: string[] = []
      for await (const [usage] of (await store.view('course-v1:O+C+R', draft)).allBlocks()) usages.push(usage)
      return usages.sort()
    }
    const first = await keys(nested('a'))
    for (const text of ['aa', 'aaa', 'a', 'z']) expect(await keys(nested(text))).toEqual(first)
  })

  it('keeps the key it has in stores of before', async () => {
    const { store } = memoryStore()
    const texts = courseOf('<quiz>a</quiz><quiz name="n">b</quiz><quiz>a</quiz>')
    const read = await readTexts(texts)
    const ids = read.blocks.get(unit)?.children ?? []
    // As it was stored then: ids by text and parent, and no note of what had no name.
    const [a, b] = ['<quiz>a</quiz>', '<quiz name="n">b</quiz>'].map((xml) => generatedId('quiz', xml, unit))
    const legacy = [a, b, `${a}_0123456789ab`]
    const renamed = new Map(ids.map((id, index) => [id, id.replace(/@[^@]+$/, `@${legacy[index]}`)]))
    const nameOf = (key: string) => renamed.get(key) ?? key
    const blocks = [...read.blocks.values()].map((block) => {
      return { ...block, key: nameOf(block.key), children: block.children.map(nameOf) }
    })
    const sources = [...read.sources].map(
      ([key, { unnamed: _hash, ...source }]) => [nameOf(key), source] as const,
    )
    const before = {
      ...read,
      blocks: new Map(blocks.map((one) => [one.key, one])),
      sources: new Map(sources),
    }
    await saveTexts(store, texts, before)
    const later = await take(store, '<quiz>a</quiz><quiz name="n">b!</quiz><quiz>a</quiz>')
    expect(later).toMatchObject({ ids: legacy, codes: [] })
    expect((await take(store, '<quiz>A</quiz><quiz name="n">b</quiz><quiz>a</quiz>')).ids).toEqual(legacy)
  })
})
