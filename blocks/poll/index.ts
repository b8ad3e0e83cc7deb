export { PollBlock } from './poll-block.js'
export { PollQuestionBlock } from './poll-question-block.js'
export { SurveyBlock } from './survey-block.js'
