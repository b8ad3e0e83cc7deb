import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

describe.skipIf(!existsSync(main))('the address of a store on the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-address-'))
  const run = (words: readonly string[], named: Readonly<Record<string, string>> = {}) => {
    const env = { ...process.env, ...named }
    if (!('UNIT_COMPOSITOR_STORE' in named)) delete env['UNIT_COMPOSITOR_STORE']
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
      cwd: folder,
      encoding: 'utf8',
      env,
    })
    return { status, stdout, said: `${stdout}${stderr}` }
  }

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is named by the option first, then by the variable, then is a folder here', () => {
    for (const [words, named, made] of [
      [['--store', 'by-option'], { UNIT_COMPOSITOR_STORE: 'by-variable' }, 'by-option'],
      [[], { UNIT_COMPOSITOR_STORE: 'by-variable' }, 'by-variable'],
      [[], {}, '.unit-compositor'],
    ] as const) {
      expect(existsSync(join(folder, made))).toBe(false)
      expect(run(['contexts', '--json', ...words], named)).toMatchObject({ status: 0, stdout: '[]\n' })
      expect(existsSync(join(folder, made))).toBe(true)
    }
  })

  it('is never shown by help, as it may hold a password', () => {
    const { status, said } = run(['import', '--help'], {
      UNIT_COMPOSITOR_STORE: 'postgres://author:open-sesame@localhost/courses',
    })
    expect(status).toBe(0)
    expect(said).toContain('UNIT_COMPOSITOR_STORE')
    expect(said).not.toMatch(/open-sesame|author/)
  })

  it.each([
    ['mysql://author:open-sesame@localhost/courses', 'store-address'],
    ['postgres://author:open#sesame@localhost/courses', 'store-address'],
    ['postgres://author:open-sesame@127.0.0.1:1/courses', 'store-unavailable'],
  ])(
    'is refused with what to do, and without its password, before anything is written: %s',
    (address, code) => {
      const { status, said } = run(['contexts', '--store', address])
      expect(status).toBe(1)
      expect(said).toMatch(new RegExp(`^${code}: `))
      expect(said.trim().split('\n').length).toBeGreaterThan(1)
      expect(said).not.toMatch(/open.sesame/)
      expect(readdirSync(folder).filter((name) => !/^by-|^\.unit/.test(name))).toEqual([])
    },
  )

  it('is refused when it is empty, instead of making a store of whatever folder this is', () => {
    expect(run(['contexts', '--store', '']).status).toBe(2)
    expect(run(['contexts'], { UNIT_COMPOSITOR_STORE: '' }).status).toBe(2)
  })
})
