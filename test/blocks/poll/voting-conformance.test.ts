import { readFileSync } from 'node:fs'
import { describe, it } from 'vitest'
import { describeBlock, fromOlx, type ClassOf } from 'unit-compositor/testing'
import type { BlockBase } from 'unit-compositor'
import { DoneBlock } from '../../../blocks/done/done-block.js'
import { PollBlock, PollQuestionBlock, SurveyBlock } from '../../../blocks/poll/index.js'
import { WordCloudBlock } from '../../../blocks/word-cloud/word-cloud-block.js'

/** All are of one module, so that one of them is tried in a worker. */
const plugin = 'unit-compositor/blocks'
const scenario = <B extends BlockBase>(name: string, blockClass: ClassOf<B>) =>
  fromOlx(readFileSync(new URL(`../../../blocks/scenarios/${name}.xml`, import.meta.url), 'utf8'), blockClass)

describeBlock(
  PollBlock,
  { describe, it },
  {
    scenarios: [scenario('poll', PollBlock)],
    state: { choice: 'C', tally: { C: 3, A: 1 }, submissionsCount: 1 },
    htmlFields: ['question', 'answers', 'feedback'],
    plugin,
  },
)
describeBlock(
  SurveyBlock,
  { describe, it },
  {
    scenarios: [scenario('survey', SurveyBlock)],
    state: { choices: { pace: 'Y', maps: 'N' }, tally: { pace: { Y: 2 }, maps: { N: 2 } } },
    htmlFields: ['questions', 'feedback'],
  },
)
describeBlock(
  PollQuestionBlock,
  { describe, it },
  {
    scenarios: [scenario('poll_question', PollQuestionBlock)],
    state: { voted: true, pollAnswer: 'yes', pollAnswers: { yes: 2, no: 1 } },
    htmlFields: ['question', 'answers'],
  },
)
describeBlock(
  WordCloudBlock,
  { describe, it },
  {
    scenarios: [scenario('word_cloud', WordCloudBlock)],
    state: { submitted: true, studentWords: ['rain'], allWords: { rain: 3, sun: 1 } },
    htmlFields: ['instructions'],
  },
)
describeBlock(
  DoneBlock,
  { describe, it },
  { scenarios: [scenario('done', DoneBlock)], state: { done: true } },
)
