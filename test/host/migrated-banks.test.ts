import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { parseUsageKey } from '../../runtime/index.js'
import { openStore } from '../../store/index.js'

let folder: string
let host: Host

const open = () =>
  openHost({
    store: join(folder, 'store'),
    learner: (request) => ({ id: request.header('x-learner') ?? 'ann' }),
    python: false,
    threads: 0,
    log: { info() {}, warn() {}, error() {} },
  })

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'migrated-'))
  host = await open()
})

afterEach(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

const call = (path: string, learner: string, body?: object) =>
  host.fetch(
    new Request(`http://localhost${path}`, {
      headers: { 'x-learner': learner, 'content-type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    }),
  )
const page = async (unit: string, learner: string) =>
  (await call(`/units/${encodeURIComponent(unit)}`, learner)).text()

/** What a page shows of blocks: their keys, and the values in their forms. */
function shownOn(text: string): readonly string[] {
  return text.match(/data-usage-key="[^"]*"|<input[^>]*>|class="[^"]*(?:correct|unanswered)[^"]*"/g) ?? []
}

/** Everything that is kept of learners, once the host is closed; it is opened again. */
async function kept(): Promise<ReadonlyMap<string, string>> {
  await host.close()
  const store = await openStore(join(folder, 'store'))
  const all = new Map<string, string>()
  try {
    for (let from = ''; ;) {
      const some = await store.records.range({ from, to: '\uffff', limit: 1000 })
      for (const { key, text } of some) all.set(key, text)
      const last = some.at(-1)
      if (last === undefined || some.length < 1000) break
      from = `${last.key}\u0000`
    }
  } finally {
    await store.close()
  }
  host = await open()
  return all
}

/** What is kept by block: state, grades and completion, not the log of events. */
function ofBlocks(records: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...records].filter(([key]) => key.includes('block-v1:')))
}

/** Answers the first choice or a number at each problem on a learner's page. */
async function answer(unit: string, learner: string): Promise<number> {
  const text = await page(unit, learner)
  let answered = 0
  for (const [, key = ''] of text.matchAll(/data-usage-key="([^"]*type@problem\+block@[^"]*)"/g)) {
    const id = `p${createHash('sha256').update(key).digest('hex').slice(0, 16)}`
    const answer = await call(`/blocks/${encodeURIComponent(key)}/handlers/problem_check`, learner, {
      [`input_${id}_2_1`]: learner === 'ann' ? 'choice_0' : '1',
    })
    if (answer.status === 200) answered++
  }
  return answered
}

const copy = (id: string) =>
  createHash('sha1').update(`b'library-v1:O+Old+branch@library':${id}:bank`).digest('hex').slice(0, 20)
const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const problem = (name: string) =>
  `<problem url_name="${name}" display_name="P"><numericalresponse answer="1"><textline/></numericalresponse></problem>`

function ours(): string[] {
  const paths = ['library', 'course'].map((name) => join(folder, name))
  for (const path of paths) mkdirSync(path)
  writeFileSync(
    join(folder, 'library', 'library.xml'),
    `<library org="O" library="Old" max_attempts="2" showanswer="never">${ids.map(problem).join('')}</library>`,
  )
  writeFileSync(
    join(folder, 'course', 'course.xml'),
    `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="q"><vertical url_name="v"><library_content url_name="bank" max_count="3" source_library_id="library-v1:O+Old" source_library_version="5f0000000000000000000000">${ids.map((id) => problem(copy(id))).join('')}</library_content></vertical></sequential></chapter></course>`,
  )
  return paths
}

/** The units of a course that hold a bank. */
async function unitsWithBanks(context: string, banks: readonly string[]): Promise<string[]> {
  const published = await host.published(context)
  const units = await Promise.all(banks.map((bank) => published.unitOf(parseUsageKey(bank))))
  return [...new Set(units.filter((unit) => unit !== undefined))]
}

async function keepsEverything(context: string, libraries: readonly string[]): Promise<void> {
  const banks = (await Promise.all(libraries.map((one) => host.migrations.plan(one)))).flatMap(
    ({ courses }) => courses.flatMap(({ banks: all }) => all),
  )
  const units = await unitsWithBanks(context, banks)
  expect(units.length).toBeGreaterThan(0)
  const learners = ['ann', 'bob', 'eve']
  for (const unit of units)
    for (const learner of learners.slice(0, 2)) expect(await answer(unit, learner)).toBeGreaterThan(0)
  const pages = async () =>
    Promise.all(
      units.flatMap((unit) => learners.slice(0, 2).map(async (one) => shownOn(await page(unit, one)))),
    )
  const before = { pages: await pages(), records: ofBlocks(await kept()) }
  expect(Object.keys(before.records).length).toBeGreaterThan(4)
  for (const library of libraries) {
    const to = library.replace('library-v1:', 'lib:').replace('+', ':')
    const report = await host.migrations.migrate(library, { to, publishCourses: true })
    expect(report.courses.map(({ published }) => published)).toEqual([true])
  }
  expect(await pages()).toEqual(before.pages)
  expect(ofBlocks(await kept())).toEqual(before.records)
  // Somebody who comes later draws and answers as ever.
  for (const unit of units) expect(await answer(unit, 'eve')).toBeGreaterThan(0)
}

it('a migration keeps every learner’s selection, state and grades, and what learners see', async () => {
  for (const path of ours()) await host.authoring.import(path)
  await keepsEverything('course-v1:O+C+R', ['library-v1:O+Old'])
  const usage = `block-v1:O+C+R+type@problem+block@${copy('a')}`
  expect(await host.migrations.originalUsage(usage)).toMatchObject({
    original: 'lb:O:Old:problem:a',
    former: 'lib-block-v1:O+Old+type@problem+block@a',
  })
})

const shared = fileURLToPath(new URL('../../../shared/olx/', import.meta.url))
describe.skipIf(!existsSync(shared))('with banks of a real course', () => {
  it('a migration keeps every learner’s selection, state and grades, and what learners see', async () => {
    const { context } = await host.authoring.import(join(shared, 'dhis2-intro', 'olx'))
    const libraries = [1, 2, 3].map((number) => `library-v1:hisp+GEN-D001-M${number}Quiz-en`)
    await expect(keepsEverything(context, libraries)).resolves.toBeUndefined()
  })
})
