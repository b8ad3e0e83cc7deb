import { describe, expect, it } from 'vitest'
import type { AuthoringStore, DraftOperation } from '../../content/index.js'
import { courseOf, memoryStore, saveTexts, testTypes } from './made-olx.js'
import { publishParts } from './published-parts.js'

const context = 'course-v1:O+C+R'
const note = (id: string) => `block-v1:O+C+R+type@note+block@${id}`

it('publishes some blocks of a draft, leaves all else as learners see it, and the draft as it is', async () => {
  const { store, place } = memoryStore()
  const version = await saveTexts(
    store,
    courseOf('<note url_name="a" display_name="A"/><note url_name="b" display_name="B"/>'),
  )
  const first = await publishParts(context, { store, place, types: testTypes })
  await store.markPublished(context, version)
  for (const id of ['a', 'b'])
    await store.edit(context, testTypes, async () => {
      return { usage: note(id), content: {}, settings: { display_name: `${id} anew` }, reset: [] }
    })
  const { draft } = await store.head(context)
  const part = await store.select(context, testTypes, [note('b')], { name: 'B alone' })
  expect((await store.head(context)).draft).toBe(draft)
  const published = await publishParts(context, {
    store,
    place,
    types: testTypes,
    version: part,
    before: first.publication,
  })
  await store.markPublished(context, part)
  const titles = published.units[0]?.unit.root.children.map(({ settings }) => settings['display_name'])
  expect(titles).toEqual(['A', 'b anew'])
  expect(published.progress).toEqual(['0/1', '1/1'])
  expect(await store.head(context)).toMatchObject({ draft, published: part })
  // What was left out follows when the whole is published.
  const whole = await publishParts(context, { store, place, types: testTypes, before: published.publication })
  expect(whole.units[0]?.unit.root.children.map(({ settings }) => settings['display_name'])).toEqual([
    'a anew',
    'b anew',
  ])
  await expect(store.select(context, testTypes, [note('gone')])).rejects.toMatchObject({
    code: 'block-not-found',
  })
})

describe('a part of a draft in which blocks came, went and moved', () => {
  const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
  const course = {
    'course.xml': '<course url_name="R" org="O" course="C"/>',
    'course/R.xml': `<course display_name="Made">
      <chapter url_name="c" display_name="One"><sequential url_name="s">
        <vertical url_name="u1"><note url_name="a"/><note url_name="b"/></vertical>
        <vertical url_name="u2"><note url_name="d"/></vertical>
        <vertical url_name="u3" display_name="E"/>
      </sequential></chapter>
      <chapter url_name="c2"><sequential url_name="s2" display_name="T"/></chapter></course>`,
  }
  /** The tree as text: `s(u1(a b) u2)`. */
  const treeIn = async (store: AuthoringStore, version: string): Promise<string> => {
    const view = await store.view(context, version)
    const text = async (usage: string): Promise<string> => {
      const { children = [], settings } = (await view.block(usage)) ?? {}
      const inside = await Promise.all(children.map(text))
      const title = typeof settings?.['display_name'] === 'string' ? `=${settings['display_name']}` : ''
      const name = `${usage.slice(usage.lastIndexOf('@') + 1)}${title}`
      return inside.length > 0 ? `${name}(${inside.join(' ')})` : name
    }
    return text(view.root)
  }
  const added: DraftOperation[] = [
    { do: 'add', parent: key('chapter', 'c2'), olx: '<sequential url_name="s3" display_name="New"/>' },
    {
      do: 'add',
      parent: key('sequential', 's3'),
      olx: '<vertical url_name="u4"><note url_name="e"/></vertical>',
    },
    { do: 'move', usage: key('note', 'b'), parent: key('vertical', 'u2'), index: 0 },
    { do: 'delete', usage: key('vertical', 'u3') },
    { do: 'move', usage: key('vertical', 'u2'), parent: key('sequential', 's'), index: 0 },
    {
      do: 'edit',
      edit: { usage: key('note', 'd'), content: {}, settings: { display_name: 'D' }, reset: [] },
    },
  ]
  const before = 'course=Made(c=One(s(u1(a b) u2(d) u3=E)) c2(s2=T))'
  const after = 'course=Made(c=One(s(u2(b d=D) u1(a))) c2(s2=T s3=New(u4(e))))'

  it.each([
    [
      'a new unit, with what it stands in',
      ['vertical u4'],
      'course=Made(c=One(s(u1(a b) u2(d) u3=E)) c2(s2=T s3=New(u4(e))))',
    ],
    ['a unit that is gone', ['vertical u3'], 'course=Made(c=One(s(u1(a b) u2(d))) c2(s2=T))'],
    [
      'what a unit got, which goes from where it stood',
      ['vertical u2'],
      'course=Made(c=One(s(u2(b d=D) u1(a) u3=E)) c2(s2=T))',
    ],
    [
      'what a unit gave away, which is then where it went',
      ['vertical u1'],
      'course=Made(c=One(s(u2(b d) u1(a) u3=E)) c2(s2=T))',
    ],
    ['a whole section', ['chapter c'], 'course=Made(c=One(s(u2(b d=D) u1(a))) c2(s2=T))'],
    ['everything, piece by piece', ['vertical u4', 'vertical u3', 'vertical u1', 'vertical u2'], after],
    ['what is the same', ['sequential s2'], before],
  ])('is published: %s; and the draft goes back as a part, too', async (_what, asked, expected) => {
    const { store } = memoryStore()
    const version = await saveTexts(store, course)
    await store.markPublished(context, version)
    await store.operate(context, testTypes, added)
    expect(await treeIn(store, 'draft')).toBe(after)
    const usages = asked.map((one) => key(...(one.split(' ') as [string, string])))
    const part = await store.select(context, testTypes, usages)
    expect(await treeIn(store, part)).toBe(expected)
    expect(await treeIn(store, 'draft')).toBe(after)
    await store.discard(
      context,
      testTypes,
      ['chapter c', 'chapter c2'].map((one) => key(...(one.split(' ') as [string, string]))),
    )
    expect(await treeIn(store, 'draft')).toBe(before)
  })
})

it('lets others change the draft while a part of it is made, which is made anew where learners see something else meanwhile', async () => {
  const { store } = memoryStore()
  const ids = Array.from({ length: 8 }, (_, index) => `n${index}`)
  const first = await saveTexts(store, courseOf(ids.map((id) => `<note url_name="${id}"/>`).join('')))
  await store.markPublished(context, first)
  const renamed = (id: string, name: string) =>
    store.edit(context, testTypes, async () => ({
      usage: note(id),
      content: {},
      settings: { display_name: name },
      reset: [],
    }))
  await store.operate(
    context,
    testTypes,
    ids.map((id) => {
      const settings = { display_name: 'mine' }
      return { do: 'edit', edit: { usage: note(id), content: {}, settings, reset: [] } }
    }),
  )
  const order: string[] = []
  const told = (what: string) => () => order.push(what)
  const published = store.select(context, testTypes, ids.slice(1).map(note))
  const part = published.then(told('part'))
  await renamed('n0', 'theirs').then(told('edit'))
  await part
  expect(order).toEqual(['edit', 'part'])
  const nameIn = async (version: string, id: string) =>
    (await (await store.view(context, version)).block(note(id)))?.settings['display_name']
  expect([await nameIn('draft', 'n0'), await nameIn(await published, 'n0')]).toEqual(['theirs', undefined])
  expect(await nameIn(await published, 'n7')).toBe('mine')
  const [again] = await Promise.all([
    store.select(context, testTypes, ids.slice(2).map(note)),
    store.select(context, testTypes, [note('n1')]).then((version) => store.markPublished(context, version)),
  ])
  expect([await nameIn(again, 'n1'), await nameIn(again, 'n2')]).toEqual(['mine', 'mine'])
  const back = store.discard(context, testTypes, ids.slice(2).map(note)).then(told('back'))
  await renamed('n0', 'anew').then(told('edit'))
  await back
  expect(order).toEqual(['edit', 'part', 'edit', 'back'])
  expect([await nameIn('draft', 'n0'), await nameIn('draft', 'n2')]).toEqual(['anew', undefined])
})
