import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadPlugins, scaffoldBlock } from '../../plugins/index.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cli = join(root, 'dist/cli/main.js')
const built = existsSync(cli)
const bin = join(root, 'node_modules/.bin')
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` }

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scaffold-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A project that has the packages of this checkout installed. */
function project(name: string): string {
  const path = join(folder, name)
  const modules = join(path, 'node_modules')
  mkdirSync(join(modules, '@types'), { recursive: true })
  symlinkSync(root, join(modules, 'unit-compositor'), 'junction')
  for (const one of ['zod', '@types/node', 'undici-types']) {
    symlinkSync(join(root, 'node_modules', one), join(modules, one), 'junction')
  }
  return path
}

describe.skipIf(!built)('a new block', () => {
  it('made in a project builds, passes its tests and can be loaded by its folder', async () => {
    const here = project('site')
    const said = execFileSync(process.execPath, [cli, 'new', 'block', 'star_rating'], {
      cwd: here,
      encoding: 'utf8',
    })
    expect(said).toContain('star-rating/src/star-rating-block.ts')
    const made = join(here, 'star-rating')
    const tested = execFileSync('npm', ['test'], { cwd: made, env, encoding: 'utf8' })
    expect(tested).toMatch(/pass 16\n/)
    const { types, diagnostics } = await loadPlugins({ specifiers: [made] })
    expect(diagnostics).toEqual([])
    expect(types.get('star_rating')?.plugin).toBe('star-rating')
  }, 120_000)
})

describe('making a block', () => {
  it('never writes where something is', () => {
    const dir = join(folder, 'full')
    mkdirSync(dir)
    writeFileSync(join(dir, 'mine.txt'), 'mine')
    expect(() => scaffoldBlock({ name: 'poll', dir, inPackage: true })).toThrow(
      expect.objectContaining({ code: 'scaffold-refused' }),
    )
    expect(readFileSync(join(dir, 'mine.txt'), 'utf8')).toBe('mine')
  })

  it('says how to go on where no project has the product', () => {
    expect(() => scaffoldBlock({ name: 'poll', dir: join(folder, 'alone') })).toThrow(/--in-package/)
  })

  it.each([
    [{ name: 'word_cloud' }, 'word_cloud', 'word-cloud', 'WordCloudBlock'],
    [{ name: 'drag-and-drop-v2' }, 'drag-and-drop-v2', 'drag-and-drop-v2', 'DragAndDropV2Block'],
    [{ name: 'staff_grading', type: 'edx_sga' }, 'edx_sga', 'staff-grading', 'StaffGradingBlock'],
  ])('names what %j makes as content has it', (named, type, file, className) => {
    const dir = join(folder, `named-${file}`)
    const { files } = scaffoldBlock({ ...named, dir, inPackage: true })
    expect(files).toContain(`src/${file}-block.ts`)
    const source = readFileSync(join(dir, `src/${file}-block.ts`), 'utf8')
    expect(source).toContain(`@block('${type}')\nexport class ${className} `)
    expect(readFileSync(join(dir, `scenarios/${file}.xml`), 'utf8')).toMatch(new RegExp(`^<${type} `))
    expect(readFileSync(join(dir, 'package.json'), 'utf8')).toContain(`"${type}"`)
  })

  it.each(['', 'Poll', '1st', 'a b', '../up', 'x__y', 'a-'])('refuses the name %j', (name) => {
    expect(() => scaffoldBlock({ name, dir: join(folder, 'never') })).toThrow(
      expect.objectContaining({ code: 'plugin-invalid' }),
    )
  })
})
