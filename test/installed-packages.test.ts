import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inRange } from '../plugins/version-range.js'

interface LockedPackage {
  readonly engines?: { readonly node?: string }
  readonly hasInstallScript?: boolean
  readonly resolved?: string
}

function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')) as T
}

const own = readJson<{ engines: { node: string }; allowScripts: Record<string, boolean> }>('package.json')
const locked = Object.entries(
  readJson<{ packages: Record<string, LockedPackage> }>('package-lock.json').packages,
)
const oldest = /^>=(\d+\.\d+)$/.exec(own.engines.node)?.[1]

describe('what npm ci installs', () => {
  it('runs on the oldest Node that the project names, on each later major, and warns of none', () => {
    expect(oldest).toBe('20.19')
    const misfits = locked.flatMap(([name, { engines }]) => {
      const range = engines?.node?.replace(/>=v/g, '>=')
      const versions = [`${oldest}.0`, '20.20.2', '22.13.0', '24.0.0']
      return range === undefined
        ? []
        : versions.filter((one) => !inRange(one, range)).map((one) => [name, range, one])
    })
    expect(misfits).toEqual([])
  })

  it('runs no install script that the project has not allowed', () => {
    const names = locked.flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript ? [path.replace(/^.*node_modules\//, '')] : [],
    )
    expect(Object.keys(own.allowScripts).toSorted()).toEqual(names.toSorted())
  })

  it('comes from whatever registry npm is told to use', () => {
    expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
  })
})
