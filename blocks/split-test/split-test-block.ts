import { z } from 'zod'
import {
  Block,
  block,
  dict,
  Fragment,
  handler,
  html,
  I18n,
  integer,
  Partitions,
  string,
  User,
  view,
  wants,
  type Choice,
  type Json,
} from '../../runtime/index.js'
import { childOfGroup, groupName, groupRemarks, hasPartition } from './group-children.js'
import { readSplitTestOlx } from './read-split-test-olx.js'

interface SplitTestFields {
  readonly userPartitionId: number
  readonly groupIdToChild: Readonly<Record<string, Json>>
}

/** Most groups that staff are shown the names of; content is not trusted. */
const mostGroups = 100

/** A learner has the child of their group. Staff are shown those of all groups, whatever their own. */
const choice: Choice<SplitTestFields> = {
  choose({ fields, children, groupOf, isStaff }) {
    const group = groupOf(fields.userPartitionId)
    if (isStaff) return { selected: children }
    const child =
      group === undefined ? undefined : childOfGroup(fields.groupIdToChild, String(group), children)
    return { selected: child === undefined ? [] : [child] }
  },
}

/**
 * An experiment: each learner sees the child of the group they are in, by a partition of the course (the incumbent's
 * `split_test`). Staff see every group's part under its name.
 */
@wants(User)
@wants(Partitions)
@block('split_test', {
  completion: 'aggregator',
  choice,
  summary: () => ({ chooseBy: ['user_partition_id', 'group_id_to_child'] }),
  check: ({ groupIdToChild }: SplitTestFields) => groupRemarks(groupIdToChild),
  readOlx: readSplitTestOlx,
})
export class SplitTestBlock extends Block({
  content: {
    userPartitionId: integer(-1, {
      label: 'Group configuration',
      help: 'The id of a partition in the course’s user_partitions.',
    }),
    groupIdToChild: dict(
      undefined,
      {},
      { label: 'Parts by group', help: 'The id of each group, then the usage key of the block it sees.' },
    ),
  },
  settings: { displayName: string('Content Experiment', { label: 'Display name' }) },
}) {
  @view async studentView() {
    const isStaff = this.optionalService(User)?.isStaff === true
    const content = await (isStaff ? this.allGroups() : this.renderChildren())
    if (this.children.length === 0) return content
    const shown = new Fragment(html`<div class="split-test">${content.content}</div>`).addResourcesOf(content)
    return isStaff ? shown.addCss('split-test.css') : shown.initializeJs('split-test.client.js')
  }

  /** Notes in the event log that the learner was shown their part; the page asks for it, as pages are kept. */
  @handler(z.object({})) logChildRender() {
    const [child] = this.children
    if (child && this.optionalService(User)?.isStaff !== true) {
      this.publish('xblock.split_test.child_render', { child_id: child.key })
    }
    return {}
  }

  /** Every group's part under its name, for those who teach. */
  private async allGroups(): Promise<Fragment> {
    const words = this.service(I18n)
    const { userPartitionId, groupIdToChild } = this
    const { user_partitions: userPartitions } = this.composed.fields
    const own = this.optionalService(Partitions)?.groupOf(userPartitionId)
    const keys = this.children.map(({ key }) => key)
    const groups = Object.keys(groupIdToChild)
      .slice(0, mostGroups)
      .map((group) => [group, childOfGroup(groupIdToChild, group, keys)] as const)
    const parts = await Promise.all(
      this.children.map(async (child) => {
        const named = groups.filter(([, key]) => key === child.key).map(([group]) => group)
        const names = named.map((group) => groupName(userPartitions, userPartitionId, group))
        const known = names.filter((name) => name !== undefined)
        const isOwn = own !== undefined && named.includes(String(own))
        const title = known.length > 0 ? known.join(', ') : words.say('No group in use')
        const part = await this.renderChild(child)
        const section = html`<section class="split-test-group" aria-label="${words.say('Group: {title}', { title })}">
          <p class="staff-note"${words.marks}>${words.say('Shown to learners of the group:')} <strong>${title}</strong>${isOwn && ` ${words.say('(your own)')}`}</p>
          ${part.content}
        </section>`
        return new Fragment(section).addResourcesOf(part)
      }),
    )
    if (hasPartition(userPartitions, userPartitionId)) return Fragment.joined(parts)
    const note = html`<p class="staff-note"${words.marks}>
      ${words.say('The course has no groups with the number {number}, so learners see nothing here.', { number: userPartitionId })}
    </p>`
    return Fragment.joined([new Fragment(note), ...parts])
  }
}
