/** Copies of library blocks that stay linked to them. */
export {
  declineUpstream,
  severUpstream,
  syncUpstream,
  upstreamStatus,
  type UpstreamStatus,
} from './upstream-sync.js'
