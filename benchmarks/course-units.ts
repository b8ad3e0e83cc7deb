import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openHost } from '../host/index.js'
import type { ComposedBlock } from '../runtime/index.js'
import { ColdHosts } from './cold-hosts.js'
import { now } from './pairs.js'
import { TemporaryFolder } from './stress-site.js'
import { placedUnits } from './placed-units.js'

/** What one unit of a course costs. */
export interface CourseUnit {
  readonly key: string
  readonly title: string
  /** Milliseconds of processor for its first page ever, and for the first after a restart. */
  readonly newMs: number
  readonly coldMs: number
  /** Bytes of the page, and as sent. */
  readonly bytes: number
  readonly gzipBytes: number
  /** What is in it, and what of that is dear. */
  readonly why: readonly string[]
}

/** What a course of somebody's own costs. */
export interface CourseReport {
  readonly path: string
  readonly units: number
  /** Units that could not be shown to a learner, with the reason. */
  readonly refused: readonly string[]
  /** Milliseconds to import and publish it. */
  readonly importMs: number
  readonly findings: number
  /** The ten that cost most when they are shown for the first time. */
  readonly slowest: readonly CourseUnit[]
  /** Of all units, by what would be gained. */
  readonly gains: readonly string[]
}

const most = 10
/** Units that are looked at, from the first on. */
const mostUnits = 2000

/** Imports a course into a store that is thrown away, and shows each unit to a learner, before and after a restart. @throws what importing does */
export async function courseReport(path: string): Promise<CourseReport> {
  await using folder = await TemporaryFolder.make()
  const store = join(folder.path, 'store')
  const began = performance.now()
  const { keys, findings, titles } = await imported(store, path)
  const importMs = performance.now() - began
  await using cold = await ColdHosts.open(store, [], { info() {}, warn() {}, error() {} })
  const refused: string[] = []
  const shown = new Map<string, { newMs: number; coldMs: number; bytes: number; gzipBytes: number }>()
  // The first two rounds compile the JavaScript; the third composes anew, the fourth finds what was kept.
  for (const isKept of [false, true, false, true]) {
    const host = cold.start(isKept)
    for (const key of keys) {
      const at = now('processor')
      try {
        const page = await cold.page(host, key)
        const ms = now('processor') - at
        const before = shown.get(key)
        shown.set(key, {
          newMs: isKept ? (before?.newMs ?? ms) : ms,
          coldMs: ms,
          bytes: page.length,
          gzipBytes: gzipSync(page).length,
        })
      } catch (thrown) {
        if (refused.length < 20 && !refused.some((line) => line.startsWith(key)))
          refused.push(`${key}: ${String(thrown)}`)
      }
    }
    await host.courseware.close()
  }
  const host = cold.start()
  const units: CourseUnit[] = []
  for (const [key, figures] of [...shown]
    .sort(([, one], [, other]) => other.newMs - one.newMs)
    .slice(0, most)) {
    const { root } = await host.courseware.compositor.unit(key)
    units.push({ key, title: titles.get(key) ?? '', ...figures, why: reasons(root) })
  }
  await host.courseware.close()
  const all = [...shown.values()]
  const total = (of: (one: (typeof all)[number]) => number) => all.reduce((sum, one) => sum + of(one), 0)
  return {
    path,
    units: keys.length,
    refused,
    importMs,
    findings,
    slowest: units,
    gains: [
      `What is kept in the store makes the first page after a restart ${ratio(
        total((one) => one.newMs),
        total((one) => one.coldMs),
      )} times as cheap.`,
      `Compression makes pages ${ratio(
        total((one) => one.bytes),
        total((one) => one.gzipBytes),
      )} times as small.`,
      ...large(all.map(({ bytes }) => bytes)),
    ],
  }
}

async function imported(store: string, path: string) {
  await using host = await openHost({ store, python: false, threads: 1 })
  const report = await host.authoring.import(path)
  const units = await placedUnits(await host.published(report.context))
  const some = units.slice(0, mostUnits)
  return {
    keys: some.map(({ entry }) => entry.key),
    titles: new Map(some.map(({ entry, title }) => [entry.key, title])),
    findings: report.findings.length,
  }
}

/** What makes a unit dear: its blocks by type, and of those that are much, how much. */
function reasons(root: ComposedBlock): string[] {
  const counts = new Map<string, { count: number; characters: number }>()
  let formulas = 0
  let scripts = 0
  const walk = (block: ComposedBlock): void => {
    const { count, characters } = counts.get(block.type) ?? { count: 0, characters: 0 }
    const text = JSON.stringify(block.fields)
    counts.set(block.type, { count: count + 1, characters: characters + text.length })
    formulas += text.split(/\\\\\(|\\\\\[|\[mathjax/).length - 1
    if (/<script[^>]*python/.test(text)) scripts++
    block.children.forEach(walk)
  }
  walk(root)
  const types = [...counts].sort(([, one], [, other]) => other.characters - one.characters).slice(0, 4)
  return [
    ...types.map(
      ([type, { count, characters }]) =>
        `${count} ${type}, ${Math.ceil(characters / 1000)} thousand characters`,
    ),
    ...(formulas > 0 ? [`${formulas} formulas, drawn when the unit is composed`] : []),
    ...(scripts > 0
      ? [`${scripts} problems with scripts, run in a process of their own for each learner`]
      : []),
  ]
}

function ratio(one: number, other: number): string {
  return other === 0 ? '–' : (one / other).toFixed(1)
}

function large(bytes: readonly number[]): string[] {
  const count = bytes.filter((one) => one > 300_000).length
  return count === 0
    ? []
    : [`${count} units have pages of more than 300 KB: split, they would come sooner on a phone.`]
}
