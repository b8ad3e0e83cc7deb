import { sendFormsHere } from '../../../runtime/client/forms-sent-here.js'
import type { ClientInit } from '../../../runtime/view/client-runtime.js'
import { sayerOf, type ClientTexts } from '../../../runtime/words/client-texts.js'
import type { ballotMessages } from '../ballot-messages.js'

/** Sends votes without a reload, and shows the poll as it is after them. */
export const init: ClientInit<HTMLElement, ClientTexts> = (element, runtime, texts) => {
  const say = sayerOf<(typeof ballotMessages)[number]>(texts)
  const place = element.querySelector<HTMLElement>('.ballot')
  if (!place) return
  sendFormsHere(place, runtime, {
    callOf: (form) => ({
      handler: form.dataset['handler'] ?? '',
      input: Object.fromEntries(new FormData(form)),
    }),
    contents: '.ballot-contents',
    refusal: '.ballot-refusal',
    unanswered: say('The site cannot be reached. What you chose is still here; try again in a moment.'),
    failed: say('That could not be sent. Try again in a moment.'),
  })
}
