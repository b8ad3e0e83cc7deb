import { expect, it } from 'vitest'
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
