// What the port does in a published host: see ../in-host.mjs for what it is given.
import assert from 'node:assert/strict'

export default async ({ usage, learner }) => {
  const [ada, ben] = [learner('ada', { name: 'Ada' }), learner('ben', { name: 'Ben' })]
  const read = async (person) => (await person.unit()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  const pageOf = async (person) => /Where you stand.*/.exec(await read(person))?.[0] ?? ''
  assert.match(await pageOf(ada), /Where you stand: Ada .*The orbit – The phases –/)
  const orbit = usage('problem', 'orbit')
  const [input] = /input_[\w-]*orbit[\w-]*|(?<=name=")input_[^"]+/.exec(await ada.unit()) ?? []
  const answered = await ada.call(orbit, 'problem_check', { [input]: '27' })
  assert.equal(answered.status, 200)
  assert.match(await pageOf(ada), /The orbit 1 of 1 The phases –/)
  assert.match(await ada.unit(), /style="background: green"/)
  assert.match(await pageOf(ben), /Where you stand: Ben .*The orbit –/)
}
