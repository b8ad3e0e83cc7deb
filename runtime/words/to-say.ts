/**
 * A message that is said elsewhere, such as one of a table: `words.say(title)`. The checks of catalogues (test/host/page-words,
 * test/blocks/words) find messages where they stand as text, in `say(…)`, `sayHtml(…)` and here.
 */
export const toSay = <const Message extends string>(message: Message): Message => message
