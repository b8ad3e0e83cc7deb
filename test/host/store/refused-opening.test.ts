import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openHost, type HostOptions } from '../../../host/index.js'

const descriptors = '/proc/self/fd'
const hasDescriptors = process.platform === 'linux'
const folder = mkdtempSync(join(tmpdir(), 'refused-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The files below a folder that this process holds open. */
function heldBelow(path: string): string[] {
  return readdirSync(descriptors).flatMap((descriptor) => {
    try {
      const file = readlinkSync(join(descriptors, descriptor))
      return file.startsWith(path) ? [file] : []
    } catch {
      return []
    }
  })
}

function damage(store: string, part: string): void {
  mkdirSync(join(store, part), { recursive: true })
  writeFileSync(join(store, part, 'data.mdb'), Buffer.alloc(16_384, 'x'))
}

const log = { info() {}, warn() {}, error() {} }
const refusals: readonly {
  what: string
  code: string
  before?: (store: string) => void
  options?: Partial<HostOptions>
}[] = [
  {
    what: 'its learners’ store is damaged',
    code: 'store-damaged',
    before: (store) => damage(store, 'learners'),
  },
  { what: 'its units’ store is damaged', code: 'store-damaged', before: (store) => damage(store, 'units') },
  {
    what: 'a file stands where a store should',
    code: 'store-unavailable',
    before: (store) => writeFileSync(join(store, 'learners'), ''),
  },
  {
    what: 'a file stands where files should',
    code: 'store-unavailable',
    before: (store) => writeFileSync(join(store, 'files'), ''),
  },
  { what: 'an option is none', code: 'host-options', options: { frameAncestors: ['not an origin'] } },
  {
    what: 'a service cannot be bound',
    code: 'failed',
    options: {
      services: () => {
        throw Object.assign(new Error('no'), { code: 'failed' })
      },
    },
  },
]

describe.runIf(hasDescriptors)('a host that is not opened, as', () => {
  it.each(refusals)('$what, holds nothing of its store', async ({ what, code, before, options }) => {
    const store = join(folder, what.replaceAll(/\W+/g, '-'))
    mkdirSync(store)
    before?.(store)
    await expect(openHost({ store, log, python: false, ...options })).rejects.toMatchObject({ code })
    expect(heldBelow(store)).toEqual([])
  })
})
