import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { importCircles, type Import } from './import-circles.js'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Which rooms a room may import, and why nothing else. */
const floors: Readonly<Record<string, { below: readonly string[]; because: string }>> = {
  runtime: { below: [], because: 'What a block is must not depend on any block, store or host.' },
  store: {
    below: ['runtime'],
    because: 'What is kept, and how, depends on nobody who keeps it; plugins and blocks reach no store.',
  },
  plugins: {
    below: ['runtime'],
    because: 'Finding block types needs to know what a block type is, nothing more.',
  },
  blocks: { below: ['runtime'], because: 'Shipped block types use no door that a stranger’s plugin lacks.' },
  content: {
    below: ['runtime', 'store', 'plugins'],
    because:
      'The authors’ side may be down while learners go on: it hands over plain data and is known by nobody below host.',
  },
  compositor: {
    below: ['runtime', 'store', 'plugins'],
    because: 'Composing is pure: it knows neither authors nor learners.',
  },
  lms: {
    below: ['runtime', 'store', 'plugins', 'compositor'],
    because: 'A learner meets a composed unit; where it was authored does not matter.',
  },
  python: {
    below: ['runtime'],
    because:
      'What runs scripts of strangers must not reach courses, learners or stores: it is handed all it needs.',
  },
  host: {
    below: ['runtime', 'store', 'plugins', 'blocks', 'content', 'compositor', 'lms', 'python'],
    because: 'The doors wire everything.',
  },
  workbench: {
    below: ['runtime', 'store', 'plugins', 'blocks', 'content', 'compositor', 'lms', 'python', 'host'],
    because: 'A host must not know of the bench that plugins are written on.',
  },
  cli: {
    below: [
      'runtime',
      'store',
      'plugins',
      'blocks',
      'content',
      'compositor',
      'lms',
      'python',
      'host',
      'workbench',
    ],
    because: 'Commands start everything, and nothing but people starts them.',
  },
  benchmarks: {
    below: ['runtime', 'store', 'plugins', 'blocks', 'content', 'compositor', 'lms', 'python', 'host'],
    because: 'Benchmarks look from outside.',
  },
}

/**
 * The test kit, a door of its own, shows blocks composed as in a course: by the same code; and it hands out the rules for
 * drivers of stores. Nothing below knows it.
 */
const testKit: ReadonlySet<string> = new Set([
  'plugins/testing/placement.ts -> compositor/compose.js',
  'plugins/testing/index.ts -> store/conformance/index.js',
])

const imports = Object.keys(floors).flatMap(importsOf)

function importsOf(room: string): Import[] {
  return sources(join(root, room)).flatMap((file) =>
    [
      ...readFileSync(file, 'utf8').matchAll(/(?:from|import\(|import)\s*'(\.[^']+|unit-compositor[^']*)'/g),
    ].map(([, specifier = '']) => ({
      from: relative(root, file),
      to: specifier.startsWith('.') ? relative(root, join(dirname(file), specifier)) : packagePath(specifier),
    })),
  )
}

function packagePath(specifier: string): string {
  if (specifier === 'unit-compositor/testing') return 'plugins/testing/index.js'
  return specifier === 'unit-compositor' ? 'runtime/index.js' : specifier.replace('unit-compositor/', '')
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}

function foldersIn(folder: string): Set<string> {
  const entries = readdirSync(folder, { withFileTypes: true })
  return new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name))
}

const roomOf = (path: string) => path.split('/')[0] ?? ''

describe('the house', () => {
  it.each(Object.entries(floors))('%s imports only rooms below it', (room, { below, because }) => {
    const upstairs = imports
      .filter(({ from, to }) => roomOf(from) === room && roomOf(to) !== room && !below.includes(roomOf(to)))
      .map(({ from, to }) => `${from} -> ${to}`)
      .filter((found) => !testKit.has(found))
    expect(upstairs, because).toEqual([])
  })

  it('has no circle of files, type imports included: what two share is a file below both', () => {
    expect(importCircles(imports.map(({ from, to }) => ({ from, to: to.replace(/js$/, 'ts') })))).toEqual([])
  })

  it('would name a circle that came in', () => {
    const through = (...files: string[]) =>
      files.slice(1).map((to, index) => ({ from: files[index] ?? '', to }))
    const circles = importCircles([
      ...through('host.ts', 'routes.ts', 'page.ts', 'host.ts'),
      ...through('page.ts', 'layout.ts'),
      ...through('a.ts', 'b.ts', 'a.ts'),
      ...through('self.ts', 'self.ts'),
    ])
    expect(circles).toEqual([
      'a.ts -> b.ts -> a.ts',
      'host.ts -> routes.ts -> page.ts -> host.ts',
      'self.ts -> self.ts',
    ])
  })

  it('lets no block type import another, so that each can be replaced alone', () => {
    const typeOf = (path: string) => path.split('/')[1] ?? ''
    const between = imports
      .filter(
        ({ from, to }) => roomOf(from) === 'blocks' && roomOf(to) === 'blocks' && from !== 'blocks/index.ts',
      )
      .filter(({ from, to }) => typeOf(from) !== typeOf(to))
    expect(between).toEqual([])
  })

  it('never asks for a block type by name where units are composed', () => {
    const named = sources(join(root, 'compositor')).filter((file) =>
      /['"](library_content_v2|library_content|randomized|itembank|problem|video|html)['"]/.test(
        readFileSync(file, 'utf8'),
      ),
    )
    expect(named.map((file) => relative(root, file))).toEqual([])
  })

  it('is described with every folder of every room', () => {
    const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
    const described = Object.keys(floors)
      .filter((room) => room !== 'benchmarks')
      .map((room) => {
        const [, row = ''] = new RegExp(`^\\| ${room} \\| (.*) \\|$`, 'm').exec(text) ?? []
        return [room, new Set([...row.matchAll(/`([\w-]+)`/g)].map(([, folder]) => folder))] as const
      })
    const there = described.map(([room]) => [room, foldersIn(join(root, room))] as const)
    expect(described).toEqual(there)
  })

  it('has no room or file without a noun of the field', () => {
    const nameless = Object.keys(floors)
      .flatMap((room) => sources(join(root, room)))
      .map((file) => relative(root, file))
      .filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/.test(file))
    expect(nameless).toEqual([])
  })
})
