import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'library-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [main, 'library', ...args, '--store', folder],
    { encoding: 'utf8' },
  )
  return { status, stdout, stderr }
}
const key = 'lib:O:Sums'

it('libraries are made, given to people, archived and deleted by commands, which act as the person they name', () => {
  expect(run('create', key, '--title', 'Sums', '--kind', 'problem', '--as', 'ada').status).toBe(1)
  expect(run('create', key, '--title', 'Sums', '--kind', 'problem').status).toBe(0)
  expect(run('access', key, '--give', 'user:ada=author', 'group:t=read').stdout).toContain('user:ada\tauthor')
  expect(run('list', '--as', 'bob').stdout.trim()).toBe('')
  expect(run('list', '--as', 'bob', '--group', 't').stdout).toContain(key)
  const refused = run('archive', key, '--as', 'ada')
  expect(refused.status).toBe(1)
  expect(refused.stderr).toContain('library-role')
  expect(run('archive', key).status).toBe(0)
  expect(run('change', key, '--title', 'Other', '--as', 'ada').stderr).toContain('library-archived')
  expect(run('delete', key).stderr).toContain('used by 0')
  expect(run('delete', key, '--uses', '0').status).toBe(0)
}, 60_000)
