import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openStores } from '../../host/store/open-stores.js'
import { courseOf, saveTexts } from './made-olx.js'

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
    await saveTexts(stores.authoring, texts)
    const children = [1, 2, 3].map(() => fork(script, [folder, context, usage, '8'], { execArgv: [] }))
    try {
      await Promise.all(children.map(said))
      const done = children.map(said)
      for (const child of children) child.send('go')
      await Promise.all(done)
      const head = await stores.authoring.head(context)
      expect(head.entries).toBe(1 + 3 * 8)
      const names = []
      for await (const name of stores.authoring.names(context)) names.push(name)
      expect(new Set(names).size).toBe(1 + 3 * 8)
      expect(head.draft).toBe(names[0])
    } finally {
      for (const child of children) child.kill()
      await stores.close()
      await stores.events.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
