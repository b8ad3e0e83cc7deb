import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { parseUsageKey } from '../../runtime/index.js'
import { component, libraryTexts } from '../content/travelling-courses.js'

const uuid = '8d3e5a52-1f4b-4c7e-9a50-0123456789ab'
const pathway = `lx-pathway:${uuid}`
const at = encodeURIComponent
const question = (id: string) =>
  component(
    'problem',
    id,
    `<problem display_name="Question ${id}"><numericalresponse answer="7"><label>Seven?</label><formulaequationinput/></numericalresponse></problem>`,
  )
const unitOf = (id: string, children: readonly string[]) => ({
  [`entities/${id}.toml`]: `[entity]\nkey = "${id}"\n\n[entity.container.unit]\n\n[entity.draft]\nversion_num = 1\n\n[entity.published]\nversion_num = 1\n\n[[version]]\ntitle = "Unit ${id}"\nversion_num = 1\n\n[version.container]\nchildren = ${JSON.stringify(children)}\n`,
})

let folder: string
let host: Host
let version: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pathways-'))
  host = await openHost({
    store: join(folder, 'store'),
    learner: (request) => ({ id: request.header('x-learner') ?? 'ada' }),
    threads: 1,
    python: false,
  })
  version = (
    await host.authoring.import(
      write(
        libraryTexts(
          'Quiz',
          question('a'),
          question('b'),
          component('html', 'h', '<html><p>See <img src="/static/pic.png" alt="A picture"/></p></html>'),
          { 'entities/xblock.v1/html/h/component_versions/v1/static/pic.png': 'a picture' },
          unitOf('u', ['xblock.v1:html:h', 'xblock.v1:problem:b']),
        ),
      ),
    )
  ).version
}, 60_000)
afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

let made = 0
function write(files: Readonly<Record<string, string>>): string {
  const path = join(folder, `made-${++made}`)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  return path
}
const get = (path: string, learner = 'ada') =>
  host.fetch(new Request(`http://localhost${path}`, { headers: { 'x-learner': learner } }))
const page = async (key: string, learner?: string) => (await get(`/units/${at(key)}`, learner)).text()

/** Answers the first question of a page. */
async function answer(unit: string, problem: string, learner = 'ada'): Promise<number> {
  const [, input = ''] = /name="(input_[^"]+)"/.exec(await page(unit, learner)) ?? []
  const answered = await host.fetch(
    new Request(`http://localhost/blocks/${at(problem)}/handlers/problem_check`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-learner': learner },
      body: JSON.stringify({ [input]: '7' }),
    }),
  )
  return answered.status
}

describe('a pathway', () => {
  it('is made by its author: a list of library blocks, in an order that they change', async () => {
    const { pathways } = host
    expect((await pathways.create({ uuid, title: 'To <seven> & back' })).context).toBe(pathway)
    await expect(pathways.create({ uuid, title: 'Again' })).rejects.toMatchObject({ code: 'context-exists' })
    const added = [
      await pathways.add(pathway, { block: 'lb:O:Quiz:problem:a', overrides: { weight: 4 } }),
      await pathways.add(pathway, { block: 'lb:O:Quiz:unit:u', version }),
      await pathways.add(pathway, { block: 'lb:O:Quiz:problem:b', index: 0 }),
    ]
    const [first = '', second = '', third = ''] = added.flatMap(({ usages }) => usages)
    const listed = async () => (await pathways.items(pathway)).map(({ usage, title }) => [usage, title])
    expect(await listed()).toEqual([
      [third, 'Question b'],
      [first, 'Question a'],
      [second, 'Unit u'],
    ])
    await pathways.move(pathway, third, 2)
    await pathways.move(pathway, second, 0)
    expect(await listed()).toEqual([
      [second, 'Unit u'],
      [first, 'Question a'],
      [third, 'Question b'],
    ])
    await pathways.remove(pathway, third)
    expect(await pathways.items(pathway)).toEqual([
      { usage: second, title: 'Unit u', block: 'lb:O:Quiz:unit:u', source: `lib:O:Quiz:${version}` },
      { usage: first, title: 'Question a', block: 'lb:O:Quiz:problem:a', source: `lib:O:Quiz:${version}` },
    ])
    await expect(pathways.add(pathway, { block: 'lb:O:Quiz:problem:none' })).rejects.toMatchObject({
      code: 'library-block-missing',
    })
    await expect(pathways.add(pathway, { block: 'lb:O:None:problem:a' })).rejects.toMatchObject({
      code: 'library-version-missing',
    })
    await expect(pathways.add('course-v1:O+C+R', { block: 'lb:O:Quiz:problem:a' })).rejects.toMatchObject({
      code: 'key-kind',
    })
  })

  it('is shown and graded under keys of its own, once it is published', async () => {
    expect((await get(`/contexts/${at(pathway)}`)).status).toBe(404)
    expect(await host.authoring.publish(pathway)).toEqual([])
    const outline = await (await get(`/contexts/${at(pathway)}`)).text()
    expect(outline).toContain('To &lt;seven&gt; &amp; back')
    const [unit, single] = await host.pathways.items(pathway)
    const idOf = (usage = '') => usage.split(':').at(-1) ?? ''
    const whole = idOf(unit?.usage)
    interface Tree {
      readonly key: string
      readonly children?: readonly Tree[]
    }
    const keys = ({ children = [] }: Tree): string[] =>
      children.flatMap((child) => [child.key, ...keys(child)])
    const blocks = await host.courseware.blocks(parseUsageKey(unit?.usage ?? ''), host.learner('ada'))
    expect(keys(blocks)).toEqual([
      `lx-pb:${uuid}:unit:${whole}`,
      `lx-pb:${uuid}:html:${whole}:h`,
      `lx-pb:${uuid}:problem:${whole}:b`,
    ])
    const shown = await page(unit?.usage ?? '')
    const [, file = ''] = /<img[^>]*src="([^"]+)"/.exec(shown) ?? []
    expect(await (await get(file.replaceAll('&amp;', '&'))).text()).toBe('a picture')
    const problem = `lx-pb:${uuid}:problem:${idOf(single?.usage)}`
    expect(await answer(single?.usage ?? '', problem)).toBe(200)
    expect(await answer(unit?.usage ?? '', `lx-pb:${uuid}:problem:${whole}:b`)).toBe(200)
    const progress = await host.courseware.progress(parseUsageKey(single?.usage ?? ''), host.learner('ada'))
    expect(progress.score).toEqual({ earned: 4, possible: 4 })
    const standing = (await (await get(`/progress/${at(pathway)}`)).json()) as { units: unknown[] }
    expect(JSON.stringify(standing)).toContain(problem)
    const jump = await get(`/jump/${at(pathway)}/${at(problem)}`)
    expect([jump.status, jump.headers.get('location')]).toEqual([
      303,
      expect.stringContaining(at(single?.usage ?? '')),
    ])
  })

  it('keeps learners’ work where the library’s block is of another version, moves, or its pathway is imported again', async () => {
    const [unit, single] = await host.pathways.items(pathway)
    const changed = libraryTexts(
      'Quiz',
      question('a'),
      question('b'),
      component('html', 'h', '<html><p>New</p></html>'),
      unitOf('u', ['xblock.v1:html:h', 'xblock.v1:problem:b']),
    )
    const newer = (await host.authoring.import(write(changed), { publish: true })).version
    await host.content.operate(pathway, host.courseware.options.loaded.types, [
      {
        do: 'edit',
        edit: {
          usage: unit?.usage ?? '',
          content: {},
          settings: { source_libraries: [`lib:O:Quiz:${newer}`] },
          reset: [],
        },
      },
    ])
    await host.pathways.move(pathway, single?.usage ?? '', 0)
    await host.authoring.publish(pathway)
    expect(await page(unit?.usage ?? '')).toContain('New')
    const scores = async (usage = '') =>
      (await host.courseware.progress(parseUsageKey(usage), host.learner('ada'))).score
    expect([await scores(unit?.usage), await scores(single?.usage)]).toEqual([
      { earned: 1, possible: 1 },
      { earned: 4, possible: 4 },
    ])
    const path = join(folder, 'pathway.tar.gz')
    await host.authoring.export(pathway, path, { libraries: 'needed' })
    const again = await host.authoring.import(path, { edits: 'replace' })
    expect([again.context, again.changed, again.published]).toEqual([pathway, false, true])
  })
})

describe('a reference without a course', () => {
  const pool = ['lb:O:Quiz:problem:a', 'lb:O:Quiz:problem:b']
  const reference = () => ({
    library: 'lib:O:Quiz',
    version,
    blocks: pool,
    count: 1,
    overrides: { weight: 5 },
    overridesByBlock: { 'lb:O:Quiz:problem:a': { display_name: 'Ours' } },
  })

  it('is composed and drawn under contextual keys, and keeps learners’ work in a context of its own', async () => {
    const { context, unit, isNew } = await host.placeReference(reference())
    expect([isNew, context.startsWith('lx-pathway:')]).toEqual([true, true])
    const draw = async (learner: string) =>
      (await host.courseware.blocks(parseUsageKey(unit), host.learner(learner))).children?.map(
        ({ key }) => key,
      )
    const drawn = new Map<string, readonly string[] | undefined>()
    for (const learner of ['ada', 'bob', 'cleo', 'dan', 'eve', 'fay', 'gus', 'hal'])
      drawn.set(learner, await draw(learner))
    const possible = pool.map((block) => `cb::${unit}::${block}`)
    for (const keys of drawn.values()) {
      expect(keys).toHaveLength(1)
      expect(possible).toContain(keys?.[0])
    }
    expect(new Set([...drawn.values()].flat())).toEqual(new Set(possible))
    expect(await answer(unit, drawn.get('ada')?.[0] ?? '')).toBe(200)
    const score = async (of: string) =>
      (await host.courseware.progress(parseUsageKey(of), host.learner('ada'))).score
    expect(await score(unit)).toEqual({ earned: 5, possible: 5 })
    // The same reference is the same place; another place of it has nothing of this one.
    expect(await host.placeReference(reference())).toEqual({ context, unit, isNew: false })
    expect(await draw('ada')).toEqual(drawn.get('ada'))
    const other = await host.placeReference({ ...reference(), place: 'another platform' })
    expect(other.context).not.toBe(context)
    expect(await score(other.unit)).toEqual({ earned: 0, possible: 5 })
  })

  it('shows all in order where nothing is drawn, and says what is not here', async () => {
    const { unit } = await host.placeReference({ library: 'lib:O:Quiz', version, blocks: pool.toReversed() })
    const { children } = await host.courseware.blocks(parseUsageKey(unit), host.learner('ada'))
    expect(children?.map(({ key }) => key)).toEqual(pool.toReversed().map((block) => `cb::${unit}::${block}`))
    const none = { library: 'lib:O:Quiz', version: 'f'.repeat(64) }
    await expect(host.placeReference(none)).rejects.toMatchObject({ code: 'library-version-missing' })
    await expect(
      host.placeReference({ library: 'lib:O:Quiz', version, blocks: ['lb:O:Quiz:problem:z'] }),
    ).rejects.toMatchObject({ code: 'library-block-missing' })
  })
})
