import { CompositorError } from '../../runtime/index.js'
import { parseLibraryKey } from '../../runtime/keys/index.js'
import type { Heads } from '../../store/index.js'

const head = 'site:domain'

/** How often a change is tried when others are faster. */
const mostAttempts = 20

/**
 * The name of the site that a store is of: as it is given, which the store then knows, else as it knows it.
 * @throws CompositorError `host-options` for what is no domain, `store-unavailable`
 */
export async function siteDomain(heads: Heads, given: string | undefined): Promise<string | undefined> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const [before] = await heads.texts([head])
    if (given === undefined || given === before) return before
    refuseOther(given)
    if (await heads.change([{ name: head, before, after: given }])) return given
  }
  throw new CompositorError('store-unavailable', `Others set '${head}' ${mostAttempts} times meanwhile.`)
}

function refuseOther(domain: string): void {
  try {
    parseLibraryKey(`lib:${domain}:ORG:SLUG`)
  } catch (cause) {
    const message = `'${domain.slice(0, 200)}' cannot be \`domain\`: a name with a dot in it is, such as edx.org.`
    throw new CompositorError('host-options', message, { cause })
  }
}
