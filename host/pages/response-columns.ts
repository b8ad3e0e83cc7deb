import type { BlockReport } from '../../runtime/index.js'
import type { PageWords } from '../words/index.js'

/** The columns of a list of responses, titled in the language of who reads it. */
export function responseColumns(words: PageWords): BlockReport['columns'] {
  const text = (name: string, title: string) => ({ name, title, type: 'text' as const })
  const number = (name: string, title: string) => ({ name, title, type: 'number' as const })
  return [
    text('id', words.say('Id')),
    text('name', words.say('Name')),
    text('username', words.say('Username')),
    text('email', words.say('Mail')),
    number('attempt', words.say('Attempt')),
    text('time', words.say('Time')),
    number('earned', words.say('Points earned')),
    number('possible', words.say('Points possible')),
    text('question', words.say('Question')),
    text('answer', words.say('Answer')),
    text('correctness', words.say('Correctness')),
    text('remark', words.say('Remark')),
  ]
}
