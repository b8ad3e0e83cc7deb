import type { PublishedContext } from '../compositor/index.js'

/** What stands before the address of a file in a tag's attribute that loads it or leads to it, in HTML or in HTML within JSON. */
const before = /\s(?:src|href|poster)=\\?["'][^"'\\?#<>]*$/

/** Where a name ends, if its address says nothing more of the file. */
const after = /["'\\?#<>]/g

/** Most of a tag that is looked at before an address. */
const mostBefore = 1000

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
  const { assets, context } = published.publication
  if (assets === '') return text
  const places = addressesIn(text, `/assets/${encodeURIComponent(context)}/`)
  if (places.length === 0) return text
  const names = [...new Set(places.map(({ name }) => name))]
  const hashes = await Promise.all(names.map((name) => hashOf(published, name)))
  const byName = new Map(names.map((name, index) => [name, hashes[index]]))
  let from = 0
  const pieces = places.map(({ name, end }) => {
    const hash = byName.get(name)
    const piece = text.slice(from, end)
    from = end
    return hash === undefined ? piece : `${piece}?v=${stampOf(hash)}`
  })
  return pieces.join('') + text.slice(from)
}

/** Where attributes of tags name files. What somebody wrote stands in no tag: there `<` is escaped. @param path to the files */
function addressesIn(text: string, path: string): readonly { readonly name: string; readonly end: number }[] {
  const found: { name: string; end: number }[] = []
  for (let at = text.indexOf(path); at >= 0; at = text.indexOf(path, at + path.length)) {
    const tag = text.slice(Math.max(0, at - mostBefore), at)
    if (!before.test(tag) || tag.lastIndexOf('<') <= tag.lastIndexOf('>')) continue
    after.lastIndex = at + path.length
    const end = after.exec(text)?.index ?? text.length
    if (text[end] !== '?') found.push({ name: text.slice(at + path.length, end), end })
  }
  return found
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
