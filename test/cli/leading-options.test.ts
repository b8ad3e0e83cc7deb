import { describe, expect, it } from 'vitest'
import { withOptionsBehind } from '../../cli/leading-options.js'

describe('options before the command', () => {
  it.each([
    ['--store S contexts', 'contexts --store S'],
    ['--store=S --json units K', 'units K --store=S --json'],
    ['--json --store S import P -- --odd', 'import P --json --store S -- --odd'],
    ['contexts --store S', 'contexts --store S'],
    // What is none of the command's is refused as it stands.
    ['--store S', '--store S'],
    ['--store', '--store'],
    ['--store S --help', '--store S --help'],
    ['--version', '--version'],
    ['--plugin P serve', '--plugin P serve'],
  ])('%s is read as %s', (written, read) => {
    expect(withOptionsBehind(written.split(' '))).toEqual(read.split(' '))
  })
})
