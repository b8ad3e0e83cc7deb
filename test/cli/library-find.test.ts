import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { libraryWith } from '../content/migrate/made-store.js'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'find-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: string[]) => {
  const words = [main, ...args, '--store', join(folder, 'store')]
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  return { status, stdout, stderr }
}

describe.runIf(existsSync(main))('what authors find blocks by, as commands', () => {
  it('tags, finds and tells of blocks, for the person it acts as', () => {
    const problem = '<problem display_name="Crème"><p>x</p></problem>'
    for (const [path, text] of Object.entries(libraryWith({ 'problem/one': problem }))) {
      mkdirSync(dirname(join(folder, 'library', path)), { recursive: true })
      writeFileSync(join(folder, 'library', path), text)
    }
    const csv = join(folder, 'subjects.csv')
    writeFileSync(csv, 'id,value,parent_id\nsci,Science,\nbio,Biology,sci\n')
    expect(run('import', join(folder, 'library')).status).toBe(0)
    expect(run('library', 'taxonomy', 'import', csv).stdout).toContain('subjects: 2 tags')
    const block = 'lb:O:L:problem:one'
    const [key, tag] = ['lib:O:L', 'subjects:bio']
    expect(run('library', 'tag', key, block, '--add', tag, '--as', 'bob').stderr).toContain(
      'context-not-published',
    )
    expect(run('library', 'tag', key, block, '--add', tag).stdout).toContain(`${block}\t${tag}`)
    const found = run('library', 'search', 'CREME', '--tag', 'subjects:sci', '--json')
    expect(JSON.parse(found.stdout)).toMatchObject({
      total: 1,
      items: [{ usage: block, tags: [tag] }],
      next: null,
    })
    expect(run('library', 'search', '--as', 'bob').stdout).toContain('0 found')
    const sheet = join(folder, 'sheet.csv')
    expect(run('library', 'csv', 'export', key, sheet).status).toBe(0)
    const other = readFileSync(sheet, 'utf8').replace('Crème', 'Soufflé').replaceAll(',', ';')
    writeFileSync(sheet, Buffer.from(`\uFEFF${other}`, 'utf16le'))
    expect(run('library', 'csv', 'import', key, sheet).stdout).toContain(`2\t${block}\t'Crème' -> 'Soufflé'`)
    expect(run('library', 'used', block).stdout.trim()).toBe(`${block}: nowhere`)
  }, 90_000)
})
