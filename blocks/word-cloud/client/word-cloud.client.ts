import { sendFormsHere } from '../../../runtime/client/forms-sent-here.js'
import type { ClientInit } from '../../../runtime/view/client-runtime.js'
import { sayerOf, type ClientTexts } from '../../../runtime/words/client-texts.js'
import type { cloudMessages } from '../cloud-messages.js'

/** What the boxes are called, and what the handler takes their words under. */
const boxes = 'student_words[]'

/** Sends the learner's words without a reload, and shows the cloud with them. */
export const init: ClientInit<HTMLElement, ClientTexts> = (element, runtime, texts) => {
  const say = sayerOf<(typeof cloudMessages)[number]>(texts)
  const place = element.querySelector<HTMLElement>('.word-cloud')
  if (!place) return
  sendFormsHere(place, runtime, {
    callOf: (form) => ({ handler: 'submit', input: { [boxes]: new FormData(form).getAll(boxes) } }),
    contents: '.word-cloud-contents',
    refusal: '.word-cloud-refusal',
    unanswered: say('The site cannot be reached. Your words are still here; try again in a moment.'),
    failed: say('That could not be sent. Try again in a moment.'),
  })
}
