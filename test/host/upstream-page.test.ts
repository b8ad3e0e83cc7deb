import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { openHost } from '../../host/index.js'

const course = 'course-v1:O+C+R'
const library = 'lib:O:L'
const unit = 'block-v1:O+C+R+type@vertical+block@v'

it('lists the copies of a course on a page, which are updated with all else and severed, and a stranger may not on the command line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'upstream-page-'))
  const host = await openHost({
    store: join(folder, 'store'),
    learner: () => ({ id: 'ann' }),
    author: () => true,
    python: false,
    threads: 1,
  })
  try {
    mkdirSync(join(folder, 'course'))
    writeFileSync(
      join(folder, 'course/course.xml'),
      '<course org="O" course="C" url_name="R" display_name="Made"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v"><html url_name="h">H</html></vertical></sequential></chapter></course>',
    )
    await host.authoring.import(join(folder, 'course'))
    await host.libraries.create({ key: library })
    const { usages } = await host.libraries.operate(library, [
      { do: 'add', parent: library, olx: '<html display_name="Words">One</html>' },
    ])
    const [upstream = ''] = usages
    await host.authoring.publish(library, undefined, undefined, { name: 'One' })
    const [copy = ''] = (await host.upstreams.add(upstream, { parent: unit })).usages
    await host.libraries.operate(library, [
      {
        do: 'edit',
        edit: { usage: upstream, content: {}, settings: { display_name: 'Other words' }, reset: [] },
      },
    ])
    await host.authoring.publish(library, undefined, undefined, { name: 'Two' })
    const address = `http://localhost/author/contexts/${encodeURIComponent(course)}/upstreams`
    const shown = await (await host.fetch(new Request(address))).text()
    expect(shown).toContain('1 linked, 1 behind, 0 declined, 0 broken.')
    expect(shown).toContain('Updates from libraries: 1')
    const list = `http://localhost/author/contexts/${encodeURIComponent(course)}/updates`
    const draft = /name="draft" value="([0-9a-f]+)"/.exec(
      await (await host.fetch(new Request(list))).text(),
    )?.[1]
    const post = (address: string, body: Record<string, string>) =>
      host.fetch(
        new Request(address, {
          method: 'POST',
          headers: { 'sec-fetch-site': 'same-origin' },
          body: new URLSearchParams({ draft: draft ?? '', ...body }).toString(),
        }),
      )
    expect((await post(list, { what: 'update', usage: copy })).status).toBe(303)
    expect(await host.upstreams.status(copy)).toMatchObject({ version: 2, newest: 2, isReady: false })
    const ended = await post(`http://localhost/author/blocks/${encodeURIComponent(copy)}/update`, {
      what: 'sever',
      draft: (await host.drafts.head(course)).draft,
    })
    expect(
      await (await host.fetch(new Request(`http://localhost${ended.headers.get('location')}`))).text(),
    ).toContain('Undo it')
    expect(await host.upstreams.status(copy)).toMatchObject({ upstream: null })
    const run = promisify(execFile)('node', [
      'dist/cli/main.js',
      'revert',
      library,
      '1',
      '--as',
      'stranger',
      '--store',
      join(folder, 'store'),
    ])
    const refused = await run.then(
      () => undefined,
      ({ code, stderr }: { readonly code: number; readonly stderr: string }) => ({ code, stderr }),
    )
    expect(refused?.code).toBe(1)
    expect((await host.drafts.head(library)).entries).toBeGreaterThan(3)
  } finally {
    await host.close()
    rmSync(folder, { recursive: true, force: true })
  }
}, 60_000)
