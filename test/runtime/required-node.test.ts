import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { oldestNode, refuseOldNode } from '../../runtime/required-node.js'

it('is what the package says', () => {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    engines: { node: string }
  }
  expect(engines.node).toBe(`>=${oldestNode.join('.')}`)
})

it.each(['18.20.8', '20.18.3'])('tells a Node.js of version %s that it is too old', (version) => {
  expect(() => refuseOldNode(version)).toThrow(`needs Node.js 20.19 or newer, and this is ${version}`)
})

it.each(['20.19.0', '22.0.0', '100.1.0'])('lets version %s be', (version) => {
  expect(() => refuseOldNode(version)).not.toThrow()
})
