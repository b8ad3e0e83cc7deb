import { execFileSync } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * The modules written for scripts, as one Python dict of their texts. They are ASCII, so JSON is Python as well.
 */
async function modulesOfScripts() {
  const folder = new URL('modules/', import.meta.url)
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.py')).toSorted()
  const files = names.map(async (name) => [
    name.replaceAll('\\', '/'),
    await readFile(new URL(name, folder), 'utf8'),
  ])
  return JSON.stringify(Object.fromEntries(await Promise.all(files)))
}

/**
 * Puts the world of scripts beside its compiled process, with the snapshot it starts from. A snapshot takes seconds to
 * make, so one of the same pyodide and the same world is kept.
 * @param {string} folder where the compiled files are
 */
export async function buildWorld(folder) {
  const source = await readFile(new URL('world.py', import.meta.url), 'utf8')
  const text = `MODULES = ${await modulesOfScripts()}\n${source}`
  const world = join(folder, 'world.py')
  const pyodide = createRequire(import.meta.url).resolve('pyodide/pyodide.mjs')
  const { version } = JSON.parse(await readFile(join(pyodide, '..', 'package.json'), 'utf8'))
  const marker = join(folder, 'snapshot.txt')
  const wanted = `${version}\n${text}`
  await writeFile(world, text)
  if ((await readFile(marker, 'utf8').catch(() => '')) === wanted) return
  const maker = join(folder, 'make-snapshot.mjs')
  execFileSync(process.execPath, [maker, pathToFileURL(pyodide).href, world, join(folder, 'snapshot.bin')])
  await writeFile(marker, wanted)
}
