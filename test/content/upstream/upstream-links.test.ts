import { describe, expect, it } from 'vitest'
import {
  declineUpstreams,
  revertToUpstream,
  severUpstream,
  syncUpstream,
  syncUpstreams,
  upstreamPreview,
  upstreamReport,
  upstreamStatus,
  type AuthoringStore,
} from '../../../content/index.js'
import { courseWith, filesOf, inCourse, libraryWith, storeOf, types } from '../migrate/made-store.js'

const course = 'course-v1:O+C+R'
const library = 'lib:O:L'
const upstream = 'lb:O:L:problem:x'
const unit = inCourse('vertical', 'v')

const text = (points: string) => `<p>Of the library ${points}</p>`
const olx = (settings: string, points = 'one') => `<problem ${settings}>${text(points)}</problem>\n`

/** A library with a problem, published, and a course. */
async function site(inside = '', settings = 'display_name="X" max_attempts="3" weight="2"') {
  const store = await storeOf(
    libraryWith(
      {
        'problem/x': olx(settings),
        'html/h': '<html display_name="H"><![CDATA[<img src="/static/a.png">]]></html>\n',
      },
      { 'entities/xblock.v1/html/h/component_versions/v1/static/a.png': 'picture' },
    ),
    courseWith(`<html url_name="first">First</html>${inside}`),
  )
  await publish(store)
  return store
}

async function publish(store: AuthoringStore): Promise<void> {
  const { draft } = await store.head(library)
  await store.markPublished(library, draft)
}

/** Another version of the library's problem, published. */
async function changed(
  store: AuthoringStore,
  settings: Record<string, string | number>,
  points = 'two',
  reset: string[] = [],
) {
  const content = (await contentOf(store, library, upstream))['data']
  await store.operate(library, types, [
    {
      do: 'edit',
      edit: {
        usage: upstream,
        content: { data: (content as string).replace(/library \w+/, `library ${points}`) },
        settings,
        reset,
      },
    },
  ])
  await publish(store)
}

async function contentOf(store: AuthoringStore, context: string, usage: string) {
  const view = await store.view(context, 'draft')
  const { definition = '' } = (await view.block(usage)) ?? {}
  return (await view.definitions([definition])).get(definition)?.content ?? {}
}
const settingsOf = async (store: AuthoringStore, usage: string) =>
  (await (await store.view(course, 'draft')).block(usage))?.settings ?? {}

async function linked(store: AuthoringStore, usage = upstream): Promise<string> {
  const { usages } = await store.operate(course, types, [{ do: 'paste', usage, parent: unit }])
  return usages[0] ?? ''
}
const edit = (
  store: AuthoringStore,
  usage: string,
  settings: Record<string, string | number>,
  content = {},
  reset: string[] = [],
) => store.operate(course, types, [{ do: 'edit', edit: { usage, content, settings, reset } }])

describe('a copy that is linked to a library block', () => {
  it('has every setting of the library as a default, and says so in the names of seed 002', async () => {
    const store = await site()
    const usage = await linked(store)
    expect(await settingsOf(store, usage)).toEqual({
      display_name: 'X',
      upstream_block: upstream,
      upstream_block_version: 1,
      upstream_defaults: { display_name: 'X', max_attempts: 3, weight: 2 },
    })
    const written = Object.values(await filesOf(store, course)).join('')
    expect(written).toContain('upstream_block.max_attempts="3"')
    expect(written).not.toMatch(/ max_attempts=/)
    expect(await upstreamStatus(store, usage)).toMatchObject({
      version: 1,
      newest: 1,
      isReady: false,
      customized: [],
    })
  })

  // What the course sets and edits, what the library then sets, and what holds after the update.
  it.each([
    ['nothing of its own', {}, { max_attempts: 5 }, [], { max_attempts: 5, weight: 2 }, {}],
    [
      'a setting of its own',
      { max_attempts: 9 },
      { max_attempts: 5 },
      [],
      { max_attempts: 5, weight: 2 },
      { max_attempts: 9 },
    ],
    [
      'the library’s own value set by hand',
      { weight: 2 },
      { weight: 7 },
      [],
      { max_attempts: 3, weight: 7 },
      { weight: 2 },
    ],
    [
      'a setting that the library sets anew',
      {},
      { showanswer: 'never' },
      [],
      { max_attempts: 3, weight: 2, showanswer: 'never' },
      {},
    ],
    ['a setting that the library sets no more', {}, {}, ['weight'], { max_attempts: 3 }, {}],
  ])('keeps %s over an update', async (_what, own, theirs, reset, defaults, kept) => {
    const store = await site()
    const usage = await linked(store)
    if (Object.keys(own).length > 0) await edit(store, usage, own)
    await changed(store, { ...theirs, display_name: 'X2' }, 'two', [...reset])
    expect((await upstreamStatus(store, usage)).isReady).toBe(true)
    await syncUpstream(store, types, usage)
    const { upstream_defaults: given, display_name: name, ...rest } = await settingsOf(store, usage)
    expect(given).toEqual({ display_name: 'X2', ...defaults })
    expect(name).toBe('X2')
    const { downstream_customized: customized = [], ...says } = rest
    expect(says).toEqual({ upstream_block: upstream, upstream_block_version: 2, ...kept })
    expect(customized).toEqual(Object.keys(kept))
    expect((await contentOf(store, course, usage))['data']).toContain('library two')
  })

  it('keeps content that its author edited, through whichever door, until that is given back', async () => {
    const store = await site()
    const usage = await linked(store)
    const data = '<problem><p>Ours</p></problem>'
    await store.edit(course, types, async () => ({ usage, content: { data }, settings: {}, reset: [] }))
    expect((await upstreamStatus(store, usage)).customized).toEqual(['data'])
    await changed(store, { max_attempts: 4 })
    const { fields } = await upstreamPreview(store, usage)
    expect(
      fields.map(({ name, old, theirs, own }) => [
        name,
        old !== undefined,
        theirs !== undefined,
        own !== undefined,
      ]),
    ).toEqual([
      ['data', true, true, true],
      ['max_attempts', true, true, false],
    ])
    await syncUpstream(store, types, usage)
    expect((await contentOf(store, course, usage))['data']).toContain('Ours')
    await revertToUpstream(store, types, usage, ['data'])
    await syncUpstream(store, types, usage)
    expect((await contentOf(store, course, usage))['data']).toContain('library two')
  })

  it('gives a setting back to what the library had, though that is gone, and a broken link heals', async () => {
    const store = await site()
    const usage = await linked(store)
    await edit(store, usage, { max_attempts: 9, display_name: 'Ours' })
    await store.remove(library)
    expect(await upstreamReport(store, course)).toMatchObject({
      linked: [{ usage, isAvailable: false }],
      behind: [],
      broken: [usage],
    })
    await revertToUpstream(store, types, usage, ['max_attempts', 'display_name'])
    const settings = await settingsOf(store, usage)
    expect(settings).not.toHaveProperty('max_attempts')
    expect(settings).not.toHaveProperty('downstream_customized')
    expect(settings).toMatchObject({ display_name: 'X', upstream_defaults: { max_attempts: 3 } })
    await expect(syncUpstream(store, types, usage)).rejects.toMatchObject({ code: 'library-block-missing' })
  })

  it('is not offered what its author declined, but what comes after that', async () => {
    const store = await site()
    const usage = await linked(store)
    await changed(store, { max_attempts: 4 })
    await declineUpstreams(store, types, 'course-v1:O+C+R', [usage])
    expect(await upstreamReport(store, course)).toMatchObject({ behind: [], declined: [usage], broken: [] })
    await changed(store, { max_attempts: 5 }, 'three')
    expect(await upstreamReport(store, course)).toMatchObject({ behind: [usage], declined: [] })
  })

  it('shows the same once its link is ended', async () => {
    const store = await site()
    const usage = await linked(store)
    await severUpstream(store, types, usage)
    expect(await settingsOf(store, usage)).toEqual({
      display_name: 'X',
      max_attempts: 3,
      weight: 2,
      copied_from_block: upstream,
    })
  })

  it('is brought up to date with all others of the course in one entry, which one revert undoes', async () => {
    const store = await site()
    const usages = [await linked(store), await linked(store), await linked(store, 'lb:O:L:html:h')].sort()
    await changed(store, { max_attempts: 4 })
    const before = await store.head(course)
    const done = await syncUpstreams(store, types, course)
    expect([...done.usages].sort()).toEqual(usages.filter((one) => one.includes('problem')))
    expect((await store.head(course)).entries).toBe(before.entries + 1)
    expect((await upstreamReport(store, course)).behind).toEqual([])
    await store.revert(course, String(before.entries))
    expect((await store.head(course)).draft).toBe(before.draft)
    expect((await syncUpstreams(store, types, course, [])).changed).toBe(false)
  })

  it('brings the static files of its library along, and says what is new and what clashes', async () => {
    const store = await site()
    const usage = await linked(store, 'lb:O:L:html:h')
    const put = (name: string, bytes: string) =>
      store.operate(library, types, [
        { do: 'put-file', usage: 'lb:O:L:html:h', name, bytes: Buffer.from(bytes) },
      ])
    await put('a.png', 'another picture')
    await put('b.png', 'new')
    await store.operate(library, types, [
      {
        do: 'edit',
        edit: {
          usage: 'lb:O:L:html:h',
          content: { data: '<img src="/static/a.png"><img src="/static/b.png">' },
          settings: {},
          reset: [],
        },
      },
    ])
    await publish(store)
    const { files } = await upstreamPreview(store, usage)
    const done = await syncUpstream(store, types, usage)
    expect(done.files).toEqual(files)
    const own = done.files.clashing['a.png'] ?? ''
    expect(done.files.added).toEqual([own, 'b.png'].sort())
    const view = await store.view(course, 'draft')
    const bytes = async (name: string) =>
      Buffer.from(await store.file((await view.asset(name))?.hash ?? '')).toString()
    expect([await bytes('a.png'), await bytes(own), await bytes('b.png')]).toEqual([
      'picture',
      'another picture',
      'new',
    ])
    expect((await contentOf(store, course, usage))['data']).toContain(`/static/${own}`)
  })
})

describe('a link in the incumbent’s names', () => {
  const inside = `<problem url_name="old" display_name="X" max_attempts="9" weight="2" upstream="${upstream}" upstream_version="1" upstream_display_name="X">${text('one')}</problem>`
  const usage = inCourse('problem', 'old')

  it('goes on in them: what is a course’s own is left alone, all else becomes the library’s until it is customised', async () => {
    const store = await site(inside)
    await changed(store, { display_name: 'X2', max_attempts: 5, weight: 7 })
    await syncUpstream(store, types, usage)
    expect(await settingsOf(store, usage)).toMatchObject({
      display_name: 'X2',
      upstream_display_name: 'X2',
      max_attempts: 9,
      weight: 2,
      upstream: upstream,
      upstream_version: 2,
    })
    await edit(store, usage, { display_name: 'Ours', max_attempts: 8 })
    expect(await settingsOf(store, usage)).toMatchObject({ downstream_customized: ['display_name'] })
    await changed(store, { display_name: 'X3' }, 'three')
    await syncUpstream(store, types, usage)
    expect(await settingsOf(store, usage)).toMatchObject({
      display_name: 'Ours',
      upstream_display_name: 'X3',
      upstream_version: 3,
    })
    await revertToUpstream(store, types, usage, ['display_name'])
    expect(await settingsOf(store, usage)).toMatchObject({ display_name: 'X3' })
  })
})

describe('both ways of writing links', () => {
  it.each([
    `<problem url_name="p" upstream_block="${upstream}" upstream_block_version="12" upstream_block.display_name="T" upstream_block.max_attempts="3" max_attempts="2"><p>a</p></problem>`,
    `<problem url_name="p" upstream="${upstream}" upstream_version="4" upstream_version_declined="5" downstream_customized="[&quot;display_name&quot;]" upstream_display_name="T"><p>a</p></problem>`,
  ])('come in and go out as they are: %s', async (written) => {
    const store = await storeOf(courseWith(written))
    const before = await settingsOf(store, inCourse('problem', 'p'))
    const { usages } = await store.operate(course, types, [
      { do: 'duplicate', usage: inCourse('problem', 'p') },
    ])
    expect(await settingsOf(store, usages[0] ?? '')).toEqual(before)
    expect(Object.values(await filesOf(store, course)).join('')).toContain(written.slice(0, 60))
    expect((await upstreamReport(store, course)).broken.length).toBe(2)
  })
})
