import type { ClientInit } from '../../../runtime/view/client-runtime.js'

/** Tells the event log that the learner's part was shown. */
export const init: ClientInit<HTMLElement> = (_element, runtime) => {
  void runtime.call('log_child_render').catch(() => undefined)
}
