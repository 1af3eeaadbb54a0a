// The program that holds a network sandbox open: it sleeps for ever in one system call. It is assembled here, byte by
// byte, because a sandbox must be there on a machine that has no registry, no compiler and no other image.

const loadAddress = 0x40_0000n;
const elfHeaderBytes = 64;
const programHeaderBytes = 56;

interface Machine {
  /** e_machine of ELF. */
  readonly number: number;
  readonly code: readonly number[];
}

const machines: Readonly<Record<string, Machine>> = {
  x86_64: {
    number: 62,
    code: [
      // mov eax, 34 (pause); syscall; jmp back to the mov: a signal with a handler would end the call
      ...[0xb8, 0x22, 0x00, 0x00, 0x00],
      ...[0x0f, 0x05],
      ...[0xeb, 0xf7],
    ],
  },
  aarch64: {
    number: 183,
    code: [
      // This machine has no pause: ppoll(NULL, 0, NULL, NULL) sleeps in the same way.
      ...[0x00, 0x00, 0x80, 0xd2], // mov x0, #0
      ...[0x01, 0x00, 0x80, 0xd2], // mov x1, #0
      ...[0x02, 0x00, 0x80, 0xd2], // mov x2, #0
      ...[0x03, 0x00, 0x80, 0xd2], // mov x3, #0
      ...[0x28, 0x09, 0x80, 0xd2], // mov x8, #73 (ppoll)
      ...[0x01, 0x00, 0x00, 0xd4], // svc #0
      ...[0xfa, 0xff, 0xff, 0x17], // b back to the first instruction
    ],
  },
};

/** The program for an architecture as the engine names it; undefined for one that it was not written for. */
export function pauseProgram(architecture: string): Buffer | undefined {
  const machine = machines[architecture];
  if (!machine) return undefined;
  const code = Buffer.from(machine.code);
  const start = elfHeaderBytes + programHeaderBytes;
  const size = BigInt(start + code.length);

  const elf = Buffer.alloc(elfHeaderBytes);
  elf.write("\u007fELF", 0, "latin1");
  elf.set([2, 1, 1], 4); // 64 bits, little-endian, version 1
  elf.writeUInt16LE(2, 16); // an executable
  elf.writeUInt16LE(machine.number, 18);
  elf.writeUInt32LE(1, 20);
  elf.writeBigUInt64LE(loadAddress + BigInt(start), 24); // where it begins
  elf.writeBigUInt64LE(BigInt(elfHeaderBytes), 32); // where the program headers are
  elf.writeUInt16LE(elfHeaderBytes, 52);
  elf.writeUInt16LE(programHeaderBytes, 54);
  elf.writeUInt16LE(1, 56); // one program header

  const segment = Buffer.alloc(programHeaderBytes);
  segment.writeUInt32LE(1, 0); // to load
  segment.writeUInt32LE(5, 4); // readable and executable
  segment.writeBigUInt64LE(loadAddress, 16);
  segment.writeBigUInt64LE(loadAddress, 24);
  segment.writeBigUInt64LE(size, 32);
  segment.writeBigUInt64LE(size, 40);
  segment.writeBigUInt64LE(0x1000n, 48);
  return Buffer.concat([elf, segment, code]);
}
