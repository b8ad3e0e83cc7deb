import { Urls } from '../runtime/index.js'

/** Addresses below one place of the workbench: a scenario, seen by somebody, at a point in time. */
export class WorkbenchUrls extends Urls {
  /**
   * @param place path such as `/scenarios/poll/as/ada/at/now` @param assets names of the scenario's static files
   * @param forAuthors whether blocks are edited there
   */
  constructor(
    private readonly place: string,
    private readonly assets: ReadonlySet<string>,
    private readonly forAuthors = false,
  ) {
    super()
  }

  within(): Urls {
    return this
  }

  handler(usageKey: string, handler: string, suffix = ''): string {
    const rest = suffix === '' ? '' : `/${suffix.split('/').map(encodeURIComponent).join('/')}`
    const below = this.forAuthors ? 'author/blocks' : 'blocks'
    return `${this.place}/${below}/${encodeURIComponent(usageKey)}/handlers/${handler}${rest}`
  }

  asset(name: string): string | undefined {
    if (!this.assets.has(name)) return undefined
    return `${this.place}/assets/${name.split('/').map(encodeURIComponent).join('/')}`
  }

  client(blockType: string, file: string): string {
    return `/client/${blockType}/${file}`
  }

  route(plugin: string, path: string): string {
    return `/plugins/${encodeURIComponent(plugin)}${path}`
  }

  jumpTo(usageKeyOrId: string): string {
    return `#${encodeURIComponent(usageKeyOrId)}`
  }
}

/** Where a scenario is shown to somebody at a point in time. */
export function placePath(scenario: string, person: string, at: string): string {
  return `/scenarios/${encodeURIComponent(scenario)}/as/${encodeURIComponent(person)}/at/${at}`
}

/** Where a block's edited fields are posted. */
export function fieldsPath(place: string, usage: string): string {
  return `${place}/blocks/${encodeURIComponent(usage)}/fields`
}
