import { createRequire } from 'node:module'
import { z } from 'zod'
import { CompositorError } from '../runtime/errors/index.js'
import type { Plugin } from '../runtime/plugin/plugin.js'
import { packageOf } from './package-file.js'
import { inRange } from './version-range.js'

const names = z.array(z.string()).default([])
const manifestSchema = z.object({
  name: z.string(),
  supports: z.string(),
  blocks: names,
  asides: names,
  services: names,
  mixins: names,
  keyNamespaces: names,
  routes: names,
  client: z.string().optional(),
})

/**
 * What the `unitCompositor` member of a plugin's package.json says, so that a host knows a plugin before any of its
 * code runs: its name, the range of versions of this product it supports, the names of all it provides, and its folder of
 * client files.
 */
export type PluginManifest = Readonly<z.infer<typeof manifestSchema>>

/**
 * Reads a manifest.
 * @param value the `unitCompositor` member @param where whose it is, for messages
 * @throws CompositorError `plugin-invalid`
 */
export function readManifest(value: unknown, where: string): PluginManifest {
  const read = manifestSchema.safeParse(value)
  if (read.success) return read.data
  const why = read.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`).join('; ')
  throw new CompositorError('plugin-invalid', `The manifest of ${where} is not one: ${why}.`)
}

/** The manifest of the package a plugin's module belongs to; undefined for a module without. */
export function manifestOf(moduleFile: string): PluginManifest | undefined {
  const owner = packageOf(moduleFile)
  if (owner?.file.unitCompositor === undefined) return undefined
  return readManifest(owner.file.unitCompositor, `'${owner.file.name ?? owner.folder}'`)
}

/** The version of this product. */
export function productVersion(): string {
  return (createRequire(import.meta.url)('unit-compositor/package.json') as { version: string }).version
}

/**
 * Holds a plugin against its manifest.
 * @throws CompositorError `plugin-invalid` for another name, a version of this product that is not supported, or
 *   something that is listed and not there, or there and not listed
 */
export function checkManifest(plugin: Plugin, manifest: PluginManifest, version = productVersion()): void {
  const { name, supports } = manifest
  if (plugin.name !== name) {
    throw new CompositorError(
      'plugin-invalid',
      `A plugin calls itself '${plugin.name}' and its manifest calls it '${name}'.`,
    )
  }
  if (!inRange(version, supports)) {
    throw new CompositorError(
      'plugin-invalid',
      `Plugin '${name}' supports unit-compositor ${supports}; this is ${version}.`,
    )
  }
  compare(name, 'block type', manifest.blocks, plugin.types)
  compare(name, 'aside', manifest.asides, plugin.asides ?? [])
  compare(name, 'mixin', manifest.mixins, plugin.mixins ?? [])
  compare(name, 'service', manifest.services, plugin.services?.map(({ token }) => token) ?? [])
  const namespaces = plugin.keyNamespaces?.map(({ namespace }) => ({ name: namespace })) ?? []
  compare(name, 'key namespace', manifest.keyNamespaces, namespaces)
  const routes = plugin.routes?.map(({ method, path }) => ({ name: `${method} ${path}` })) ?? []
  compare(name, 'route', manifest.routes, routes)
}

function compare(
  plugin: string,
  what: string,
  listed: readonly string[],
  provided: readonly { readonly name: string }[],
): void {
  const names = provided.map(({ name }) => name)
  const unlike = [
    ...listed.filter((one) => !names.includes(one)),
    ...names.filter((one) => !listed.includes(one)),
  ]
  if (unlike.length === 0) return
  const shown = (all: readonly string[]) => all.map((one) => `'${one}'`).join(', ') || 'none'
  const [first = ''] = unlike
  const verdict = listed.includes(first)
    ? `lists the ${what} '${first}', which the plugin does not provide`
    : `does not list the ${what} '${first}', which the plugin provides`
  throw new CompositorError(
    'plugin-invalid',
    `The manifest of plugin '${plugin}' ${verdict}: it lists ${shown(listed)}; the plugin has ${shown(names)}.`,
  )
}
