import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { makeVersion } from '../../content/version/index.js'
import { openStores } from '../../host/store/open-stores.js'
import { courseOf, readTexts } from './made-olx.js'

const built = existsSync(new URL('../../dist/host/store/open-stores.js', import.meta.url))
const script = fileURLToPath(new URL('./child-editor.mjs', import.meta.url))
const context = 'course-v1:O+C+R'
const usage = 'block-v1:O+C+R+type@quiz+block@q'

async function said(child: ChildProcess): Promise<void> {
  await once(child, 'message')
}

describe.skipIf(!built)('several processes on one authoring store', () => {
  it('lose none of the versions that they make at the same time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'authors-'))
    const stores = await openStores(folder)
    const texts = courseOf('<quiz url_name="q"/>')
    const made = await makeVersion(await readTexts(texts), (path) => Buffer.from(texts[path] ?? ''))
    await stores.authoring.save(made, (path) => Buffer.from(texts[path] ?? ''))
    const children = [1, 2, 3].map(() => fork(script, [folder, context, usage, '8'], { execArgv: [] }))
    try {
      await Promise.all(children.map(said))
      const done = children.map(said)
      for (const child of children) child.send('go')
      await Promise.all(done)
      const head = await stores.authoring.head(context)
      expect(head.history).toHaveLength(1 + 3 * 8)
      expect(new Set(head.history.map(({ version }) => version)).size).toBe(1 + 3 * 8)
      expect(head.draft).toBe(head.history.at(-1)?.version)
    } finally {
      for (const child of children) child.kill()
      await stores.close()
      await stores.events.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
