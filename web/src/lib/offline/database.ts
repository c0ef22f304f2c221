/** Two shelves in the browser's database: what was read last, and what still has to be written. */

const NAME = 'tasklore'
const SHELVES = { snapshot: 'snapshot', outbox: 'outbox' } as const
type Shelf = keyof typeof SHELVES

let opened: Promise<IDBDatabase> | null = null

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore(SHELVES.snapshot)
      request.result.createObjectStore(SHELVES.outbox, { keyPath: 'id', autoIncrement: true })
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  return opened
}

async function run<T>(
  shelf: Shelf,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open()
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(shelf, mode)
    const request = work(transaction.objectStore(shelf))
    transaction.oncomplete = () => resolve(request.result)
    transaction.onerror = () => reject(transaction.error)
    transaction.onabort = () => reject(transaction.error)
  })
}

export const database = {
  read: <T>(shelf: Shelf, key: IDBValidKey): Promise<T | undefined> =>
    run(shelf, 'readonly', (store) => store.get(key) as IDBRequest<T | undefined>),
  all: <T>(shelf: Shelf): Promise<T[]> =>
    run(shelf, 'readonly', (store) => store.getAll() as IDBRequest<T[]>),
  put: (shelf: Shelf, value: unknown, key?: IDBValidKey): Promise<IDBValidKey> =>
    run(shelf, 'readwrite', (store) => store.put(value, key)),
  remove: (shelf: Shelf, key: IDBValidKey): Promise<undefined> =>
    run(shelf, 'readwrite', (store) => store.delete(key)),
  clear: (shelf: Shelf): Promise<undefined> => run(shelf, 'readwrite', (store) => store.clear()),
}
