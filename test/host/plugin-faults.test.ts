import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { WorkerPool } from '../../compositor/index.js'

const script = fileURLToPath(new URL('./faulty-host.mjs', import.meta.url))

/** Runs a host with the plugin to its end. */
function served(env: Readonly<Record<string, string>> = {}, ...own: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'faulty-host-'))
  try {
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, [script, folder, ...own], {
      env: { ...process.env, ...env },
      encoding: 'utf8',
      timeout: 60_000,
    })
    return { status, signal, stderr, results: JSON.parse(stdout || '[]') as Result[] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Result {
  readonly kind: string
  readonly waits: 'yes' | 'no'
  readonly page: number
  readonly beside: boolean
  readonly shown: boolean
  readonly acted: number
  readonly blamed: number
}

describe.runIf(WorkerPool.available())('a plugin that tries to end the process', () => {
  it('costs its own block at most, is named, and leaves nothing behind, whatever it tries', () => {
    const { status, signal, stderr, results } = served()
    expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' })
    expect(results).toHaveLength(32)
    for (const result of results) {
      expect(result).toMatchObject({ page: 200, beside: true })
      const { kind, waits, shown, blamed, acted } = result
      if (!kind.endsWith('while composing')) {
        expect([kind, blamed > 0]).toEqual([kind, true])
        // A block that is still at work when its fault is known fails with it; of a microtask only the file is known.
        if (waits === 'yes' && kind !== 'a throw in a microtask') expect([kind, shown]).toEqual([kind, false])
        const isAtOnce = /^(process|exit by|a signal)/.test(kind) && !kind.includes('timer')
        expect([kind, acted]).toEqual([kind, isAtOnce ? 500 : 200])
      }
    }
  }, 90_000)

  it('is found out by its files where it was not called: a throw in a timer of its module', () => {
    const { status, signal, results } = served({ FAULTY_MODULE: 'yes' })
    expect({ status, signal, count: results.length }).toEqual({ status: 0, signal: null, count: 32 })
  }, 90_000)

  it.each([
    ['rejection', 1],
    ['timer', 1],
    ['exit', 7],
  ])(
    'takes no fault of the server itself for its own: %s',
    (own, code) => {
      const { status, stderr } = served({}, own)
      expect(status).toBe(code)
      if (code === 1) expect(stderr).toContain('the server’s own')
    },
    90_000,
  )
})
