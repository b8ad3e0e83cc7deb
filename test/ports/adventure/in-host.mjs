// What the port does in a published host: see ../in-host.mjs for what it is given.
import assert from 'node:assert/strict'

export default async ({ usage, learner }) => {
  const ada = learner('ada')
  const mill = usage('adventure', 'mill')
  assert.match(await ada.unit(), /Tonight its wheel turns/)
  assert.doesNotMatch(await ada.unit(), /A lantern/)
  const { status, body } = await ada.call(mill, 'choose', { at: 'gate', choice: 0 })
  assert.equal(status, 200)
  assert.match(body.page, /A lantern/)
  assert.match(await ada.unit(), /You came after all/)
  assert.equal((await learner('bob').call(mill, 'choose', { at: 'yard', choice: 0 })).status, 409)
}
