import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { shippedPlugin, type BlockTypeRegistry } from '../plugins/index.js'
import type { PluginPlace } from './plugin-place.js'
import type { ScenarioSource } from './scenario.js'

/** Folder of this package. */
const ownFolder = dirname(createRequire(import.meta.url).resolve('unit-compositor/package.json'))

/** Where the scenarios of the shipped block types are. */
const shippedScenarios = join(ownFolder, 'blocks', 'scenarios')

/** Where a plugin keeps its scenarios. */
export function scenarioFolder({ folder }: PluginPlace): string {
  return join(folder, 'scenarios')
}

/**
 * The scenarios of plugins under work, then those of the shipped types. A block type that none of its plugin's
 * scenarios is about gets one of its defaults.
 * @param places of plugins under work, by the plugin's name
 */
export function scenarioSources(
  places: ReadonlyMap<string, PluginPlace>,
  types: BlockTypeRegistry,
): ScenarioSource[] {
  const found = [...places].flatMap(([plugin, place]) => {
    const files = readFolder(scenarioFolder(place), plugin)
    const missing = types
      .types()
      .filter((type) => type.plugin === plugin)
      .filter(({ name }) => !files.some(({ olx }) => new RegExp(`<${name}[\\s/>]`).test(olx)))
    return [...files, ...missing.map(({ name }) => ofDefaults(plugin, name))]
  })
  return [...found, ...readFolder(shippedScenarios, shippedPlugin)]
}

function readFolder(folder: string, plugin: string): ScenarioSource[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  return names
    .filter((name) => name.endsWith('.xml'))
    .sort()
    .map((name) => ({
      id: `${plugin}/${name.slice(0, -'.xml'.length)}`,
      plugin,
      file: join(folder, name),
      olx: readFileSync(join(folder, name), 'utf8'),
      folder,
    }))
}

function ofDefaults(plugin: string, type: string): ScenarioSource {
  const olx = `<scenario title="${type}, all defaults"><${type}/></scenario>`
  return { id: `${plugin}/${type}`, plugin, file: `${type}.xml`, olx }
}
