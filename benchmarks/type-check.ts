import { spawnSync } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { summarised, type Pairs } from './pairs.js'
import { TemporaryFolder } from './stress-site.js'
import { numbers } from './stress-unit.js'
import type { Benchmark, BenchmarkResult } from './result.js'

/** Classes in a program, so that the compiler's start does not hide what one adds. */
const classes = 100
const fields = 20
const rounds = 3
const root = fileURLToPath(new URL('../..', import.meta.url))
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')

/** Four scopes of five fields, with what each field's property is. */
const scopes = ['content', 'settings', 'userState', 'userStateSummary'] as const
const kinds = [
  { field: 'string()', type: 'string' },
  { field: 'integer()', type: 'number' },
  { field: 'list(string())', type: 'string[]' },
  { field: 'optional(float())', type: 'number | null' },
  { field: 'dict(integer())', type: 'Record<string, number>' },
] as const

/** What `tsc --extendedDiagnostics` says of one program. */
interface Checked {
  /** Milliseconds. */
  readonly time: number
  readonly instantiations: number
}

/** A block of 20 fields that uses each of them. */
function blockClass(number: number): string {
  const groups = scopes.map((scope) => {
    const members = kinds.map(({ field }, index) => `${scope}${index}: ${field}`)
    return `  ${scope}: { ${members.join(', ')} },\n`
  })
  return `export class Block${number} extends Block({\n${groups.join('')}}) {\n${uses()}}\n`
}

/** The same as plain properties. */
function plainClass(number: number): string {
  const members = scopes.flatMap((scope) =>
    kinds.map(({ type }, index) => `  declare ${scope}${index}: ${type}\n`),
  )
  return `export class Block${number} extends Plain {\n${members.join('')}${uses()}}\n`
}

function uses(): string {
  const values = scopes.flatMap((scope) => kinds.map((_, index) => `this.${scope}${index}`))
  return `  all() {\n    return [${values.join(', ')}] as const\n  }\n`
}

/** Programs of one kind of class, and one without any, in a folder that finds the package by its name. */
class Programs {
  private constructor(private readonly folder: string) {}

  static async in(folder: string): Promise<Programs> {
    await mkdir(join(folder, 'node_modules', '@types'), { recursive: true })
    await symlink(root, join(folder, 'node_modules', 'unit-compositor'), 'junction')
    const start = `import { Block, dict, float, integer, list, optional, string } from 'unit-compositor'
export const used = { Block, dict, float, integer, list, optional, string }
export class Plain {}
`
    const programs = { none: '', blocks: each(blockClass), plain: each(plainClass) }
    for (const [name, text] of Object.entries(programs)) {
      await writeFile(join(folder, `${name}.ts`), start + text)
    }
    return new Programs(folder)
  }

  check(program: 'none' | 'blocks' | 'plain'): Checked {
    const given = `--noEmit --strict --target ES2022 --module NodeNext --skipLibCheck --extendedDiagnostics ${program}.ts`
    const { stdout, status } = spawnSync(process.execPath, [compiler, ...given.split(' ')], {
      cwd: this.folder,
      encoding: 'utf8',
    })
    const figure = (name: string) => Number(new RegExp(`^${name}:\\s+([\\d.]+)s?$`, 'm').exec(stdout)?.[1])
    const found = { time: figure('Check time') * 1000, instantiations: figure('Instantiations') }
    if (status === 0 && found.time >= 0 && found.instantiations >= 0) return found
    throw new Error(`The compiler said: ${stdout.slice(0, 1000)}`)
  }
}

function each(text: (number: number) => string): string {
  return numbers(classes).map(text).join('')
}

/** What `figure` says that one class adds to a program without any, beside one with plain properties. */
async function added(figure: keyof Checked, times: number): Promise<Pairs> {
  await using folder = await TemporaryFolder.make()
  const programs = await Programs.in(folder.path)
  programs.check('none')
  const pairs: { subject: number; against: number }[] = []
  for (let round = 0; round < times; round++) {
    const none = programs.check('none')[figure]
    const by = (program: 'blocks' | 'plain') => (programs.check(program)[figure] - none) / classes
    pairs.push({ subject: by('blocks'), against: by('plain') })
  }
  return summarised(pairs)
}

function result(
  benchmark: Pick<BenchmarkResult, 'id' | 'title' | 'unit'>,
  limit: number,
  { subject, against, ratio, spread, runs }: Pairs,
): BenchmarkResult {
  return {
    ...benchmark,
    value: subject,
    against: `a class of as many plain properties (${against.toPrecision(2)} ${benchmark.unit})`,
    ratio,
    spread,
    runs,
    target: `at most ${limit} ${benchmark.unit}`,
    met: subject <= limit,
  }
}

export const typeInstantiations: Benchmark = {
  id: 'type-instantiations',
  title: `types that the compiler instantiates for a block of ${fields} fields`,
  async run() {
    return result(
      { id: this.id, title: this.title, unit: 'instantiations' },
      1000,
      await added('instantiations', 1),
    )
  },
}

export const typeCheck: Benchmark = {
  id: 'type-check',
  title: `time that a block of ${fields} fields adds to type-checking`,
  async run() {
    return result({ id: this.id, title: this.title, unit: 'ms' }, 2, await added('time', rounds))
  },
}
