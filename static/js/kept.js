/* What a device keeps until the signal returns: records in IndexedDB, each encrypted under a key that no script can read out.
   Stores: entries (meetings as they were typed), forms (the empty quick log of each collaboration). Rows: { id, iv, sealed }. */
const NAME = "groundwork", VERSION = 1, KEY = "device";
const OPTIONS = { durability: "strict" };  // kept means kept, also when the battery goes
const utf8 = new TextEncoder();
let line = null;

const settled = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = request.onblocked = () => failed(request.error ?? new Error("blocked"));
});

const database = () => {
  line ??= new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      for (const store of ["keys", "entries", "forms"]) asked.result.createObjectStore(store, { keyPath: "id" });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = asked.result.onclose = () => { asked.result.close(); line = null; };
      done(asked.result);
    };
    asked.onerror = () => { line = null; failed(asked.error); };
  });
  return line;
};

const change = async (store, act) => {
  const transaction = (await database()).transaction(store, "readwrite", OPTIONS);
  const ended = new Promise((done, failed) => {
    transaction.oncomplete = done;
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
  act(transaction.objectStore(store));
  return ended;
};

const read = async (store, act) => settled(act((await database()).transaction(store).objectStore(store)));

/* ---- the key: made once on this device, shared by its tabs, never readable ---- */
const key = async () => {
  const known = await read("keys", (keys) => keys.get(KEY));
  if (known) return known.key;
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await change("keys", (keys) => keys.add({ id: KEY, key: fresh })).catch(() => {});  // another tab was first
  return (await read("keys", (keys) => keys.get(KEY))).key;
};

const lock = (store, id, iv) => ({ name: "AES-GCM", iv, additionalData: utf8.encode(`${store} ${id}`) });

export const put = async (store, record) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(lock(store, record.id, iv), await key(), utf8.encode(JSON.stringify(record)));
  return change(store, (rows) => rows.put({ id: record.id, iv, sealed }));
};

const unseal = async (store, { id, iv, sealed }) => {
  try {
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(lock(store, id, iv), await key(), sealed)));
  } catch {
    return null;  // not ours, or damaged
  }
};

export const get = async (store, id) => {
  const row = await read(store, (rows) => rows.get(id));
  return row ? unseal(store, row) : null;
};

export const all = async (store) => {
  const rows = await read(store, (one) => one.getAll());
  return (await Promise.all(rows.map((row) => unseal(store, row)))).filter(Boolean);
};

export const remove = (store, id) => change(store, (rows) => rows.delete(id));

/* Everything goes, the key first: what a forgotten tab still holds open cannot be read afterwards. */
export const wipe = async () => {
  for (const store of ["keys", "entries", "forms"]) await change(store, (rows) => rows.clear());
  (await database()).close();
  line = null;
  await settled(indexedDB.deleteDatabase(NAME)).catch(() => {});
};
