/** Ids of cycles and requests hold slashes, and so do the addresses of their pages. */
export function requestLink(requestId: string): string {
  return `/desk/requests/${encodePath(requestId)}`;
}

export function releaseLink(cycleId: string): string {
  return `/desk/cycles/${encodePath(cycleId)}/release`;
}

function encodePath(id: string): string {
  return id.split('/').map(encodeURIComponent).join('/');
}
