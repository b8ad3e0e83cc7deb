import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** What npm is told wherever something is installed. */
export const quietly = ['--no-audit', '--no-fund', '--prefer-offline']

/** What plugins are written with, besides this product, and servers that hosts are mounted in. */
const tools = ['typescript', '@types/node', 'zod', 'express', 'hono', '@hono/node-server']

/** What a program said, and how it ended. */
export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The product as its users get it: packed, and installed from its archive in a folder that has nothing else of ours. */
export class PackedRoom {
  readonly folder = mkdtempSync(join(tmpdir(), 'packed-'))
  readonly site = join(this.folder, 'site')
  readonly archive: string
  /** Why nothing could be installed, where no registry can be reached. */
  readonly offline: boolean

  constructor() {
    const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', this.folder]
    const said = execFileSync('npm', pack, { cwd: root, encoding: 'utf8' })
    const [{ filename }] = JSON.parse(said) as [{ filename: string }]
    this.archive = join(this.folder, filename)
    mkdirSync(this.site)
    writeFileSync(join(this.site, 'package.json'), '{ "private": true, "type": "module" }')
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    ) as Record<'dependencies' | 'devDependencies', Record<string, string>>
    const versions = { ...dependencies, ...devDependencies }
    const wanted = tools.map((tool) => `${tool}@${versions[tool] ?? 'latest'}`)
    const { status, stderr } = this.run('npm', ['install', ...quietly, this.archive, ...wanted])
    this.offline = /E(NOTFOUND|CONNREFUSED|TIMEDOUT|AI_AGAIN|NETUNREACH)/.test(stderr)
    if (status !== 0 && !this.offline) throw new Error(stderr)
  }

  /** Runs a program in a folder of the site. @param node whose Node.js it and its children are to be */
  run(command: string, args: readonly string[], within = '.', node = process.execPath): Ran {
    const PATH = [join(this.site, 'node_modules/.bin'), dirname(node), process.env['PATH']].join(delimiter)
    const { NODE_OPTIONS: _ours, VITEST: _runner, ...env } = process.env
    return spawnSync(command, args, {
      cwd: join(this.site, within),
      encoding: 'utf8',
      env: { ...env, PATH },
      timeout: 240_000,
    })
  }

  /** A copy of a folder of this project, in the site. */
  copy(from: string, to: string): void {
    cpSync(join(root, from), join(this.site, to), { recursive: true })
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
