import type { PublishedContext } from '../compositor/index.js'

/** A tag with the address of a file of a course in it, in HTML or in HTML within JSON. Texts have no tags, so what somebody wrote stays. */
const tags = /<[a-z][^<>]*\/assets\/[^<>]*>/gi

/** In a tag, the attribute that loads the file or leads to it: what is before the context, the context, the name. */
const addresses =
  /(\s(?:src|href|poster)=\\?["'][^"'\\?#]*\/assets\/)([^"'\\?#/]+)\/([^"'\\?#]+)(?=\\?["']|#)/g

/** How much of a file's hash its address names. */
const stampLength = 16

/** What the address of a file names besides it. @param hash of its bytes */
export const stampOf = (hash: string): string => hash.slice(0, stampLength)

/**
 * HTML with the hashes of a course's files in their addresses, so that browsers keep them for good: who shows another file under the same
 * name shows another address (docs/decisions/0149-files-by-hash.md). It is done last, on what one learner gets: what is shared of a unit
 * knows nothing of its files.
 * @param text HTML, or JSON with HTML in it
 */
export async function stampedFiles(text: string, published: PublishedContext): Promise<string> {
  if (!text.includes('/assets/')) return text
  const own = encodeURIComponent(published.publication.context)
  const names = new Set<string>()
  for (const [tag] of text.matchAll(tags))
    for (const [, , context, name = ''] of tag.matchAll(addresses)) if (context === own) names.add(name)
  if (names.size === 0) return text
  const hashes = await Promise.all([...names].map((name) => hashOf(published, name)))
  const stamps = new Map([...names].map((name, index) => [name, hashes[index]]))
  const stamped = (tag: string) =>
    tag.replace(addresses, (written, before: string, context: string, name: string) => {
      const hash = context === own ? stamps.get(name) : undefined
      return hash === undefined ? written : `${before}${context}/${name}?v=${stampOf(hash)}`
    })
  return text.replace(tags, stamped)
}

/** The hash of a file by its name in an address; undefined where it is kept under another name, which is found when it is asked for. */
async function hashOf(published: PublishedContext, written: string): Promise<string | undefined> {
  try {
    return (await published.asset(decodeURIComponent(written)))?.hash
  } catch (thrown) {
    if (thrown instanceof URIError) return undefined
    throw thrown
  }
}
