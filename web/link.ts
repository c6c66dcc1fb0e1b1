/** Ids of cycles and requests hold slashes, and so do the addresses of their pages. */
export function requestLink(requestId: string): string {
  return `/desk/requests/${encodePath(requestId)}`;
}

export function releaseLink(cycleId: string): string {
  return `/desk/cycles/${encodePath(cycleId)}/release`;
}

/** An emoji takes twelve characters of an address. */
const LONGEST_NAME = 300;

/** A stored document under the name that it bears where the link stands. */
export function documentLink(sha256: string, name: string): string {
  const asked = encodeURIComponent(name);
  // A document that is asked for by no name is found under the one it is known by.
  return asked.length > LONGEST_NAME ? `/desk/documents/${sha256}` : `/desk/documents/${sha256}?name=${asked}`;
}

/** The overview of one cycle. */
export function cycleLink(cycleId: string): string {
  return `/desk?cycle=${encodeURIComponent(cycleId)}`;
}

function encodePath(id: string): string {
  return id.split('/').map(encodeURIComponent).join('/');
}
