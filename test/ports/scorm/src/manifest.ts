import { HandlerError, parseXml, type XmlElement } from 'unit-compositor'
import { z } from 'zod'

/** What a package says of itself. */
export const manifest = z.object({
  version: z.enum(['1.2', '2004']),
  title: z.string(),
  /** What learners may open, in order: at least one. */
  items: z.array(z.object({ title: z.string(), href: z.string() })).min(1),
  /** From which score on a package of 1.2 counts as passed, 0 to 100. */
  masteryScore: z.number().nullable(),
})

export type Manifest = z.output<typeof manifest>

const mostItems = 200

/** Reads `imsmanifest.xml`. @param has whether there is a file of a name */
export function readManifest(text: string, has: (name: string) => boolean): Manifest {
  const root = treeOf(text)
  const all = [...root.descendants()]
  const named = (name: string) => all.filter((one) => plain(one.name) === name)
  const isNewer = /2004|CAM/.test(named('schemaversion')[0]?.text() ?? '')
  const files = new Map(
    named('resource').map((one) => [one.attribute('identifier'), one.attribute('href') ?? '']),
  )
  const organizations = named('organizations')[0]
  const wanted = organizations?.attribute('default')
  const organization =
    named('organization').find((one) => one.attribute('identifier') === wanted) ?? named('organization')[0]
  const listed = [...(organization?.descendants() ?? [])].flatMap((one) => {
    const href = files.get(one.attribute('identifierref')) ?? ''
    return plain(one.name) === 'item' && href !== ''
      ? [{ title: titleOf(one), href: href + (one.attribute('parameters') ?? '') }]
      : []
  })
  const [alone] = [...files.values()].filter((href) => href !== '')
  const found = listed.length > 0 ? listed : alone === undefined ? [] : [{ title: '', href: alone }]
  const items = found.slice(0, mostItems).filter(({ href }) => has(fileIn(href)))
  if (items.length === 0)
    throw new HandlerError(
      422,
      'This is no package that can be played: its manifest names no file that is in it.',
    )
  const mastery = named('masteryscore')[0]?.text().trim()
  return {
    version: isNewer ? '2004' : '1.2',
    title: organization ? titleOf(organization) : '',
    items,
    masteryScore:
      mastery === undefined || !(Number(mastery) >= 0 && Number(mastery) <= 100) ? null : Number(mastery),
  }
}

/** The file that an address in a manifest is of. */
export function fileIn(href: string): string {
  const path = href.split(/[?#]/)[0] ?? ''
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function treeOf(text: string): XmlElement {
  try {
    return parseXml(text.replace(/^\ufeff/, ''), {
      file: 'imsmanifest.xml',
      limits: { size: 2_000_000, depth: 50 },
    })
  } catch (thrown) {
    throw new HandlerError(
      422,
      `This is no package that can be played: ${(thrown as Error).message.slice(0, 300)}`,
    )
  }
}

function titleOf(element: XmlElement): string {
  const title = element.elements().find((one) => plain(one.name) === 'title')
  return (title?.text().trim() ?? '').slice(0, 200)
}

function plain(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase()
}
