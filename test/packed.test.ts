import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const quietly = ['--no-audit', '--no-fund', '--prefer-offline']

let folder: string
let archive: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'packed-'))
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  const [{ filename }] = JSON.parse(execFileSync('npm', pack, { cwd: root, encoding: 'utf8' })) as [
    { filename: string },
  ]
  archive = join(folder, filename)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000)

const run = (command: string, args: readonly string[], cwd: string) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** Whether npm could not reach a registry. */
const isOffline = (said: string) => /E(NOTFOUND|CONNREFUSED|TIMEDOUT|AI_AGAIN|NETUNREACH)/.test(said)

describe.skipIf(!existsSync(join(root, 'dist/cli/main.js')))('the package, in an empty folder', () => {
  it('holds every file that its documents lead to', () => {
    run('tar', ['xzf', archive, '-C', folder], folder)
    const packed = join(folder, 'package')
    const documents = readdirSync(packed, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.md'))
      .map((path) => join(packed, path))
    expect(documents.length).toBeGreaterThan(30)
    const broken = documents.flatMap((document) =>
      [...readFileSync(document, 'utf8').matchAll(/\]\(([^)\s#]+)[^)\s]*\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(dirname(document), target)))
        .map((target) => `${relative(packed, document)}: ${target}`),
    )
    expect(broken).toEqual([])
  })

  it('installs, opens a host, and makes a block whose own package installs and passes its tests', ({
    skip,
  }) => {
    const site = join(folder, 'site')
    mkdirSync(site)
    writeFileSync(join(site, 'package.json'), '{ "private": true, "type": "module" }')
    const installed = spawnSync('npm', ['install', ...quietly, archive], { cwd: site, encoding: 'utf8' })
    skip(isOffline(installed.stderr), 'No registry can be reached.')
    expect([installed.status, installed.stderr.match(/npm error.*/g)]).toEqual([0, null])

    const command = join(site, 'node_modules/.bin/unit-compositor')
    const demo = join(site, 'node_modules/unit-compositor/demo')
    const course = readdirSync(demo).find((name) => existsSync(join(demo, name, 'course.xml'))) ?? ''
    const report = run(command, ['import', join(demo, course), '--store', 'store', '--json'], site)
    expect(JSON.parse(report)).toMatchObject({ kind: 'course', published: true })

    run(command, ['new', 'block', 'star_rating', '--in-package'], site)
    const made = join(site, 'star-rating')
    const { devDependencies } = JSON.parse(readFileSync(join(made, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>
    }
    expect(devDependencies['unit-compositor']).toBe(`file:../../${relative(folder, archive)}`)
    run('npm', ['install', ...quietly], made)
    expect(run('npm', ['test'], made)).toMatch(/fail 0\n/)
  }, 240_000)
})
