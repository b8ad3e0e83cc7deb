import { realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AsideBase, BlockBase, FieldMixin } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import type { Plugin } from '../runtime/plugin/plugin.js'
import { installedPackage, packageOf } from './package-file.js'

/**
 * Refuses a plugin whose classes come from another copy of this product: its blocks, services and errors would be strangers to
 * this one, and each would fail in a way that says nothing of the cause.
 * @param address of the plugin's module
 * @throws CompositorError `plugin-invalid`, naming both copies and what to do
 */
export function refuseOtherCopy({ name, types, asides = [], mixins = [] }: Plugin, address: string): void {
  const isOurs =
    types.every(({ blockClass }) => isBelow(blockClass, BlockBase)) &&
    asides.every(({ blockClass }) => isBelow(blockClass, AsideBase)) &&
    mixins.every((mixin) => mixin instanceof FieldMixin)
  if (isOurs) return
  const theirs = address.startsWith('file:') ? copySeenFrom(dirname(fileURLToPath(address))) : undefined
  const ours = packageOf(fileURLToPath(import.meta.url))?.folder ?? ''
  throw new CompositorError(
    'plugin-invalid',
    `Plugin '${name}' is written on another copy of unit-compositor${theirs === undefined ? '' : ` (${theirs})`} than the one that ` +
      `loads it (${ours}); a host and its plugins share one. Install the plugin into the host's project from its archive ` +
      "('npm pack', then 'npm install'), where unit-compositor as its peer dependency is the host's, or remove the plugin's own copy.",
  )
}

/** Classes of plugins are there where a block type is; what has none is checked when it is used. */
function isBelow(blockClass: unknown, base: abstract new () => object): boolean {
  return typeof blockClass !== 'function' || (blockClass.prototype as unknown) instanceof base
}

function copySeenFrom(folder: string): string | undefined {
  const found = installedPackage('unit-compositor', folder)
  return found === undefined ? undefined : realpathSync(found)
}
