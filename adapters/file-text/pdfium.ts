import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { init } from '@embedpdf/pdfium';

/** The part of WebAssembly that is used here: the compiler's library for Node declares none of it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
  Memory: new () => WasmMemory;
};

interface WasmMemory {
  buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** PDFium with a memory of its own. */
export type Pdfium = Awaited<ReturnType<typeof init>> & { pdfium: { HEAPU8: Uint8Array } };

/** Of everything that one PDF may occupy: forty megabytes of file, and what is unpacked of it. */
const MEMORY_BYTES = 512 * 1024 * 1024;
const WASM_PAGE = 64 * 1024;

let compiled: object | null = null;

/** A new instance: what one file does to its memory meets no other, and none takes more than the bound. */
export async function openPdfium(): Promise<Pdfium> {
  const module = (compiled ??= compile());
  const options = {
    // What it says of files that strangers have made is of no use to anybody.
    print: () => undefined,
    printErr: () => undefined,
    instantiateWasm(imports: object, done: (instance: object, module: object) => void) {
      const instance = new WebAssembly.Instance(module, imports);
      for (const one of Object.values(instance.exports)) if (one instanceof WebAssembly.Memory) bound(one);
      done(instance, module);
      return instance.exports;
    },
  };
  const pdfium = (await init(options)) as Pdfium;
  pdfium.PDFiumExt_Init();
  return pdfium;
}

function compile(): object {
  return new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm')));
}

/** PDFium sees that there is no more memory, and gives up. */
function bound(memory: WasmMemory): void {
  const grow = memory.grow.bind(memory);
  memory.grow = (more) => {
    if (memory.buffer.byteLength + more * WASM_PAGE > MEMORY_BYTES)
      throw new RangeError('the PDF takes more memory than one may');
    return grow(more);
  };
}
