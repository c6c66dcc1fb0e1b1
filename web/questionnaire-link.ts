/**
 * The address of the form of a request, below the page `base` of a note; of one section, or of an act on it.
 *
 * @param section null for the overview
 */
export function formLink(base: string, requestId: string, section: string | null, act?: 'send' | 'take-over'): string {
  const query = new URLSearchParams({ request: requestId, ...(section === null ? {} : { section }) });
  return `${base}/questionnaire${act === undefined ? '' : `/${act}`}?${query.toString()}`;
}
