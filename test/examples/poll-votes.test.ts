import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { LmdbLearnerStore } from '../../lms/learner-state/index.js'

const built = existsSync(new URL('../../examples/poll/dist/index.js', import.meta.url))
const script = fileURLToPath(new URL('./child-voter.mjs', import.meta.url))

async function said(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown]
  return message
}

describe.skipIf(!built)('a poll in two processes', () => {
  it('counts every one of a thousand simultaneous votes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'poll-votes-'))
    const children = [500, 500].map((count) => fork(script, [folder, String(count)], { execArgv: [] }))
    try {
      await Promise.all(children.map(said))
      const exits = children.map((child) => once(child, 'exit'))
      const answers = children.map(said)
      for (const child of children) child.send('go')
      expect(await Promise.all(answers)).toEqual([500, 500])
      await Promise.all(exits)
      const store = new LmdbLearnerStore(folder)
      const address = {
        scope: 'userStateSummary',
        id: 'block-v1:Test+Votes+2026+type@poll+block@poll',
      } as const
      // Of 500 learners numbered from 0, every third from the first, 167, chose coffee.
      expect(store.load('anyone', [address]).record(address)).toEqual({ tally: { C: 334, T: 666 } })
      await store.close()
    } finally {
      for (const child of children) child.kill()
      rmSync(folder, { recursive: true, force: true })
    }
  }, 120_000)
})
