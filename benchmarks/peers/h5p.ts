import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { now } from '../pairs.js'
import type { PeerResult } from './xblock-python.js'

/** What is used of H5P-Nodejs-library, which is no dependency: it is looked for where this runs. */
interface H5pServer {
  readonly H5PConfig: new () => object
  readonly H5PPlayer: new (...parts: unknown[]) => {
    setRenderer(renderer: (model: unknown) => unknown): unknown
    render(id: string, user: object): Promise<unknown>
  }
  readonly fsImplementations: {
    readonly FileLibraryStorage: new (path: string) => unknown
    readonly FileContentStorage: new (path: string) => unknown
  }
}

const user = { id: 'learner', name: 'Learner', email: '', type: 'local' }

/**
 * Has H5P-Nodejs-library make the page of each content of a folder that has `libraries/` and `content/`, as its file stores keep
 * them. @param folder undefined where none was given
 */
export async function h5pNode(folder: string | undefined, rounds = 20): Promise<PeerResult> {
  const named = { peer: 'H5P-Nodejs-library', title: 'the page of a content, from its files' }
  if (folder === undefined) return { ...named, absent: 'no --h5p DIR was given' }
  const [libraries, content] = [join(folder, 'libraries'), join(folder, 'content')]
  if (!existsSync(libraries) || !existsSync(content)) {
    return { ...named, absent: `${folder} has no folders 'libraries' and 'content'` }
  }
  try {
    const h5p = createRequire(join(process.cwd(), 'package.json'))('@lumieducation/h5p-server') as H5pServer
    const { FileLibraryStorage, FileContentStorage } = h5p.fsImplementations
    const player = new h5p.H5PPlayer(
      new FileLibraryStorage(libraries),
      new FileContentStorage(content),
      new h5p.H5PConfig(),
    )
    player.setRenderer((model) => JSON.stringify(model))
    const samples: number[] = []
    for (let round = 0; round < rounds; round++) {
      for (const id of readdirSync(content)) {
        const began = now('processor')
        await player.render(id, user)
        samples.push(now('processor') - began)
      }
    }
    return {
      ...named,
      samples,
      ms: samples.toSorted((one, other) => one - other)[samples.length >> 1] ?? Number.NaN,
    }
  } catch (thrown) {
    return { ...named, absent: `@lumieducation/h5p-server could not be run: ${String(thrown).slice(0, 200)}` }
  }
}
