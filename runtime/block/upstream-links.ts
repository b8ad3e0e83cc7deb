import { dict, integer, list, optional, string } from '../field/index.js'
import { fieldMixin } from './field-mixin.js'

const text = () => optional(string('', { hidden: true }))
const number = () => optional(integer(0, { hidden: true }))

/**
 * What every block knows of the library block it was made from (the incumbent's `UpstreamSyncMixin`; the names with
 * `upstream_block` are the seed's, "Persist the relationship between blocks and their upstream source"). Links that
 * lead nowhere stay as they are.
 */
export const upstreamLinks = fieldMixin(
  'upstream links',
  {
    settings: {
      /** Key of the library block or container, as text. */
      upstream: text(),
      /** The version the block was last brought to, and the newest its author declined. */
      upstreamVersion: number(),
      upstreamVersionDeclined: number(),
      upstreamDisplayName: text(),
      /** OLX names of the fields that the author changed here, so that no update overwrites them. */
      downstreamCustomized: list(string(), [], { hidden: true }),
      topLevelDownstreamParentKey: text(),
      /** Where a block was copied from that is no longer linked. */
      copiedFromBlock: text(),
      upstreamBlock: text(),
      upstreamBlockVersion: number(),
      /** Of a copy of a container, keys of what stood in it in the library. */
      upstreamBlockMembers: list(string(), [], { hidden: true }),
      /** Values of the library, by OLX name: in OLX an attribute each, `upstream_block.max_attempts="3"`. */
      upstreamDefaults: dict(undefined, {}, { hidden: true, olxPrefix: 'upstream_block.' }),
    },
  },
  { defaultsIn: 'upstream_defaults' },
)
