import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WorkerPool } from '../../compositor/index.js'
import { openHost, type Host } from '../../host/index.js'
import { hasPostgres, newPostgresStore, onPostgres } from '../store/postgres-server.js'
import { HostProcess } from './host-process.js'
import { MadeSite } from './made-site.js'

const plugins = [fileURLToPath(new URL('clicks-plugin.ts', import.meta.url))]
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const unit = key('vertical', 'v1')
const unitPath = `/units/${encodeURIComponent(unit)}`

const courseOf = (blocks: string, text = 'first') => ({
  'course.xml': `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s">
    <vertical url_name="v1" display_name="One">${blocks}<html url_name="h1"><![CDATA[<p>${text}</p>]]></html></vertical>
    </sequential></chapter></course>`,
})

describe.runIf(hasPostgres)(`two hosts on ${onPostgres}`, () => {
  let sites: readonly [MadeSite, MadeSite]
  let store: string

  beforeAll(async () => {
    store = await newPostgresStore()
    sites = [await MadeSite.open({ store, plugins }), await MadeSite.open({ store, plugins })]
    await sites[0].publish(courseOf('<clicks url_name="c1"/>'))
  }, 60_000)

  afterAll(() => Promise.all(sites.map((site) => site.close())))

  const clicksOf = async (site: MadeSite, learner: string) => {
    const path = `/blocks/${encodeURIComponent(key('clicks', 'c1'))}/views/student_view_user_state`
    return ((await (await site.get(path, learner)).json()) as { clicks: number }).clicks
  }

  it.each([
    [0, 1],
    [1, 0],
  ] as const)(
    'take signed addresses and embedded pages of each other, and show what was done on either (%i, %i)',
    async (one, other) => {
      const [first, second] = [sites[one], sites[other]]
      const learner = `ada${one}`
      const page = await (await first.get(unitPath, learner)).text()
      const signed = /href="([^"]*\/signed\/[^"]*)"/.exec(page)?.[1] ?? 'none'
      expect((await second.post(signed, {}, '')).status).toBe(200)
      expect(await Promise.all([first, second].map((site) => clicksOf(site, learner)))).toEqual([1, 1])
      expect(await (await first.get(unitPath, learner)).text()).toContain('1 clicks')

      const { html } = (await (await first.embedded(unit, learner)).json()) as { html: string }
      const handlers = /data-handlers="([^"]*\/embedded\/[^/]+)/.exec(html)?.[1] ?? 'none'
      const click = `${handlers}/blocks/${key('clicks', 'c1')}/handlers/click`
      expect(await (await second.fromPage(click, {})).json()).toMatchObject({ who: learner })
      expect(await clicksOf(first, learner)).toBe(2)
    },
  )

  it('show what is published on either', async () => {
    for (const [turn, site] of [...sites, ...sites].entries()) {
      const text = `edition ${turn}`
      await site.publish(courseOf('<clicks url_name="c1"/>', text))
      for (const one of sites)
        await expect
          .poll(async () => (await one.get(unitPath)).text(), { timeout: 10_000, interval: 10 })
          .toContain(text)
    }
  })

  it('have the same plugins: one with others is refused', async () => {
    await expect(openHost({ store, python: false, threads: 1, log })).rejects.toMatchObject({
      code: 'store-plugins',
      message: expect.stringContaining("block type 'clicks'"),
    })
  })
})

describe.runIf(hasPostgres && WorkerPool.available())(`two processes on ${onPostgres}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'two-hosts-'))
  let author: Host
  let hosts: readonly [HostProcess, HostProcess]

  const publish = async (text: string) => {
    mkdirSync(join(folder, text))
    for (const [path, content] of Object.entries(courseOf('', text)))
      writeFileSync(join(folder, text, path), content)
    return (await author.authoring.import(join(folder, text), { publish: true })).version
  }

  beforeAll(async () => {
    const store = await newPostgresStore()
    author = await openHost({ store, python: false, threads: 1, log })
    await publish('first')
    hosts = [await HostProcess.start(store), await HostProcess.start(store)]
  }, 60_000)

  afterAll(async () => {
    await Promise.all([...hosts.map((host) => host[Symbol.asyncDispose]()), author.close()])
    rmSync(folder, { recursive: true, force: true })
  }, 60_000)

  it('know a learner by the cookie of each other', async () => {
    const cookie = await hosts[0].signIn('Chandra')
    for (const host of hosts)
      expect((await host.get('/', cookie)).text).toContain('<option selected>Chandra</option>')
  })

  it('show within a second what a third publishes', async () => {
    const cookie = await hosts[0].signIn('Bob')
    const times: number[] = []
    for (const text of ['second', 'third', 'fourth']) {
      await publish(text)
      const published = performance.now()
      const shows = async (host: HostProcess) =>
        vi.waitFor(async () => expect((await host.get(unitPath, cookie)).text).toContain(text), {
          timeout: 10_000,
          interval: 10,
        })
      await Promise.all(hosts.map(shows))
      times.push(performance.now() - published)
    }
    // The quickest, as the machine may be busy with other tests.
    expect(Math.min(...times)).toBeLessThan(1000)
  }, 60_000)
})
