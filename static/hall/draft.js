// Unfinished text on this device: readable only here and for its author, under a key that cannot leave the browser, and at
// most 24 hours after its last change (rulings on R129). Without WebCrypto or IndexedDB nothing is kept.

const NAME = "wijkaanpak-concept";
const KEEP_MS = 24 * 60 * 60 * 1000;

export const canKeep = Boolean(window.indexedDB && window.crypto?.subtle);

const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("keys");
    request.result.createObjectStore("drafts");
  };
  return settled(request);
}

// One transaction on one store; the connection is closed after it, so that wiping never waits.
async function within(store, mode, work) {
  const base = await open();
  try {
    return await settled(work(base.transaction(store, mode).objectStore(store)));
  } finally {
    base.close();
  }
}

async function key() {
  const kept = await within("keys", "readonly", (keys) => keys.get("aes"));
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await within("keys", "readwrite", (keys) => keys.put(made, "aes"));
  return made;
}

// Keeps value (anything JSON can say) under name for owner; answers the time it was kept.
export async function keep(name, owner, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(value));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), text);
  const at = Date.now();
  await within("drafts", "readwrite", (drafts) => drafts.put({ owner, iv, sealed, at }, name));
  return new Date(at);
}

// What owner left under name as {value, at}, or null. What is too old or someone else's is taken away first.
export async function recall(name, owner) {
  const draft = await within("drafts", "readonly", (drafts) => drafts.get(name));
  if (!draft) return null;
  if (draft.owner !== owner || isOld(draft)) {
    await forget(name);
    return null;
  }
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: draft.iv }, await key(), draft.sealed);
  return { value: JSON.parse(new TextDecoder().decode(text)), at: new Date(draft.at) };
}

const isOld = (draft) => Date.now() - draft.at >= KEEP_MS;

export const forget = (name) => within("drafts", "readwrite", (drafts) => drafts.delete(name));

// Everything away, the key too.
export async function wipe() {
  if (!canKeep) return;
  await within("drafts", "readwrite", (drafts) => drafts.clear());
  await within("keys", "readwrite", (keys) => keys.clear());
}

// What is older than 24 hours goes, whatever page is open.
export async function clearOld() {
  if (!canKeep) return;
  for (const name of await within("drafts", "readonly", (drafts) => drafts.getAllKeys())) {
    const draft = await within("drafts", "readonly", (drafts) => drafts.get(name));
    if (draft && isOld(draft)) await forget(name);
  }
}
