/**
 * The smallest program that holds a network namespace open: it sleeps until it is killed. Written
 * in machine code, so that it needs no compiler, no C library and no shell in its image.
 */
const CODE: Record<string, { readonly machine: number; readonly code: readonly number[] }> = {
  amd64: {
    machine: 62,
    code: [
      ...[0xb8, 0x22, 0x00, 0x00, 0x00], // mov eax, 34 (pause)
      ...[0x0f, 0x05], // syscall
      ...[0xeb, 0xf7], // jmp to the start
    ],
  },
  arm64: {
    machine: 183,
    code: [
      ...[0x00, 0x00, 0x80, 0xd2], // mov x0, 0 (no descriptors)
      ...[0x01, 0x00, 0x80, 0xd2], // mov x1, 0
      ...[0x02, 0x00, 0x80, 0xd2], // mov x2, 0 (no timeout)
      ...[0x03, 0x00, 0x80, 0xd2], // mov x3, 0
      ...[0x28, 0x09, 0x80, 0xd2], // mov x8, 73 (ppoll)
      ...[0x01, 0x00, 0x00, 0xd4], // svc 0
      ...[0xfa, 0xff, 0xff, 0x17], // b to the start
    ],
  },
};

const LOAD_ADDRESS = 0x400000n;
const ELF_HEADER = 64;
const PROGRAM_HEADER = 56;

/** The program as a static ELF file; undefined where we have no code for that architecture. */
export const pauseProgram = (architecture: string): Buffer | undefined => {
  const target = CODE[architecture];
  if (target === undefined) return undefined;
  const codeAt = ELF_HEADER + PROGRAM_HEADER;
  const size = codeAt + target.code.length;
  const file = Buffer.alloc(size);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]); // ELF, 64 bits, little endian, version 1
  file.writeUInt16LE(2, 16); // an executable
  file.writeUInt16LE(target.machine, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(LOAD_ADDRESS + BigInt(codeAt), 24); // entry point
  file.writeBigUInt64LE(BigInt(ELF_HEADER), 32); // where the program header is
  file.writeUInt16LE(ELF_HEADER, 52);
  file.writeUInt16LE(PROGRAM_HEADER, 54);
  file.writeUInt16LE(1, 56); // one program header:
  file.writeUInt32LE(1, ELF_HEADER); // load
  file.writeUInt32LE(5, ELF_HEADER + 4); // readable, executable
  file.writeBigUInt64LE(LOAD_ADDRESS, ELF_HEADER + 16);
  file.writeBigUInt64LE(LOAD_ADDRESS, ELF_HEADER + 24);
  file.writeBigUInt64LE(BigInt(size), ELF_HEADER + 32);
  file.writeBigUInt64LE(BigInt(size), ELF_HEADER + 40);
  file.writeBigUInt64LE(0x10000n, ELF_HEADER + 48); // alignment: pages of 64 KiB at most
  file.set(target.code, codeAt);
  return file;
};
