/** Copies of library blocks that stay linked to them. */
export { upstreamPreview, type PreviewedField, type UpstreamPreview } from './upstream-preview.js'
export {
  upstreamReport,
  upstreamStatus,
  type UpstreamReport,
  type UpstreamStatus,
} from './upstream-status.js'
export {
  declineUpstreams,
  revertToUpstream,
  severUpstream,
  syncUpstream,
  syncUpstreams,
  type SyncedDraft,
} from './upstream-sync.js'
export type { BroughtFiles } from './upstream-files.js'
