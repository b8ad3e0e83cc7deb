import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { snippetsOf } from '../docs/snippets.js'
import { quietly, type PackedRoom } from './packed-room.js'
import { StartedWorkbench } from './started-workbench.js'

const snippets = snippetsOf('write-a-block.md')
const [steps] = snippets.filter(({ language }) => language === 'sh')
const [shipped] = snippets.filter(({ language }) => language === 'json')

/** What docs/write-a-block.md says, step by step as it is written, by somebody who has nothing but the installed package. */
export function describeFreshPackage(room: () => PackedRoom): void {
  /** What a command says that has to end well. */
  const said = (line: string, within = '.'): string => {
    const [command = '', ...args] = line.split(' ')
    const { status, stdout, stderr } = room().run(command, args, within)
    expect([line, status, status === 0 ? '' : `${stdout}\n${stderr}`]).toEqual([line, 0, ''])
    return stdout
  }

  describe('a block written as docs/write-a-block.md says', () => {
    it('has only snippets that are run', () => {
      const idle = snippets.filter(
        ({ path, language }) => path === undefined && !['sh', 'json'].includes(language),
      )
      expect(idle).toEqual([])
    })

    it('is made, installs and passes its tests', ({ skip }) => {
      skip(room().offline, 'No registry can be reached.')
      let within = '.'
      for (const line of steps?.text.trim().split('\n') ?? []) {
        if (line.startsWith('cd ')) within = join(within, line.slice('cd '.length))
        else if (line === 'npm install') said(`npm install ${quietly.join(' ')}`, within)
        else expect([line, said(line, within)]).toBeTruthy()
      }
      expect(within).toBe('mood')
      const file = readFileSync(join(room().site, 'mood/package.json'), 'utf8')
      const { devDependencies } = JSON.parse(file) as { devDependencies: Record<string, string> }
      expect(devDependencies['unit-compositor']).toMatch(/^file:\.\.\/\.\.\/unit-compositor-.*\.tgz$/)
    }, 240_000)

    it('becomes what the document writes, which compiles and passes its tests', ({ skip }) => {
      skip(room().offline, 'No registry can be reached.')
      const folder = join(room().site, 'mood')
      for (const { path, text } of snippets) if (path !== undefined) writeFileSync(join(folder, path), text)
      const file = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as object
      const shippedFile = JSON.parse(shipped?.text ?? '') as object
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...file, ...shippedFile }))
      expect(said('npx tsc', 'mood')).toBe('')
      const tests = snippets.flatMap(({ path }) =>
        path?.endsWith('.test.ts') ? [path.replace('src/', 'dist/').replace('.ts', '.js')] : [],
      )
      expect(tests).toHaveLength(3)
      expect(said(`node --test ${tests.join(' ')}`, 'mood')).toMatch(/fail 0\n/)
    }, 120_000)

    it('shows in the workbench, started in its folder', async ({ skip }) => {
      skip(room().offline, 'No registry can be reached.')
      const bench = await StartedWorkbench.start(join(room().site, 'mood'), ['.'], process.execPath)
      try {
        expect(await bench.view('unit-compositor-mood/mood')).toContain('How was week 1?')
        expect(await bench.findings()).toBe('')
      } finally {
        expect(await bench.stop()).toBe(true)
      }
    }, 120_000)

    it('is packed with what hosts need, installed, found and shown by a host', ({ skip }) => {
      skip(room().offline, 'No registry can be reached.')
      expect(said('node dist/host.js', 'mood')).toBe('All plugins are sound.\n')
      const [packed] = JSON.parse(said('npm pack --json ./mood')) as [
        { filename: string; files: readonly { path: string }[] },
      ]
      const paths = packed.files.map(({ path }) => path)
      expect(paths).toEqual(
        expect.arrayContaining(['dist/index.js', 'client/mood.client.js', 'scenarios/mood.xml']),
      )
      expect(paths.filter((path) => path.includes('.test.'))).toEqual([])
      said(`npm install ${quietly.join(' ')} ./${packed.filename}`)

      const course = join(room().site, 'mood-course')
      mkdirSync(course)
      const mood = snippets.find(({ path }) => path === 'scenarios/mood.xml')?.text ?? ''
      writeFileSync(
        join(course, 'course.xml'),
        `<course org="O" course="M" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">
${mood.replace(/<!--.*?-->/s, '')}</vertical></sequential></chapter></course>`,
      )
      const store = '--store mood-store --discover .'
      said(`npx unit-compositor import mood-course ${store} --json`)
      const page = said(
        `npx unit-compositor render block-v1:O+M+R+type@vertical+block@v --learner ada ${store}`,
      )
      expect(page).toContain('How was week 1?')
    }, 240_000)
  })
}
