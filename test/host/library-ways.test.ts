import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { history } from '../../content/index.js'
import { openHost, type Host } from '../../host/index.js'
import { CompositorError } from '../../runtime/index.js'

const library = 'lib:O:L'
const problem =
  '<problem url_name="p"><stringresponse answer="a"><textline label="Q?"/></stringresponse></problem>'
const unit = 'block-v1:O+C+R+type@vertical+block@v'
let folder: string
let host: Host

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'library-ways-'))
  host = await openHost({
    store: join(folder, 'store'),
    learner: () => ({ id: 'ada' }),
    libraryTypes: ['problem', 'html'],
    python: false,
    threads: 1,
  })
  await host.libraries.create({ key: library, title: 'Made here' }, { author: 'ann' })
  await host.libraries.operate(library, [{ do: 'add', parent: library, olx: problem }])
}, 60_000)

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (thrown: unknown) => CompositorError.from(thrown, 'host-failed').code,
  )
const page = async () =>
  (await host.fetch(new Request(`http://localhost/units/${encodeURIComponent(unit)}`))).text()

describe('a library of a site', () => {
  it('says in its log that it was made, not imported', async () => {
    const { items } = await history(host.content, library)
    expect(items.map(({ what, author }) => [what, author])).toEqual([
      ['edit', undefined],
      ['create', 'ann'],
    ])
  })

  it.each([
    [{ do: 'add', parent: library, olx: '<html>Read.</html>' } as const, 'done'],
    [{ do: 'add', parent: library, olx: '<video youtube="1.00:abc"/>' } as const, 'library-type-refused'],
    [{ do: 'add', parent: library, type: 'poll' } as const, 'library-type-refused'],
  ])('holds what the host lets libraries hold: %j', async (step, expected) => {
    expect(await code(host.drafts.operate(library, [step]))).toBe(expected)
  })

  it('is published under a name whichever way, and its files say so then', async () => {
    expect(await code(host.authoring.publish(library))).toBe('version-unnamed')
    expect(await code(host.authoring.publishSome(library, [`lb:O:L:problem:p`]))).toBe('version-unnamed')
    await host.authoring.publish(library, undefined, undefined, { name: 'First' })
    const { draft, published } = await host.drafts.head(library)
    expect(draft).toBe(published)
    const file = await (
      await host.content.view(library, 'draft')
    ).tree.get('entities/xblock.v1/problem/p.toml')
    const text = Buffer.from(await host.content.file(file?.hash ?? '')).toString()
    expect(text).toMatch(/\[entity\.published\]\s*version_num = 1/)
  })

  it('goes on for the learners of a course once it is archived', async () => {
    const { published } = await host.drafts.head(library)
    mkdirSync(join(folder, 'course'))
    writeFileSync(
      join(folder, 'course/course.xml'),
      `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v"><library_content_v2 url_name="r" source_libraries='["${library}:${published}"]' library_blocks='["lb:O:L:problem:p"]'/></vertical></sequential></chapter></course>`,
    )
    await host.authoring.import(join(folder, 'course'))
    await host.siteLibraries.archive(library)
    const shown = await page()
    expect(shown).toContain('Q?')
    const [, key = ''] = /data-usage-key="(cb:[^"]+)"/.exec(shown) ?? []
    const [, input = ''] = /name="(input_[^"]+)"/.exec(shown) ?? []
    const answer = await host.fetch(
      new Request(`http://localhost/blocks/${encodeURIComponent(key)}/handlers/problem_check`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ [input]: 'a' }),
      }),
    )
    expect(((await answer.json()) as { readonly success: string }).success).toBe('correct')
    expect(await code(host.libraries.operate(library, [{ do: 'add', parent: library, type: 'html' }]))).toBe(
      'library-archived',
    )
  })
})
