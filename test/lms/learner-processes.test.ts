import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { closeLearners, lmdbLearners } from './learner-stores.js'

const built = existsSync(new URL('../../dist/lms/index.js', import.meta.url))
const script = fileURLToPath(new URL('./child-learner.mjs', import.meta.url))

/** What each of several processes says after all of them were told to go at once. */
async function race(folder: string, count: number, ...task: string[]): Promise<unknown[]> {
  const children = Array.from({ length: count }, () => fork(script, [folder, ...task], { execArgv: [] }))
  try {
    await Promise.all(children.map(said))
    const answers = children.map(said)
    for (const child of children) child.send('go')
    const given = await Promise.all(answers)
    await Promise.all(children.map(ended))
    return given
  } finally {
    for (const child of children) child.kill()
  }
}

async function said(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown]
  return message
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null) await once(child, 'exit')
}

describe.skipIf(!built)('several processes on one learner store', () => {
  it('count every one of a thousand votes on one shared record', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'votes-'))
    try {
      expect(await race(folder, 2, 'votes', '500')).toEqual(['done', 'done'])
      const store = lmdbLearners(folder)
      const tally = { scope: 'userStateSummary', id: 'poll' } as const
      expect((await store.load('x', [tally])).record(tally)).toEqual({ votes: 1000 })
      await closeLearners()
    } finally {
      rmSync(folder, { recursive: true })
    }
  }, 60_000)

  it('let exactly one of two simultaneous last attempts through', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'attempts-'))
    try {
      const given = await race(folder, 2, 'attempt', '1')
      expect(given.map(String).toSorted((x, y) => x.localeCompare(y))).toEqual(['accepted', 'refused'])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
