import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { openHost } from '../../host/index.js'

const built = fileURLToPath(new URL('../../dist/host/index.js', import.meta.url))
const editing = fileURLToPath(new URL('editing-process.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'several-authors-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const block = (id: string) => `block-v1:O+C+R+type@html+block@${id}`
const course: Readonly<Record<string, string>> = {
  'course.xml': '<course url_name="R" org="O" course="C"/>',
  'course/R.xml': `<course><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">
    <html url_name="a">A</html><html url_name="b">B</html></vertical></sequential></chapter></course>`,
}

describe.skipIf(!existsSync(built))('authors in several processes', () => {
  it('lose no edit of each other, though all save at the same time', async () => {
    const store = join(folder, 'store')
    const content = join(folder, 'course')
    for (const [path, text] of Object.entries(course)) {
      mkdirSync(dirname(join(content, path)), { recursive: true })
      writeFileSync(join(content, path), text)
    }
    const options = {
      store,
      python: false as const,
      threads: 1,
      author: () => true,
      learner: () => ({ id: 'ann' }),
    }
    await using host = await openHost(options)
    await host.authoring.import(content)
    const processes = ['a', 'b'].map((id, index) =>
      fork(editing, [store, block(id), String(100 * (index + 1)), '8'], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      }),
    )
    const told = await Promise.all(
      processes.map(async (one) => {
        const ended = once(one, 'exit')
        const [message] = (await once(one, 'message')) as [{ readonly refused: number }]
        await ended
        return message.refused
      }),
    )
    expect(told).toEqual([0, 0])
    const names = await Promise.all(
      ['a', 'b'].map(async (id) => {
        const page = await host.fetch(
          new Request(`http://host/author/blocks/${encodeURIComponent(block(id))}`),
        )
        return /value="Name (\d+)"/.exec(await page.text())?.[1]
      }),
    )
    expect(names).toEqual(['107', '207'])
  }, 120_000)
})
