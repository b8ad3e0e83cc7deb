import { fromBufferPromise } from 'yauzl'

/** The static file whose modules scripts of a course import. */
export const scriptArchive = 'python_lib.zip'

/** Names in an archive that are looked at. */
const mostNames = 10_000

/** The modules that scripts can import from an archive, by their first names; undefined where it cannot be read whole. */
export async function scriptModules(bytes: Uint8Array): Promise<ReadonlySet<string> | undefined> {
  const modules = new Set<string>()
  try {
    const zip = await fromBufferPromise(Buffer.from(bytes), { lazyEntries: true, autoClose: false })
    let count = 0
    for await (const { fileName } of zip.eachEntry()) {
      if (++count > mostNames) return undefined
      modules.add(fileName.split('/')[0]?.replace(/\..*$/s, '') ?? '')
    }
  } catch {
    return undefined
  }
  return modules
}
