import type { BlockTypes } from '../../runtime/block/index.js'
import type { VersionView } from './version-view.js'

/** What a site asks of drafts beside what they are: asked of each change before it is the draft. */
export interface DraftRules {
  /** @param context whose draft is to be another one @throws CompositorError where it is to stay as it is */
  refuseChange(context: string): Promise<void>

  /** @throws CompositorError why the change is refused; the draft is then what it was */
  refuse(before: VersionView, after: VersionView, types: BlockTypes): Promise<void>
}
