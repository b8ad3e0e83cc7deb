// What the port does in a published host: see ../in-host.mjs for what it is given.
import assert from 'node:assert/strict'

export default async ({ usage, learner }) => {
  const moon = usage('crowd_hints', 'moon')
  const [ada, bob, staff] = [learner('ada'), learner('bob'), learner('staff', { isStaff: true })]
  assert.match(await ada.unit(), /Why does the Moon have phases/)
  const about = { answer: 'Clouds' }
  assert.match((await ada.call(moon, 'ask', about)).body.best.text, /Hold a ball/)
  const { hint } = (await ada.call(moon, 'leave', { ...about, text: 'Look on a clear night.' })).body
  assert.equal((await ada.call(moon, 'vote', { hint, helped: true })).status, 403)
  assert.equal((await bob.call(moon, 'vote', { hint, helped: true })).status, 200)
  assert.equal((await bob.call(moon, 'ask', about)).body.best.text, 'Look on a clear night.')
  assert.equal((await bob.call(moon, 'tell', { hint })).status, 200)
  assert.equal((await bob.call(moon, 'remove', { hint })).status, 403)
  assert.equal((await staff.call(moon, 'remove', { hint })).status, 200)
  assert.match((await bob.call(moon, 'ask', about)).body.best.text, /Hold a ball/)
}
