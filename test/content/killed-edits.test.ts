import { fork } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import shippedBlocks from '../../blocks/index.js'
import { openStores } from '../../host/store/open-stores.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import { treeFiles, wholeVersion } from './edit/read-version.js'
import { courseOf, makeFrom, readTexts } from './made-olx.js'

const script = fileURLToPath(new URL('child-operator.mjs', import.meta.url))
const built = existsSync(new URL('../../dist/host/store/open-stores.js', import.meta.url))
const types = new BlockTypeRegistry()
types.register(shippedBlocks)
const context = 'course-v1:O+C+R'
const parent = 'block-v1:O+C+R+type@sequential+block@s'

interface Said {
  readonly ready?: true
  readonly there?: string
  /** About to be deleted. */
  readonly going?: string
}

describe.skipIf(!built)('a process that is killed while it changes a draft', () => {
  it('leaves nothing torn, and nothing that it said was done is missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'killed-edits-'))
    const there = new Set<string>()
    const begun = new Set<string>()
    try {
      const first = await openStores(folder)
      const texts = courseOf('<html url_name="h">x</html>')
      await first.authoring.save(await makeFrom(first.authoring, texts, await readTexts(texts, false, types)))
      await first.close()
      await first.events.close()
      // At moments that differ, so that each step of a change is cut off at some time.
      for (const wait of [3, 11, 23, 31, 42]) {
        const child = fork(script, [folder, context, parent], { execArgv: [], stdio: 'ignore' })
        const ended = new Promise((resolve) => child.once('exit', resolve))
        let told = 0
        await new Promise<void>((resolve) => {
          child.on('message', ({ there: usage, going }: Said) => {
            if (usage !== undefined) there.add(usage)
            if (usage !== undefined) begun.add(usage)
            if (going !== undefined) there.delete(going)
            if (usage !== undefined) told++
            if (told === 1 + (wait % 7)) setTimeout(resolve, wait)
          })
        })
        child.kill('SIGKILL')
        await ended
      }
      const stores = await openStores(folder)
      const view = await stores.authoring.view(context, 'draft')
      const found = await view.blocks(there)
      expect([...there].filter((usage) => !found.has(usage))).toEqual([])
      const tree = new Map<string, Buffer>()
      for await (const [path, { hash }] of view.files())
        tree.set(path, Buffer.from(await stores.authoring.file(hash)))
      expect(await treeFiles(tree).paths()).toEqual([...tree.keys()].sort())
      const whole = await wholeVersion(tree, types)
      const stored: string[] = []
      for await (const [usage, block] of view.allBlocks()) {
        stored.push(usage)
        expect(block).toEqual(await whole.block(usage))
      }
      expect(stored.sort()).toEqual(Object.keys(whole.whole.blocks).sort())
      expect(begun.size).toBeGreaterThan(5)
      await stores.close()
      await stores.events.close()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }, 60_000)
})
