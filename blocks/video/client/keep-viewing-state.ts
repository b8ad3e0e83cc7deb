import type { ClientRuntime } from '../../../runtime/view/client-runtime.js'
import type { VideoArguments } from '../video-state.js'
import type { Player } from './player.js'

/** Time between two savings while a video plays. */
const interval = 5000
/** How much of a video counts as seen. */
const enough = 0.95

/** Keeps on the server where the learner is in a video and how fast it plays, and that it was seen. */
export function keepViewingState(player: Player, runtime: ClientRuntime, args: VideoArguments): void {
  let begun = false
  let saved: number | undefined
  let savedAt = Date.now()
  let seen = false
  let { speed } = args
  let calls: Promise<unknown> = Promise.resolve()

  const last = () => (args.end > 0 ? args.end : player.duration)

  /** Who has come to the end begins anew next time. */
  const position = () => (player.time >= last() - 1 ? 0 : Math.floor(player.time))

  const save = (leaving = false) => {
    const state = { saved_video_position: position() }
    if (state.saved_video_position === saved) return
    saved = state.saved_video_position
    savedAt = Date.now()
    const call = () =>
      runtime
        .call('save_user_state', state, { keepalive: leaving })
        // The next saving makes up for this one.
        .catch(() => (saved = undefined))
    // One after the other, so that an older position never overtakes; a page that is left cannot wait.
    if (leaving) void call()
    else calls = calls.then(call)
  }
  const saveOnLeaving = () => {
    if (begun && player.element.isConnected) save(true)
  }
  const noteSeen = () => {
    if (seen || !(player.time >= args.start + (last() - args.start) * enough)) return
    seen = true
    runtime.call('publish_completion', { completion: 1 }).catch(() => (seen = false))
  }

  player.on('play', () => {
    begun = true
    savedAt = Date.now()
  })
  player.on('time', () => {
    if (!player.playing) return
    if (Date.now() - savedAt >= interval) save()
    noteSeen()
  })
  player.on('pause', () => {
    save()
    noteSeen()
  })
  player.on('end', () => {
    save()
    noteSeen()
  })
  player.on('speed', () => {
    if (player.speed === speed) return
    speed = player.speed
    runtime.call('save_user_state', { speed }).catch(() => undefined)
  })
  addEventListener('pagehide', saveOnLeaving)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') saveOnLeaving()
  })
}
