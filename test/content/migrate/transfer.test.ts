import { expect, it } from 'vitest'
import { courseWith, filesOf, inCourse, libraryWith, storeOf, types } from './made-store.js'

const picture = '<html display_name="H"><![CDATA[<img src="/static/a.png">]]></html>'
const course = courseWith(
  '<html url_name="h" filename="h"/><problem url_name="p:1"><p>/static/none.png</p></problem>',
  {
    'html/h.html': '<img src="/static/a.png">',
    'static/a.png': 'of the course',
  },
)
const library = libraryWith(
  { 'html/x': picture },
  { 'entities/xblock.v1/html/x/component_versions/v1/static/a.png': 'of the library' },
)
const context = 'course-v1:O+C+R'
const toUnit = { parent: inCourse('vertical', 'v') }
const toLibrary = { parent: 'lib:O:L' }

it('a course block pasted into a library keeps its id as far as that is a key’s, says what it was, and brings its files', async () => {
  const store = await storeOf(course, library)
  const { usages } = await store.operate('lib:O:L', types, [
    { do: 'paste', usage: inCourse('html', 'h'), ...toLibrary },
    { do: 'paste', usage: inCourse('problem', 'p:1'), ...toLibrary },
    { do: 'paste', usage: inCourse('html', 'h'), ...toLibrary },
  ])
  expect(usages.slice(0, 2)).toEqual(['lb:O:L:html:h', 'lb:O:L:problem:p_1'])
  expect(usages[2]).toMatch(/^lb:O:L:html:[0-9a-f]{32}$/)
  const view = await store.view('lib:O:L', 'draft')
  expect((await view.block('lb:O:L:html:h'))?.settings['copied_from_block']).toBe(inCourse('html', 'h'))
  const files = await filesOf(store, 'lib:O:L')
  expect(files['entities/xblock.v1/html/h/component_versions/v1/static/a.png']).toBe('of the course')
  expect((await view.asset('lb:O:L:html:h/a.png'))?.size).toBe('of the course'.length)
})

it('a library block pasted into a course is linked to it, its file under a name of its own where that is taken', async () => {
  const store = await storeOf(course, library)
  const { usages } = await store.operate(context, types, [{ do: 'paste', usage: 'lb:O:L:html:x', ...toUnit }])
  const view = await store.view(context, 'draft')
  const block = await view.block(usages[0] ?? '')
  expect(block?.settings).toEqual({
    display_name: 'H',
    upstream_block: 'lb:O:L:html:x',
    upstream_block_version: 1,
    upstream_defaults: { display_name: 'H' },
  })
  const { content } = (await view.definitions([block?.definition ?? ''])).get(block?.definition ?? '') ?? {}
  const [, name = ''] = /\/static\/([0-9a-f]{8}_a\.png)/.exec(JSON.stringify(content)) ?? []
  const files = await filesOf(store, context)
  expect([files['static/a.png'], files[`static/${name}`]]).toEqual(['of the course', 'of the library'])
})

it('a component duplicated in its library, and one pasted into another, bring their files', async () => {
  const store = await storeOf(library, libraryWith({}, {}, 'M'))
  const twin = await store.operate('lib:O:L', types, [{ do: 'duplicate', usage: 'lb:O:L:html:x' }])
  const there = await store.operate('lib:O:M', types, [
    { do: 'paste', usage: 'lb:O:L:html:x', parent: 'lib:O:M' },
  ])
  expect(there.usages).toEqual(['lb:O:M:html:x'])
  for (const [of, usage = ''] of [
    ['lib:O:L', twin.usages[0]],
    ['lib:O:M', there.usages[0]],
  ] as const)
    expect((await (await store.view(of, 'draft')).asset(`${usage}/a.png`))?.size).toBe(14)
})
