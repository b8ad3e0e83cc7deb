import { dict, list, string } from '../field/index.js'
import { fieldMixin } from './field-mixin.js'

/**
 * Which policy groups hold at a block and below it, and, of a course, the groups that there are. They are settings, so they travel in
 * OLX and stand in the history (docs/decisions/0110-policy-groups.md).
 */
export const policies = fieldMixin(
  'policy groups',
  {
    settings: {
      /** Names of groups, the strongest first. */
      policies: list(string(), [], { label: 'Policy groups that hold here', hidden: true }),
      /** By name, a group: `settings`, `formats`, `dated`. */
      policyGroups: dict(undefined, {}, { label: 'Policy groups', hidden: true }),
    },
  },
  { policies: { names: 'policies', groups: 'policy_groups' } },
)
