// @ts-check
/** How a page speaks with the service worker. */

/**
 * Ask a worker to do one of its duties; rejects with the name of what went wrong.
 * @param {ServiceWorker} worker
 * @param {{do: string, [more: string]: unknown}} duty
 * @param {(news: any) => void} [tell] told how far it is
 * @returns {Promise<any>}
 */
export function ask(worker, duty, tell) {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      if (!("last" in data)) return tell?.(data);
      port1.close();
      if (data.last?.failed) reject(new Error(data.last.failed));
      else resolve(data.last);
    };
    worker.postMessage(duty, [port2]);
  });
}

/** The worker in force, or nothing where there can be none. */
export async function inForce() {
  const registration = await navigator.serviceWorker?.getRegistration(ROOT).catch(() => undefined);
  if (!registration) return undefined;
  return (await navigator.serviceWorker.ready).active ?? undefined;
}

export const ROOT = new URL("../../", import.meta.url);
