import type { BlockTypes } from '../../runtime/block/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import type { DrawsTogether, PublishedUnit } from '../../runtime/unit/index.js'
import type { Blobs } from '../../store/index.js'
import type { GroupsView } from './group-findings.js'
import type { PublicationMaps } from './publication-maps.js'

/** The reference groups of a publication that is being made, all of which is stored but that it is the published one. */
export class PublishedGroups implements GroupsView {
  constructor(
    private readonly maps: PublicationMaps,
    private readonly blobs: Blobs,
    private readonly types: BlockTypes,
  ) {}

  async group(name: string): ReturnType<GroupsView['group']> {
    const entries = [...(await this.maps.units.getMany(await this.maps.unitsOfGroup(name))).values()]
    const texts = await this.blobs.texts(entries.map(({ record }) => `unit:${record}`))
    return entries.flatMap(({ draws = [] }, place) => {
      const text = texts[place]
      if (text === undefined) return []
      const { root } = JSON.parse(text) as PublishedUnit
      return [{ root, draws: draws.filter((one) => one.group === name) }]
    })
  }

  async pool(hash: string): Promise<string | undefined> {
    return (await this.blobs.texts([`pool:${hash}`]))[0]
  }

  async blockOfId(id: string): Promise<string | undefined> {
    return this.maps.blockOfId(id)
  }

  async drawsOf(usage: string): Promise<Pick<DrawsTogether, 'sameAs'> | undefined> {
    const unit = (await this.maps.unitsOf([usage])).get(usage)
    const capabilities = this.types.get(parseUsageKey(usage).blockType)?.capabilities
    if (unit === undefined || !capabilities?.draws || capabilities.choice?.field === undefined)
      return undefined
    const entry = (await this.maps.units.getMany([unit])).get(unit)
    return entry?.draws?.find((one) => one.usage === usage) ?? {}
  }
}
