import type { PublishedUnit } from '../../runtime/unit/index.js'
import type { Blobs } from '../../store/index.js'
import type { PublicationMaps } from './publication-maps.js'
import type { FormerUnit } from './unit-maker.js'

/** Units as learners see them now, by key; what is no unit of theirs is left out. */
export async function formerUnits(
  maps: PublicationMaps,
  blobs: Blobs,
  keys: Iterable<string>,
): Promise<ReadonlyMap<string, FormerUnit>> {
  const entries = [...(await maps.units.getMany(keys)).values()]
  const texts = await blobs.texts(entries.map(({ record }) => `unit:${record}`))
  return new Map(
    entries.flatMap((entry, index) => {
      const text = texts[index]
      return text === undefined ? [] : [[entry.key, { entry, unit: JSON.parse(text) as PublishedUnit }]]
    }),
  )
}
