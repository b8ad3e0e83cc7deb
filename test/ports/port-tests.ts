import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, type TestContext } from 'vitest'
import { nodesAtHand } from './nodes.js'
import { quietly, type PackedRoom } from './packed-room.js'
import { ports } from './ports.js'
import { StartedWorkbench } from './started-workbench.js'

/** What `in-host.mjs` says. */
interface InHost {
  readonly findings: readonly string[]
  readonly results: Readonly<Record<string, { readonly first?: string; readonly failed?: string }>>
}

const names = ports.map(({ name }) => name)
const folderOf = (name: string) => `ports/${name}`
const packageOf = (name: string) => `unit-compositor-${name.replace(/_/g, '-')}`

/** Every port, built and installed as a package of strangers, under each Node.js there is. */
export function describePorts(room: () => PackedRoom): void {
  const skipped = ({ skip }: TestContext) => skip(room().offline, 'No registry can be reached.')

  describe('the ports', () => {
    it('are listed, each in a line', () => {
      const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
      expect(folders.filter((one) => one.isDirectory()).map(({ name }) => name)).toEqual(names.toSorted())
    })

    it('build against what the package says of itself, pack and install', (context) => {
      skipped(context)
      const { site } = room()
      for (const name of names) {
        room().copy(`test/ports/${name}`, folderOf(name))
        rmSync(join(site, folderOf(name), 'dist'), { recursive: true, force: true })
        expect([name, room().run('tsc', ['-p', folderOf(name)])]).toMatchObject([
          name,
          { stdout: '', status: 0 },
        ])
      }
      const packed = room().run('npm', ['pack', '--json', ...names.map((name) => `./${folderOf(name)}`)])
      const archives = JSON.parse(packed.stdout) as { filename: string }[]
      const installed = room().run('npm', ['install', ...quietly, ...archives.map((one) => one.filename)])
      expect(installed).toMatchObject({ status: 0 })
    }, 120_000)

    describe.each(nodesAtHand())('under Node.js $major', ({ program }) => {
      it.each(ports)(
        'pass their tests and the rules of every block type: $name',
        ({ name }) => {
          const { site } = room()
          const dist = join(folderOf(name), 'dist')
          const tests = readdirSync(join(site, dist)).filter((file) => file.endsWith('.test.js'))
          const { stdout } = room().run(
            program,
            ['--test', ...tests.map((file) => join(dist, file))],
            '.',
            program,
          )
          expect(stdout).toMatch(/\n(# |ℹ )fail 0\n/)
          expect(stdout).toContain('does the same in a worker')
        },
        60_000,
      )

      it('do what they are for in a published host that finds them among its dependencies', () => {
        room().copy('test/ports/in-host.mjs', 'in-host.mjs')
        const { stdout, stderr } = room().run(program, ['in-host.mjs', ...names], '.', program)
        expect(stderr).toBe('')
        const { findings, results } = JSON.parse(stdout) as InHost
        expect(findings).toEqual([])
        for (const { name, shows } of ports) {
          expect([name, results[name]?.failed]).toEqual([name, undefined])
          expect(results[name]?.first).toContain(shows)
        }
      }, 120_000)

      it('show their scenarios in the workbench, which ends with the command that started it', async () => {
        const { site } = room()
        const bench = await StartedWorkbench.start(site, names.map(folderOf), program)
        try {
          expect(await bench.findings()).toBe('')
          for (const { name, shows } of ports) {
            const scenarios = readdirSync(join(site, folderOf(name), 'scenarios')).filter((file) =>
              file.endsWith('.xml'),
            )
            const views = scenarios.map((file) =>
              bench.view(`${packageOf(name)}/${file.replace(/\.xml$/, '')}`),
            )
            const pages = await Promise.all(views)
            expect(pages.join('\n')).toContain(shows)
            for (const page of pages) expect(page).not.toContain('could not be shown')
          }
        } finally {
          expect(await bench.stop()).toBe(true)
        }
      }, 120_000)
    })
  })
}
