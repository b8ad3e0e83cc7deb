/** A course of three weeks, as somebody would write it: reading, practice, homework with dates, an exam. */

const text = (id: string, html: string) => `<html url_name="${id}"><![CDATA[${html}]]></html>`

const choice = (id: string, question: string, right: string, wrong: readonly string[]) =>
  `<problem url_name="${id}" display_name="${question}"><multiplechoiceresponse><label>${question}</label><choicegroup>
<choice correct="true">${right}</choice>${wrong.map((one) => `<choice correct="false">${one}</choice>`).join('')}
</choicegroup></multiplechoiceresponse></problem>`

const number = (id: string, question: string, answer: number) =>
  `<problem url_name="${id}" display_name="${question}"><numericalresponse answer="${answer}"><label>${question}</label><formulaequationinput/></numericalresponse></problem>`

const unit = (id: string, title: string, ...blocks: readonly string[]) =>
  `<vertical url_name="${id}" display_name="${title}">${blocks.join('\n')}</vertical>`

const part = (id: string, attributes: string, ...units: readonly string[]) =>
  `<sequential url_name="${id}" ${attributes}>${units.join('\n')}</sequential>`

const aboutMeans = `<p>The <strong>mean</strong> of some numbers is what each would be if all were the same and came to as much together. It is
the first thing people ask of a table of numbers, and it hides the most: a street with one rich house has a high mean income, and nobody in it need have that much.</p>
<p>In this unit you learn what a mean says, when it misleads, and what to look at beside it.</p>`

/** @param due when the homework of the first week, and of the second, is due, as in OLX */
export function statisticsCourse([first, second]: readonly [string, string]): Record<string, string> {
  return {
    'course.xml': `<course org="O" course="Stat" url_name="R" display_name="Foundations of statistics" language="en" start="2020-01-01T00:00:00Z">
<chapter url_name="data" display_name="Describing data">
${part(
  'averages',
  'display_name="Averages"',
  unit('mean', 'What a mean says', text('aboutmean', aboutMeans)),
  unit(
    'median',
    'The one in the middle',
    text('aboutmedian', '<p>Sort the numbers: the one in the middle is the <strong>median</strong>.</p>'),
    number('median1', 'What is the median of 3, 9 and 4?', 4),
  ),
  unit(
    'practice',
    'Practice',
    choice(
      'skew',
      'One salary in a village becomes a thousand times larger. What changes more?',
      'The mean',
      ['The median', 'Neither'],
    ),
    number('mean1', 'What is the mean of 2, 4 and 9?', 5),
  ),
)}
${part(
  'hw1',
  `display_name="Homework 1" format="Homework" graded="true" due="${first}"`,
  unit(
    'hw1a',
    'Means of groups',
    number('q1', 'Ten people earn 100 each and one earns 1,200. What is their mean?', 200),
  ),
  unit('hw1b', 'Medians of groups', number('q2', 'Of the same eleven people, what is the median?', 100)),
)}
</chapter>
<chapter url_name="chance" display_name="Chance">
${part(
  'events',
  'display_name="Events"',
  unit('coin', 'A coin', text('aboutcoin', '<p>A coin has no memory.</p>')),
  unit('dice', 'Two dice', number('dice1', 'In how many ways do two dice come to 7?', 6)),
)}
${part(
  'hw2',
  `display_name="Homework 2" format="Homework" graded="true" due="${second}"`,
  unit('hw2a', 'Dice again', number('q3', 'In how many ways do two dice come to 2?', 1)),
)}
</chapter>
<chapter url_name="exam" display_name="Final exam">
${part('final', 'display_name="The exam" format="Exam" graded="true"', unit('exam1', 'One question', number('q4', 'What is the mean of 1 and 3?', 2)))}
</chapter>
</course>`,
  }
}

/** The address of a unit of the course. */
export const unitPath = (id: string) =>
  `/units/${encodeURIComponent(`block-v1:O+Stat+R+type@vertical+block@${id}`)}`

/** The address of its outline. */
export const outlinePath = `/contexts/${encodeURIComponent('course-v1:O+Stat+R')}`
