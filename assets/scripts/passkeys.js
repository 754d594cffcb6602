// <div data-passkey="create|get">: a button with which the browser makes a passkey, or has one sign what the service
// asks. What comes of it goes into the field data-passkey-answer of the same form, which is then sent as any other.

const WORDS = {
  InvalidStateError: 'This device or security key holds a passkey for you already. Use another one.',
  NotAllowedError: 'The passkey was not confirmed. Try again, or use another way.',
  SecurityError: 'Passkeys do not work at this address. Use another way.'
}
const OTHERWISE = 'That did not work. Open the page again, or use another way.'

export function usePasskeys (page) {
  for (const part of page.querySelectorAll('[data-passkey]')) offer(part)
}

function offer (part) {
  const button = part.querySelector('button')
  const plain = part.querySelector('[data-passkey-plain]')
  if (!('PublicKeyCredential' in window)) {
    plain.textContent = 'This browser cannot use passkeys. Use another way.'
    return
  }
  plain.hidden = true
  part.querySelector('[data-passkey-ready]').hidden = false
  button.addEventListener('click', async () => {
    button.disabled = true
    tell(part, '')
    try {
      await answer(part)
    } catch (error) {
      tell(part, WORDS[error.name] ?? OTHERWISE)
    }
    button.disabled = false
  })
}

function tell (part, words) {
  const fault = part.querySelector('[data-passkey-fault]')
  fault.hidden = !words
  fault.firstElementChild.textContent = words
}

async function answer (part) {
  const form = part.closest('form')
  const making = part.dataset.passkey === 'create'
  const options = making ? JSON.parse(part.dataset.passkeyOptions) : await challenge(part, form)
  const publicKey = withBytes(options)
  const made = making
    ? await navigator.credentials.create({ publicKey })
    : await navigator.credentials.get({ publicKey })
  form.querySelector('[data-passkey-answer]').value = JSON.stringify(making ? describeNew(made) : describeSigned(made))
  form.requestSubmit()
}

async function challenge (part, form) {
  const body = new FormData()
  body.append('csrf_token', form.elements.csrf_token.value)
  const asked = await fetch(part.dataset.passkeyChallenge, { method: 'POST', body, credentials: 'same-origin' })
  if (!asked.ok) throw new Error(String(asked.status))
  return asked.json()
}

function withBytes (options) {
  const known = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }))
  const read = { ...options, challenge: toBytes(options.challenge) }
  if (options.user) read.user = { ...options.user, id: toBytes(options.user.id) }
  if (options.excludeCredentials) read.excludeCredentials = known(options.excludeCredentials)
  if (options.allowCredentials) read.allowCredentials = known(options.allowCredentials)
  return read
}

// Written out here: older browsers that have passkeys have no toJSON for them.
function describe (made, response) {
  return { id: made.id, rawId: toText(made.rawId), type: made.type, response: { clientDataJSON: toText(made.response.clientDataJSON), ...response } }
}

function describeNew (made) {
  return describe(made, {
    attestationObject: toText(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? []
  })
}

function describeSigned (made) {
  return describe(made, {
    authenticatorData: toText(made.response.authenticatorData),
    signature: toText(made.response.signature)
  })
}

function toBytes (text) {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}

function toText (bytes) {
  const plain = String.fromCharCode(...new Uint8Array(bytes))
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
