import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DocumentPackage, isBuilt } from './document-package.js'
import { snippetsOf } from './snippets.js'

describe.skipIf(!isBuilt)('docs/plugin-routes.md', () => {
  const written = new DocumentPackage()
  beforeAll(() => written.writeAll(snippetsOf('plugin-routes.md')))
  afterAll(() => written.remove())

  it('is a plugin that compiles, and whose test passes', () => {
    expect(written.compile()).toBe('')
    const tests = ['--test', 'dist/src/index.test.js']
    const { stdout } = spawnSync(process.execPath, tests, { cwd: written.folder, encoding: 'utf8' })
    expect(stdout).toMatch(/pass 1\n/)
    expect(stdout).toMatch(/fail 0\n/)
  }, 60_000)
})
