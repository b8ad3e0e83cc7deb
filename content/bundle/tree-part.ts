import { createHash } from 'node:crypto'
import { z } from 'zod'
import { CompositorError } from '../../runtime/errors/index.js'
import { Trees, type Blobs } from '../../store/index.js'
import type { TreeFile } from '../version/index.js'

/** Where a bundle that has some files of a version only shows that they are files of that version. */
export const partPath = 'unit-compositor.part.json'

const partForm = z.object({
  format: z.literal(1),
  /** Name of the whole version. */
  version: z.string().regex(/^[0-9a-f]{64}$/),
  /** Nodes of its tree, from the root to the files that are there. */
  nodes: z.array(z.string()),
})

/** What shows that some files are those of a version: the nodes of its tree that lead to them, each named by its own hash. */
export type TreePart = z.infer<typeof partForm>

/** What leads to some files of a version. @param blobs that hold its tree, or the part of it that leads to these files */
export async function partOf(
  blobs: Pick<Blobs, 'texts'>,
  version: string,
  paths: Iterable<string>,
): Promise<TreePart> {
  const nodes = new Map<string, string>()
  const noted = async (names: readonly string[]) => {
    const texts = await blobs.texts(names)
    for (const [index, name] of names.entries()) {
      const text = texts[index]
      if (text !== undefined) nodes.set(name, text)
    }
    return texts
  }
  await new Trees(reading(noted)).open<TreeFile>(version).getMany(paths)
  return { format: 1, version, nodes: [...nodes].sort(byName).map(([, text]) => text) }
}

/** The nodes of a part, to be read as a store of them. */
export function nodesOf({ nodes }: TreePart): Pick<Blobs, 'texts'> {
  const byName = new Map(nodes.map((text) => [`node:${sha256(text)}`, text]))
  return { texts: async (names) => names.map((name) => byName.get(name)) }
}

/** The files of a version that a part of its tree leads to, of those asked for. @throws CompositorError `archive-unreadable` */
export async function filesIn(
  part: TreePart,
  paths: Iterable<string>,
): Promise<ReadonlyMap<string, TreeFile>> {
  try {
    return await new Trees(reading(nodesOf(part).texts)).open<TreeFile>(part.version).getMany(paths)
  } catch (cause) {
    const message = `What leads to the files of version '${part.version}' is cut off, or of another version.`
    throw new CompositorError('archive-unreadable', message, { cause })
  }
}

/** Two parts of one version as one. */
export function joinedParts(one: TreePart, other: TreePart): TreePart {
  const nodes = new Map([...one.nodes, ...other.nodes].map((text) => [sha256(text), text]))
  return { ...one, nodes: [...nodes].sort(byName).map(([, text]) => text) }
}

/** The text of a part as it is written. */
export function partText(part: TreePart): string {
  return `${JSON.stringify(part, undefined, 1)}\n`
}

/** @throws CompositorError `archive-unreadable` for a text that is none */
export function readPart(text: string): TreePart {
  try {
    return partForm.parse(JSON.parse(text))
  } catch (cause) {
    throw new CompositorError('archive-unreadable', `A ${partPath} is not in its form.`, { cause })
  }
}

function reading(texts: Blobs['texts']): Blobs {
  return {
    texts,
    having: async () => new Set(),
    put: async (blobs) => blobs.length,
    async *list() {},
    remove: async () => 0,
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : 1
}
