/** A form as a browser sends it. */
export async function formBody(
  fields: Record<string, string>,
  files: { name: string; type?: string; bytes: Uint8Array<ArrayBuffer> }[] = [],
): Promise<{ payload: Buffer; headers: Record<string, string> }> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const { name, type, bytes } of files)
    form.append('files', new Blob([bytes], { type: type ?? 'application/octet-stream' }), name);
  const request = new Request('http://desk.example/', { method: 'POST', body: form });
  return {
    payload: Buffer.from(await request.arrayBuffer()),
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
  };
}

/** The value of a hidden field of a page. */
export function hiddenField(html: string, name: string): string {
  const [, value] = new RegExp(`name="${name}" value="([^"]*)"`).exec(html) ?? [];
  if (value === undefined) throw new Error(`the page has no hidden field '${name}'`);
  return value;
}
