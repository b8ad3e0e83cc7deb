import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { libraryTexts } from '../../benchmarks/stress-unit.js'
import { checkStore, history } from '../../content/index.js'
import { openHost, type Host } from '../../host/index.js'
import { importedBy, importInput, importKind } from '../../host/jobs/import-job.js'
import { publishedBy } from '../../host/jobs/publish-job.js'
import { openStores } from '../../host/store/open-stores.js'
import { Jobs, openStore, type Job } from '../../store/index.js'
import { hasPostgres, newPostgresStore, onPostgres } from '../store/postgres-server.js'

const isBuilt = existsSync(new URL('../../dist/host/index.js', import.meta.url))
const worker = fileURLToPath(new URL('importing-process.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'authoring-jobs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000)

const blocks = 200

function written(name: string, texts: Iterable<readonly [path: string, text: string]>): string {
  for (const [path, text] of texts) {
    const file = join(folder, name, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return join(folder, name)
}

const siteOn = (store: string, jobs = true): Promise<Host> =>
  openHost({
    store,
    python: false,
    threads: 1,
    jobs,
    events: [],
    log: { info() {}, warn() {}, error() {} },
    learner: () => ({ id: 'ann' }),
  })

const kills = [
  { driver: 'lmdb', step: 'reading', isHere: true, open: async () => join(folder, 'at-reading') },
  { driver: 'lmdb', step: 'storing', isHere: true, open: async () => join(folder, 'at-storing') },
  { driver: 'lmdb', step: 'publishing', isHere: true, open: async () => join(folder, 'at-publishing') },
  { driver: onPostgres, step: 'storing', isHere: hasPostgres, open: newPostgresStore },
]

describe.skipIf(!isBuilt)('an import whose host is killed', () => {
  const library = written('library', libraryTexts({ slug: 'Killed', blocks }))

  it.each(kills)(
    'is finished by another host, once ($driver, killed at $step)',
    async ({ step, isHere, open }) => {
      if (!isHere) return
      const address = await open()
      await using watched = await openStore(address)
      const jobs = new Jobs(watched.records)
      const child = fork(worker, [address, library], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
      const ended = once(child, 'exit')
      const [{ id }] = (await once(child, 'message')) as [{ id: string }]
      let job: Job | undefined
      while ((job = await jobs.find(id))?.progress.step !== step && job?.progress.step !== 'done')
        await wait(2)
      child.kill('SIGKILL')
      await ended

      const host = await siteOn(address)
      try {
        const done = await host.jobs.ended(id)
        expect(done).toMatchObject({ state: 'done', progress: { step: 'done', done: blocks + 1 } })
        const report = await importedBy(host.jobs.jobs, done)
        expect(report).toMatchObject({ context: 'lib:Bench:Killed', units: blocks, stored: true })
        expect(report.findings).toEqual([])
        expect((await host.published(report.context)).publication).toMatchObject({
          version: report.version,
          unitCount: blocks,
        })
      } finally {
        await host.close()
      }
      await using stores = await openStoresOf(address)
      const { items } = await history(stores.authoring, 'lib:Bench:Killed')
      expect(items.map(({ what }) => what)).toEqual(['publish', 'import'])
      expect((await checkStore(stores.store)).damage).toEqual([])
      // Two files for each block and one for the library, and nothing of what was uploaded.
      let files = 0
      for await (const _ of stores.store.files.list()) files++
      expect(files).toBe(2 * blocks + 1)
    },
    60_000,
  )
})

async function openStoresOf(address: string) {
  const stores = await openStores(address, { events: [] })
  const close = async () => {
    await stores.events.close()
    await stores.close()
  }
  return { ...stores, [Symbol.asyncDispose]: close }
}

const course = (title: string) => [
  [
    'course.xml',
    `<course org="O" course="J" url_name="R" display_name="${title}"><chapter url_name="c"><sequential url_name="s">
      <vertical url_name="v"><html url_name="h" display_name="${title}">Hello</html></vertical></sequential></chapter></course>`,
  ] as const,
]

describe('imports and publications as jobs', () => {
  const context = 'course-v1:O+J+R'

  it('say what they did as the calls do, of a folder, an upload and a version that was asked for', async () => {
    await using host = await siteOn(join(folder, 'calls'))
    const { jobs } = host.jobs
    const first = await host.authoring.startImport(written('one', course('One')))
    const one = await importedBy(jobs, await host.jobs.ended(first.id))
    expect(one).toMatchObject({ context, published: true, changed: true, title: 'One' })
    // Learners see the first edition until the second is published, as the job was asked to do by the version's name.
    const bytes = Buffer.from('PK no zip after all')
    const broken = await host.jobs.ended((await host.authoring.startImport({ name: 'a.zip', bytes })).id)
    await expect(importedBy(jobs, broken)).rejects.toMatchObject({ code: 'archive-unreadable' })
    const second = await host.authoring.startImport(written('two', course('Two')))
    const two = await importedBy(jobs, await host.jobs.ended(second.id))
    expect(two).toMatchObject({ published: false, publishedBefore: one.version })
    const publishing = await host.authoring.startPublish(context, { name: 'Spring' })
    const third = await host.authoring.startImport(written('three', course('Three')))
    const published = publishedBy(await host.jobs.ended(publishing.id))
    await host.jobs.ended(third.id)
    expect(published).toMatchObject({ context, version: two.version })
    expect((await host.published(context)).publication.version).toBe(two.version)
    await expect(host.authoring.startImport(join(folder, 'nowhere'))).rejects.toMatchObject({
      code: 'source-missing',
    })
    const { items } = await jobs.list()
    expect(items.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
      'import done',
      'import done',
      'import done',
      'import failed',
      'publish done',
    ])
  })

  it('do not undo what others imported or published after they were asked for', async () => {
    const store = join(folder, 'overtaken')
    const stores = await openStores(store, { events: [] })
    const input = await importInput(written('old', course('Old')), { publish: true }, stores.store.files)
    // Nobody does it until another one is through.
    const waiting = await new Jobs(stores.store.records).start(importKind, input)
    await stores.close()
    await using host = await siteOn(store, false)
    await wait(5)
    const newer = await host.authoring.import(written('newer', course('Newer')))
    const ended = await host.jobs.ended(waiting.id)
    await expect(importedBy(host.jobs.jobs, ended)).rejects.toMatchObject({
      code: 'job-overtaken',
    })
    expect((await host.published(context)).publication.version).toBe(newer.version)
  })
})

it('what follows a library is published once more as learners see it by then, and not as it was before', async () => {
  await using host = await siteOn(join(folder, 'again'), false)
  const context = 'course-v1:O+J+R'
  await host.authoring.import(written('seen', course('Seen')))
  const { version } = await host.authoring.import(written('meanwhile', course('Meanwhile')))
  const { units } = host
  const [found] = [units.find.bind(units)]
  let isFirst = true
  units.find = async (asked) => {
    const before = await found(asked)
    if (isFirst) {
      isFirst = false
      await host.authoring.publish(context)
    }
    return before
  }
  await host.authoring.publishAgain(context)
  expect((await host.published(context)).publication.version).toBe(version)
  expect((await host.content.head(context)).published).toBe(version)
})

describe('a component that came in unreadable', () => {
  it('stays a draft with its finding, is not published, and is once it is mended', async () => {
    await using host = await siteOn(join(folder, 'unreadable'))
    const texts = new Map(libraryTexts({ slug: 'Broken', blocks: 3 }))
    const [path = ''] = [...texts.keys()].filter((one) =>
      one.endsWith('00001/component_versions/v1/block.xml'),
    )
    const whole = texts.get(path) ?? ''
    texts.set(path, '<problem><label>')
    const { context, findings, published } = await host.authoring.import(written('broken', texts))
    expect(published).toBe(true)
    expect(findings.map(({ code, level }) => [code, level])).toEqual([['olx-malformed', 'error']])
    const unit = (number: number) => `lb:Bench:Broken:problem:question-0000${number}`
    const units = async () => [
      (await host.published(context)).publication.unitCount,
      await Promise.all([0, 1, 2].map(async (one) => (await host.published(context)).unit(unit(one)))).then(
        (all) => all.map((one) => one !== undefined),
      ),
    ]
    expect(await units()).toEqual([2, [true, false, true]])
    expect((await host.drafts.outline(context)).head.draft).toBeDefined()
    texts.set(path, whole)
    await host.authoring.import(written('mended', texts), { publish: true })
    expect(await units()).toEqual([3, [true, true, true]])
    texts.set(path, '<problem><label>')
    await host.authoring.import(written('broken-again', texts), { publish: true })
    expect(await units()).toEqual([2, [true, false, true]])
  })
})
