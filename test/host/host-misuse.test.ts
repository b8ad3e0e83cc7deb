import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type HostOptions } from '../../host/index.js'
import { MadeSite } from './made-site.js'

const folder = mkdtempSync(join(tmpdir(), 'misuse-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** As JavaScript may have it, whatever the types say. */
const any = <T>(value: unknown) => value as T

describe('who writes a host without types is told what is wrong', () => {
  it.each<[string, object, RegExp]>([
    ['no store', {}, /`store` is missing/],
    ['a store that is no text', { store: 5 }, /`store` is missing/],
    ['a base without a slash', { store: folder, base: 'learn' }, /`base` is 'learn'.*begins with a slash/],
    ['threads below none', { store: folder, threads: -3 }, /`threads` is -3/],
    ['a learner that is no function', { store: folder, learner: { id: 'x' } }, /`learner` is no function/],
  ])('of %s, before anything is opened', async (_what, options, message) => {
    await expect(openHost(any(options))).rejects.toMatchObject({
      code: 'host-options',
      message: expect.stringMatching(message) as string,
    })
  })

  let site: MadeSite
  const logged: string[] = []
  let identity: unknown
  let author: unknown = true
  beforeAll(async () => {
    const log = { info: () => {}, warn: push, error: push }
    site = await MadeSite.open(
      any<Partial<HostOptions>>({
        learner: () => identity,
        author: () => author,
        log,
        pluginz: [],
      }),
    )
  }, 60_000)
  afterAll(() => site.close())
  function push(...said: unknown[]) {
    logged.push(String(said.at(-1)))
  }

  it('of options that there are none of', () => {
    expect(logged.join('\n')).toMatch(/There is no option `pluginz`/)
  })

  it.each<[string, () => unknown, RegExp]>([
    ['a promise', async () => ({ id: 'ada' }), /promise.*givenRequest/],
    ['a promise that fails', async () => Promise.reject(new Error('away')), /promise.*givenRequest/],
    ['nobody’s id', () => ({ name: 'Ada' }), /`id` is no text \(undefined\)/],
    ['a number', () => ({ id: 17 }), /`id` is no text \(number\).*String/],
    ['an empty id', () => ({ id: '' }), /`id` is empty/],
    ['a text', () => 'ada', /`id` is no text/],
  ])('of `learner` giving %s, which makes nobody a learner', async (_what, make, message) => {
    logged.length = 0
    identity = make()
    const answer = await site.get('/', 'ada')
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('`id`')
    expect(logged.join('\n')).toMatch(message)
  })

  it('of `author` giving a promise, which makes nobody an author', async () => {
    logged.length = 0
    identity = { id: 'ada', name: null }
    author = Promise.resolve(false)
    expect((await site.get('/author')).status).toBe(500)
    expect(logged.join('\n')).toMatch(/`author` gave a promise/)
    author = false
    expect((await site.get('/author')).status).toBe(403)
  })
})
