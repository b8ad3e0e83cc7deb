import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { AsideUsageKey, parseUsageKey } from '../../runtime/index.js'
import { closeLearners, lmdbLearners } from '../lms/learner-stores.js'

const built = existsSync(new URL('../../examples/poll/dist/index.js', import.meta.url))
const script = fileURLToPath(new URL('./child-voter.mjs', import.meta.url))

async function said(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown]
  return message
}

const poll = 'block-v1:Test+Votes+2026+type@straw_poll+block@straw_poll'
const thumbs = new AsideUsageKey({ usage: parseUsageKey(poll), asideType: 'thumbs' }).toString()

// Of 500 learners numbered from 0, every third from the first, 167, voted differently.
const cases = [
  ['a poll', 'poll', { id: poll }, { tally: { C: 334, T: 666 } }],
  [
    'the thumbs beside it',
    'thumbs',
    { id: thumbs, family: 'xblock_asides.v1' },
    { counts: { down: 334, up: 666 } },
  ],
] as const

describe.skipIf(!built)('simultaneous votes in two processes', () => {
  it.each(cases)(
    'are counted by %s, every one of a thousand',
    async (_name, what, place, counted) => {
      const folder = mkdtempSync(join(tmpdir(), 'poll-votes-'))
      const children = [500, 500].map((count) =>
        fork(script, [folder, String(count), what], { execArgv: [] }),
      )
      try {
        await Promise.all(children.map(said))
        const exits = children.map((child) => once(child, 'exit'))
        const answers = children.map(said)
        for (const child of children) child.send('go')
        expect(await Promise.all(answers)).toEqual([500, 500])
        await Promise.all(exits)
        const store = lmdbLearners(folder)
        const address = { scope: 'userStateSummary', ...place } as const
        expect((await store.load('anyone', [address])).record(address)).toEqual(counted)
        await closeLearners()
      } finally {
        for (const child of children) child.kill()
        rmSync(folder, { recursive: true, force: true })
      }
    },
    120_000,
  )
})
