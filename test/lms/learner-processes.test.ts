import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { LearnerStore } from '../../lms/index.js'
import { openStore } from '../../store/index.js'
import { hasPostgres, newPostgresStore, onPostgres } from '../store/postgres-server.js'

const built = existsSync(new URL('../../dist/lms/index.js', import.meta.url))
const script = fileURLToPath(new URL('./child-learner.mjs', import.meta.url))

/** What each of several processes says after all of them were told to go at once. */
async function race(store: string, count: number, ...task: string[]): Promise<unknown[]> {
  const children = Array.from({ length: count }, () => fork(script, [store, ...task], { execArgv: [] }))
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

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** A store in a new folder. */
async function newFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'learners-'))
  folders.push(folder)
  return folder
}

const drivers = [
  { driver: 'lmdb', isThere: built, newStore: newFolder },
  { driver: onPostgres, isThere: built && hasPostgres, newStore: newPostgresStore },
]

describe.each(drivers)('several processes on one learner store by $driver', ({ isThere, newStore }) => {
  it.runIf(isThere)(
    'count every one of a thousand votes on one shared record',
    async () => {
      const address = await newStore()
      expect(await race(address, 2, 'votes', '500')).toEqual(['done', 'done'])
      const store = await openStore(address)
      const tally = { scope: 'userStateSummary', id: 'poll' } as const
      const batch = await new LearnerStore(store.records).load('x', [tally])
      expect(batch.record(tally)).toEqual({ votes: 1000 })
      await store.close()
    },
    120_000,
  )

  it.runIf(isThere)(
    'let exactly one of two simultaneous last attempts through',
    async () => {
      const given = (await race(await newStore(), 2, 'attempts', '1', '1')) as number[]
      expect(given.reduce((sum, accepted) => sum + accepted, 0)).toBe(1)
    },
    60_000,
  )

  it.runIf(isThere)(
    'take exactly three of a thousand simultaneous submissions of three attempts',
    async () => {
      const given = (await race(await newStore(), 2, 'attempts', '3', '500')) as number[]
      expect(given.reduce((sum, accepted) => sum + accepted, 0)).toBe(3)
    },
    120_000,
  )
})
